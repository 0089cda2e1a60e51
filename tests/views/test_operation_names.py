"""What operations are called, and the signs by which they are known."""

import pytest
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout

from desktop.views.graph.lettering import Lettering
from desktop.views.operation_names import operation_name
from desktop.views.operation_signs import operation_sign

COMMON = (
    "Abs Add Addmm AvgPool2D AdaptiveAvgPool2D Bmm Cat Clamp ClampMin Convolution Cumsum Div Elu Embedding Exp Gather "
    "Gelu Index IndexSelect LeakyRelu Log LogSoftmax Logsumexp MaskedFill Max MaxPool2DWithIndices Mean Min Mm Mul "
    "Mv NativeBatchNorm NativeDropout NativeGroupNorm NativeLayerNorm Neg NllLoss Permute Pow Prod Relu Rsqrt Rsub "
    "ScaledDotProductFlashAttentionForCpu ScaledDotProductEfficientAttention Select Sigmoid Silu Slice SmoothL1Loss "
    "Softmax Softplus Sort Split SplitWithSizes Sqrt Stack Sub Sum T Tanh ThnnFusedLstmCell ThnnFusedGruCell Topk "
    "Transpose Unbind UpsampleNearest2D UpsampleBilinear2D Var Where ConstantPadNd ReflectionPad1D "
    "BinaryCrossEntropy BinaryCrossEntropyWithLogits MseLoss HuberLoss CtcLoss ToCopy Expand Repeat Clone FusedRmsNorm"
)


@pytest.mark.parametrize(
    ("autograd", "name", "sign"),
    [
        ("MulBackward0", "mul", "×"),
        ("AddmmBackward0", "linear", "@+"),
        ("NativeLayerNormBackward0", "layer norm", "LN"),
        ("MseLossBackward0", "mse loss", "Δ²"),
        ("LogSoftmaxBackward0", "log softmax", "log"),
        ("PowBackward1", "pow", "xⁿ"),
        ("SumBackwardAutogradNestedTensor0", "sum", "Σ"),
        ("SliceBackward0_copy", "slice", "[:]"),
        ("UnsafeViewBackward0", "view", ""),
        ("UpsampleNearest2DBackward0", "upsample nearest 2d", "⇱"),
        ("SigmoidBackwardBackward0", "sigmoid backward", "∂σ"),
        ("MyOwnBackward", "my own", ""),
        ("MyOwnBackwardBackward", "my own backward", ""),
        ("Backward", "Backward", ""),
    ],
)
def test_operations_are_called_as_people_call_them(autograd: str, name: str, sign: str) -> None:
    """Autograd's class names become words, and the words have signs; a derivative's derivative has its sign too."""
    assert operation_name(autograd) == name
    assert operation_sign(name) == sign


def test_common_operations_have_signs() -> None:
    """What programs are made of is known before it is read."""
    assert [stem for stem in COMMON.split() if not operation_sign(operation_name(f"{stem}Backward0"))] == []


def test_signs_can_be_drawn(qapp: object) -> None:
    """No sign is a box with a number in it, and each is short enough for a badge."""
    lettering = Lettering()
    for stem in COMMON.split():
        sign = operation_sign(operation_name(f"{stem}Backward0"))
        font = lettering.sign_font(sign)
        assert QFontMetricsF(font).horizontalAdvance(sign) < 60, stem
        assert _missing(sign, font) == 0, stem


def _missing(text: str, font: QFont) -> int:
    """Count the glyphs that no font has: glyph 0 stands for them."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return sum(list(run.glyphIndexes()).count(0) for run in layout.glyphRuns())
