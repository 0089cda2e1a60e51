"""What a search asks of tensors: NaN, infinity, all zeros, how large their norm is."""

import math
import operator
from collections.abc import Callable

from desktop.records.tensor import Tensor
from desktop.views.search.subject import Subject

Predicate = Callable[[Subject], bool]
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def holds_nan(tensor: Tensor) -> bool:
    """Say whether some element is NaN."""
    return bool(tensor.nans)


def holds_infinity(tensor: Tensor) -> bool:
    """Say whether some element is infinite."""
    return bool(tensor.infinities)


def is_zero(tensor: Tensor) -> bool:
    """Say whether there are elements and all are exactly zero."""
    return tensor.count > 0 and tensor.zeros == tensor.count


def any_gradient(test: Callable[[Tensor], bool]) -> Predicate:
    """Ask it of the gradients that reached a node."""
    return lambda subject: any(map(test, subject.gradients))


def any_tensor(test: Callable[[Tensor], bool]) -> Predicate:
    """Ask it of a node's value and of the gradients that reached it."""
    return lambda subject: (
        (subject.node.tensor is not None and test(subject.node.tensor)) or any(map(test, subject.gradients))
    )


def all_gradients_zero(subject: Subject) -> bool:
    """Say whether gradients reached the node and every one of them is zero everywhere."""
    return bool(subject.gradients) and all(map(is_zero, subject.gradients))


def lacks_gradient(subject: Subject) -> bool:
    """Say whether autograd holds the node and no gradient reached it."""
    return subject.node.kind in {"operation", "leaf"} and not subject.gradients


def compared(of_what: str, sign: str, bound: float) -> Predicate:
    """Compare the norm of what reached a node ("grad") or of its value ("norm") with a bound."""
    compare = _COMPARISONS[sign]

    def tensor_compares(tensor: Tensor | None) -> bool:
        return tensor is not None and tensor.norm is not None and compare(float(tensor.norm), bound)

    if of_what == "norm":
        return lambda subject: tensor_compares(subject.node.tensor)
    return lambda subject: bool(subject.gradients) and compare(_joint_norm(subject.gradients), bound)


def _joint_norm(gradients: tuple[Tensor, ...]) -> float:
    """Give the norm of gradients taken as one long vector; NaN compares with nothing."""
    return math.hypot(*(float(tensor.norm or 0.0) for tensor in gradients))
