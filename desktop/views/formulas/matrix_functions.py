"""Functions of whole matrices: their exponential, and their singular values."""

import numpy as np

from desktop.views.formulas.expression import Expression, Sign, written
from desktop.views.formulas.linear_algebra import diagonal_matrix
from desktop.views.formulas.rule import G, rule
from desktop.views.formulas.scene import Array, Scene, UnknownError

_HALVINGS = 10
_TERMS = 16
"""So many terms of the series are exact in double precision once the matrix was halved ten times."""


def _exponential(matrix: Array) -> Array:
    small = matrix / 2**_HALVINGS
    term = result = np.broadcast_to(np.eye(matrix.shape[-1]), matrix.shape)
    for order in range(1, _TERMS):
        term = term @ small / order
        result = result + term
    for _ in range(_HALVINGS):
        result = result @ result
    return result


@written("dexp({0}; {1})", keeps_single=False)
def exponential_change(matrix: Array, change: Array) -> Array:
    """Give how exp(matrix) answers a change: the upper right block of the exponential of [[A, C], [0, A]]."""
    size = matrix.shape[-1]
    upper = np.concatenate([matrix, change], -1)
    lower = np.concatenate([np.zeros_like(matrix), matrix], -1)
    return _exponential(np.concatenate([upper, lower], -2))[..., :size, size:]


@written("{0}", keeps_single=False)
def _columns(matrix: Array, like: Array) -> Array:
    return matrix[..., :, : np.shape(like)[-1]]


@written("{0}", keeps_single=False)
def _rows(matrix: Array, like: Array) -> Array:
    return matrix[..., : np.shape(like)[-1], :]


def _singular_values(scene: Scene) -> Expression:
    if scene.shape("G") is not None or scene.shape("G2") is not None:
        raise UnknownError("For singular vectors there is no formula yet.")
    values = Sign("S")
    return _columns(Sign("U"), values) @ diagonal_matrix(Sign("G1")) @ _rows(Sign("Vh"), values)


RULES = (
    rule(
        "LinalgMatrixExp0",
        "The exponential of a matrix answers a change by dexp; backwards it does the same with the transposed matrix.",
        {"self": exponential_change(Sign("self").T, G)},
        {"self": "A"},
    ),
    rule(
        "LinalgSvd0",
        "A singular value grows along its own pair of vectors.",
        {"A": _singular_values},
        {"A": "A", "Vh": "Vᵀ"},
    ),
)
