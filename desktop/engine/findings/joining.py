"""Tensors that cannot be joined to one."""

import re
from collections.abc import Iterator

from torch.utils.data import Dataset

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.shape_words import here

_CAT = re.compile(r"Sizes of tensors must match except in dimension (-?\d+)|same number of dimensions: got \d+ and \d+")
_STACK = "stack expects each tensor to be equal size"
_NO_LENGTH = re.compile(r"object of type '(\w+)' has no len\(\)")
_UNKNOWN = re.compile(r"default_collate: batch must contain .* found <class '([\w.]+)'>")


def mismatch(case: Case) -> Iterator[Remark]:
    """Translate parts of other sizes in `cat` and `stack`."""
    if _CAT.search(case.message):
        yield case.told(
            "cat puts tensors one after another along one dimension, so they must have equally many dimensions and "
            f"all their other sizes must agree{here(case.shapes)}. Cut, pad or transpose them until they do, or choose "
            "another dim."
        )
    elif case.message.startswith(_STACK) and not _is_collating(case):
        yield case.told(
            f"stack lays tensors on each other in a new dimension, so all must have one shape{here(case.shapes)}. "
            "Cut or pad them to it, or put them end to end with torch.cat."
        )


def collating(case: Case) -> Iterator[Remark]:
    """Translate examples that a DataLoader cannot make a batch of."""
    unknown = _UNKNOWN.search(case.message)
    if unknown is not None:
        kind = unknown[1].removeprefix("builtins.")
        yield case.told(
            "A DataLoader makes batches of tensors, arrays, numbers, and of dicts and lists of these; the Dataset's "
            f"__getitem__ gave {kind}. Return one of them (is a return missing?), or give the DataLoader a collate_fn."
        )
    elif _is_collating(case) and (case.message.startswith(_STACK) or "each element in list of batch" in case.message):
        yield case.told(
            f"A DataLoader stacks the examples of a batch, and they have different sizes{here(case.shapes)}. "
            "Resize or pad them to one size, in __getitem__ or in a collate_fn with nn.utils.rnn.pad_sequence."
        )


def incomplete(case: Case) -> Iterator[Remark]:
    """Translate a Dataset that lacks what a DataLoader asks of it."""
    found = _NO_LENGTH.search(case.message)
    kind = found[1] if found is not None else ""
    if kind and _is_dataset(case, kind):
        yield case.told(
            f"A DataLoader asks its Dataset how many examples there are and for each by its number, and {kind} does "
            "not say how many. Give it a method __len__(self) beside __getitem__(self, index)."
        )
    elif "Subclasses of Dataset should implement __getitem__" in case.message:
        yield case.told(
            "A DataLoader asks its Dataset for each example by its number. Give the class a method __getitem__(self, "
            "index) that returns one example with its target."
        )


def _is_dataset(case: Case, kind: str) -> bool:
    held = (each for namespace in case.namespaces for each in list(namespace.values()))
    return any(isinstance(each, type) and each.__name__ == kind and issubclass(each, Dataset) for each in held)


def _is_collating(case: Case) -> bool:
    return case.raised_in("default_collate") or case.raised_in("collate")


RULES = (
    Rule("join-mismatch", "error", mismatch),
    Rule("collate-mismatch", "error", collating),
    Rule("dataset-incomplete", "error", incomplete),
)
