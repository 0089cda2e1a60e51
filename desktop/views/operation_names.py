"""What an autograd operation is called in words, and the sign by which a reader knows it before reading."""

import re
from functools import cache

_NAMES = {
    "Addmm": "linear",
    "AddmmBackward": "linear",
    "Bmm": "matmul",
    "Mm": "matmul",
    "Mv": "matvec",
    "Rsub": "sub",
    "T": "transpose",
    "UnsafeView": "view",
    "ReshapeAlias": "view",
    "ViewAs": "view",
    "ConvolutionOverrideable": "convolution",
    "SafeSoftmax": "softmax",
    "MkldnnConvolution": "convolution",
    "NativeLayerNorm": "layer norm",
    "NativeBatchNorm": "batch norm",
    "CudnnBatchNorm": "batch norm",
    "NativeGroupNorm": "group norm",
    "NativeDropout": "dropout",
    "NllLossNd": "nll loss",
    "MaxPool2DWithIndices": "max pool",
    "ScaledDotProductFlashAttentionForCpu": "attention",
    "ScaledDotProductFlashAttention": "attention",
    "ScaledDotProductEfficientAttention": "attention",
    "LinalgVectorNorm": "norm",
}

_SIGNS = {
    "abs": "|x|",
    "add": "+",
    "attention": "QKᵀ",
    "batch norm": "BN",
    "binary cross entropy": "−log",
    "binary cross entropy with logits": "−log",
    "cat": "∥",
    "clamp": "⊏⊐",
    "convolution": "∗",
    "cos": "cos",
    "div": "÷",
    "dot": "·",
    "elu": "ELU",
    "embedding": "[i]",
    "exp": "exp",
    "gelu": "GELU",
    "group norm": "GN",
    "index": "[i]",
    "index select": "[i]",
    "layer norm": "LN",
    "leaky relu": "ReLU",
    "linear": "@+",
    "log": "log",
    "log softmax": "log",
    "logsumexp": "logΣ",
    "matmul": "@",
    "matvec": "@",
    "max": "max",
    "max pool": "max",
    "mean": "mean",
    "min": "min",
    "mse loss": "Δ²",
    "mul": "×",
    "neg": "−x",
    "nll loss": "−log",
    "norm": "‖x‖",
    "permute": "⊤",
    "pow": "xⁿ",
    "prod": "Π",
    "reciprocal": "1/x",
    "relu": "ReLU",
    "rsqrt": "1/√",
    "select": "[i]",
    "sigmoid": "σ",
    "silu": "SiLU",
    "sin": "sin",
    "slice": "[:]",
    "softmax": "soft",
    "softplus": "soft",
    "split": "⋔",
    "sqrt": "√",
    "stack": "∥",
    "sub": "−",
    "sum": "Σ",
    "tanh": "tanh",
    "threshold": "ReLU",
    "transpose": "⊤",
    "unbind": "⋔",
}

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+|\d+(?:D|d)?")


@cache
def operation_name(autograd_name: str) -> str:
    """Say "add" for "AddBackward0", "layer norm" for "NativeLayerNormBackward0"; split any other name into words."""
    stem = re.sub(r"Backward\d*$", "", autograd_name)
    if not stem:
        return autograd_name
    return _NAMES.get(stem) or " ".join(_WORD.findall(stem)).lower() or stem


def operation_sign(name: str) -> str:
    """Give the sign of an operation by its name in words ("mul" is "×"), or "" where none is known."""
    return _SIGNS.get(name, "")
