"""A variable in one line, and in a tooltip with more."""

from collections.abc import Iterable

from desktop.records.record import Value
from desktop.records.run import Variable
from desktop.records.tensor import NamedTensor, Tensor
from desktop.views.tensor_text import number_text, shape_text, tensor_facts

_VALUES_IN_A_LINE = 9
_MODULE_LINES = 30


def kind_text(variable: Variable) -> str:
    """Name the kind; the sign of a gradient stands by a tensor that requires one."""
    return f"tensor {gradient_sign(variable.tensor)}".rstrip() if variable.kind == "tensor" else variable.kind


def gradient_sign(tensor: Tensor | None) -> str:
    """Give ∇ for a tensor that requires a gradient."""
    return "∇" if tensor is not None and tensor.requires_grad else ""


def type_text(tensor: Tensor | None) -> str:
    """Write shape and dtype, and the device where it is not the usual one."""
    if tensor is None:
        return ""
    place = "" if tensor.device == "cpu" else tensor.device
    return f"{shape_text(tensor)}  {tensor.dtype} {place}".rstrip()


def value_text(tensor: Tensor | None) -> str:
    """Write a small tensor's values, or else where a large one's lie."""
    if tensor is None:
        return ""
    if tensor.values is not None and tensor.count == len(tensor.values) <= _VALUES_IN_A_LINE:
        return _nested(tensor.values, tensor.shape)
    return ", ".join(_statistics(tensor))


def summary_text(variable: Variable) -> str:
    """Write what stands in the value column."""
    if variable.module is not None:
        parameters = variable.module.parameters
        numbers = sum(parameter.tensor.count for parameter in parameters if parameter.tensor)
        return f"{numbers:,} numbers in {len(parameters):,} parameter{'s' * (len(parameters) != 1)}"
    return value_text(variable.tensor) if variable.tensor is not None else variable.text


def variable_tooltip(variable: Variable) -> str:
    """Tell more than fits a row, and what a click does."""
    lines = [variable.name, *_details(variable)]
    if variable.node is not None:
        lines += ["", "Click to see its node in the graph"]
    return "\n".join(lines)


def parameter_tooltip(parameter: NamedTensor) -> str:
    """Tell all that is known of a parameter."""
    return "\n".join([parameter.name, *_facts(parameter.tensor)])


def _details(variable: Variable) -> Iterable[str]:
    if variable.module is not None:
        lines = variable.module.text.splitlines()
        return lines[:_MODULE_LINES] + ["…"] * (len(lines) > _MODULE_LINES)
    return _facts(variable.tensor) if variable.tensor is not None else [variable.text]


def _facts(tensor: Tensor | None) -> list[str]:
    if tensor is None:
        return []
    gradient = ["requires a gradient" + (", is a leaf" if tensor.is_leaf else "")] if tensor.requires_grad else []
    return [f"{name}: {text}" for name, text in tensor_facts(tensor)] + gradient


def _statistics(tensor: Tensor) -> Iterable[str]:
    if not tensor.count:
        yield "empty"
    if tensor.nans:
        yield f"{tensor.nans:,} NaN"
    if tensor.infinities:
        yield f"{tensor.infinities:,} ∞"
    if tensor.minimum is not None:
        yield f"{number_text(tensor.minimum)} … {number_text(tensor.maximum)}"
    if tensor.mean is not None:
        yield f"mean {number_text(tensor.mean)}"


def _nested(values: tuple[Value, ...], shape: tuple[int, ...]) -> str:
    if not shape:
        return number_text(values[0]) if values else ""
    size = len(values) // shape[0] if shape[0] else 0
    rows = (values[start : start + size] for start in range(0, size * shape[0], size or 1))
    return f"[{', '.join(_nested(row, shape[1:]) for row in rows)}]"
