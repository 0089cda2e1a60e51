"""What a run that nothing was changed in gives: the root, autograd's gradient, and the values it belongs to."""

from typing import Any, NamedTuple

import torch

from desktop.engine.capture import walk
from desktop.engine.checking.passes import Arrival, Gradients
from desktop.engine.checking.refusal import NotCheckedError
from desktop.engine.summary import dtype_name

_SINGLE = (
    "In the check the program runs in double precision, but {what} is {dtype} there too: the program asks for that "
    "type itself (by `dtype=`, `.float()`, `torch.FloatTensor` or the like). Central differences need float64."
)
_COMPLEX = (
    "{what} is complex, and what autograd gives there is no plain derivative that differences could be compared with."
)
_NO_ELEMENTS = "This tensor has no elements that could be changed: it is empty, sparse, nested, or on the meta device."
_OVERLAPS = "Elements of this tensor share memory with one another (it was expanded), so none can be changed alone."
_ROUGH = (
    "On the way from this tensor to the root the program computes in {dtype}, as its text asks for, and the rounding "
    "of that type hides the differences. They need float64 all the way."
)
_TRANSFORMED = "This tensor lives inside a transform of torch.func only, which stands for more than one value or pass."
_NOT_FINITE = "The root of this pass is {root}, so it has no differences."
_NO_DERIVATIVE = "No gradient reaches this tensor from the root of this pass."


class Reading(NamedTuple):
    """All flat tensors are on the CPU; `weights` are the gradients that the pass itself was given."""

    root: float
    weights: Gradients
    shape: tuple[int, ...]
    values: torch.Tensor
    gradient: torch.Tensor

    def fingerprint(self) -> tuple[bytes, ...]:
        """Give what two runs of one program must have in common, bit by bit."""
        parts = [torch.tensor(self.root, dtype=torch.float64), self.values, self.gradient]
        return tuple(part.contiguous().numpy().tobytes() for part in parts)


def read(arrival: Arrival, values: torch.Tensor, target: Any) -> Reading:
    """Read a run at the pass in question; raise NotCheckedError where differences have no meaning."""
    _hold_plain(values)
    _hold_double("this tensor", values)
    for output in arrival.outputs:
        _hold_double("the root of this pass", output)
    _hold_double_between(arrival, target)
    weights = [None if each is None else each.detach().clone() for each in arrival.gradients]
    root = arrival.root(weights)
    if not torch.tensor(root).isfinite():
        raise NotCheckedError(_NOT_FINITE.format(root=root))
    gradient = arrival.derivative(target)
    if gradient is None:
        raise NotCheckedError(_NO_DERIVATIVE)
    dense = gradient.detach().to_dense() if gradient.layout is not torch.strided else gradient.detach()
    return Reading(root, weights, tuple(values.shape), values.cpu().reshape(-1), dense.double().cpu().reshape(-1))


def hold_separate(tensor: torch.Tensor) -> None:
    """Raise NotCheckedError where elements of a tensor that is changed where it lies share memory."""
    if any(size > 1 and step == 0 for size, step in zip(tensor.shape, tensor.stride(), strict=True)):
        raise NotCheckedError(_OVERLAPS)


def _hold_double(what: str, tensor: torch.Tensor) -> None:
    if tensor.is_complex():
        raise NotCheckedError(_COMPLEX.format(what=what[0].upper() + what[1:]))
    if tensor.dtype is not torch.float64:
        raise NotCheckedError(_SINGLE.format(what=what, dtype=dtype_name(tensor.dtype)))


def _hold_double_between(arrival: Arrival, target: Any) -> None:
    """Raise NotCheckedError where a node between the root and the target takes gradients of another precision."""
    edge = torch.autograd.graph.get_gradient_edge(target) if isinstance(target, torch.Tensor) else target
    nodes, _ = walk(arrival.nodes())
    senders: dict[Any, list[Any]] = {}
    for node in nodes:
        for receiver, _ in node.next_functions:
            senders.setdefault(receiver, []).append(node)
    between = dict.fromkeys([edge.node])
    waiting = [edge.node]
    for node in waiting:  # grows as it is read
        new = [each for each in senders.get(node, ()) if each not in between]
        between.update(dict.fromkeys(new))
        waiting += new
    for node in between:
        for each in node._input_metadata:
            if each.dtype.is_floating_point and each.dtype is not torch.float64:
                raise NotCheckedError(_ROUGH.format(dtype=dtype_name(each.dtype)))


def _hold_plain(values: torch.Tensor) -> None:
    if torch._C._functorch.is_functorch_wrapped_tensor(values):
        raise NotCheckedError(_TRANSFORMED)
    if values.is_nested or values.layout is not torch.strided or values.is_meta or not values.numel():
        raise NotCheckedError(_NO_ELEMENTS)
