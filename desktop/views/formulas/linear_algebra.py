"""Products, inverses and decompositions of matrices."""

import numpy as np

from desktop.views.formulas.expression import Abbreviation, Expression, Sign, setting, shape_of, written
from desktop.views.formulas.function import Strength, Text, Writable, Writer
from desktop.views.formulas.letters import ALPHA
from desktop.views.formulas.rule import Chooser, G, Rule, rule
from desktop.views.formulas.scene import Array, Scene, Shape, UnknownError
from desktop.views.formulas.sums import to_shape_of

FACTOR, BETA = setting("alpha", ALPHA), setting("beta", "β")
a, b = Sign("self"), Sign("mat2")


@written("{0} · {1}ᵀ", Strength.PRODUCT, (Strength.PRODUCT, Strength.WHOLE), keeps_single=False)
def outer(column: Array, row: Array) -> Array:
    """Give the product of a column with a row: a matrix."""
    return np.outer(column, row)


@written("{0}⁻¹", needs=(Strength.WHOLE,), keeps_single=False)
def inverse(matrix: Array) -> Array:
    """Give the inverse matrix."""
    return np.linalg.inv(matrix)


@written("{0}⁻ᵀ · {1}", Strength.PRODUCT, (Strength.WHOLE, Strength.FRACTION), keeps_single=False)
def solved(matrix: Array, right: Array) -> Array:
    """Solve matrixᵀ · X = right; the right side is a matrix, or one vector for each matrix."""
    across = np.swapaxes(matrix, -1, -2)
    if np.ndim(right) < np.ndim(matrix):
        return np.linalg.solve(across, right[..., None])[..., 0]
    return np.linalg.solve(across, right)


@written("tril({0}, {1})", keeps_single=False)
def lower(matrix: Array, diagonal: int) -> Array:
    """Keep what lies on and below a diagonal."""
    return np.tril(matrix, diagonal)


@written("triu({0}, {1})", keeps_single=False)
def upper(matrix: Array, diagonal: int) -> Array:
    """Keep what lies on and above a diagonal."""
    return np.triu(matrix, diagonal)


@written("Φ({0})", keeps_single=False)
def half_lower(matrix: Array) -> Array:
    """Give the lower triangle, with half of the diagonal."""
    return np.tril(matrix) - np.eye(matrix.shape[-1]) * matrix / 2


@written("sym({0})", keeps_single=False)
def symmetric(matrix: Array) -> Array:
    """Give the symmetric part: half the sum with the transposed matrix."""
    return (matrix + np.swapaxes(matrix, -1, -2)) / 2


@written("{0} × {1}", Strength.PRODUCT, (Strength.FRACTION, Strength.FRACTION), keeps_single=False)
def cross(left: Array, right: Array, dim: int) -> Array:
    """Give the cross product along a dimension of size 3."""
    return np.asarray(np.cross(left, right, axis=dim))


@written("{0} · I", Strength.PRODUCT, (Strength.FRACTION,), keeps_single=False)
def on_diagonal(x: Array, shape: Shape) -> Array:
    """One number on the diagonal, 0 elsewhere."""
    return x * np.eye(shape[0], shape[1])


@written("diag({0})", keeps_single=False)
def diagonal_matrix(x: Array) -> Array:
    """Give the matrix that has a vector on its diagonal."""
    return np.asarray(x)[..., None] * np.eye(np.shape(x)[-1])


@written("{0}/(λⱼ − λᵢ)", Strength.FRACTION, (Strength.FRACTION,), keeps_single=False)
def over_gaps(matrix: Array, values: Array) -> Array:
    """Divide by the differences between eigenvalues, 0 on the diagonal."""
    gaps = values[..., None, :] - values[..., :, None]
    same = np.eye(values.shape[-1], dtype=bool)
    return np.where(same, 0, matrix / np.where(same, 1, gaps))


def _same_text(writer: Writer, part: Writable) -> Text:
    return part.written(writer)


@written(_same_text, keeps_single=False)
def for_each_matrix(x: Array) -> Array:
    """Lay one number for each matrix of a batch over that matrix."""
    return np.asarray(x)[..., None, None]


def _cholesky(scene: Scene) -> Expression:
    if scene.setting("upper"):
        raise UnknownError("For the upper triangle there is no formula yet.")
    factor = Sign("L")
    return symmetric(solved(factor, half_lower(factor.T @ G)) @ inverse(factor))


def _cholesky_inverse(scene: Scene) -> Expression:
    if scene.setting("upper"):
        raise UnknownError("For the upper triangle there is no formula yet.")
    result = Sign("result")
    return -(result @ (G + G.T) @ result @ a)


def _eigenvalues(scene: Scene) -> Expression:
    vectors, values = Sign("eigenvectors"), Sign("eigenvalues")
    moved = [diagonal_matrix(G)] if scene.shape("G1") is None or scene.shape("G") is not None else []
    turned = [over_gaps(vectors.T @ Sign("G1"), values)] if scene.shape("G1") is not None else []
    inner = [*moved, *turned]
    return symmetric(vectors @ (inner[0] if len(inner) == 1 else inner[0] + inner[1]) @ vectors.T)


def _left_only(gradient: Expression) -> Chooser:
    def chosen(scene: Scene) -> Expression:
        if not scene.setting("left"):
            raise UnknownError("For an unknown on the left of its matrix there is no formula yet.")
        return gradient

    return chosen


def _solved_matrix(scene: Scene) -> Expression:
    right, result = Abbreviation("g", solved(Sign("A"), G)), Sign("result")
    shape, known = scene.shape("A"), scene.shape("result")
    is_vector = shape is not None and known is not None and len(known) < len(shape)
    return _left_only(-(outer(right, result) if is_vector else right @ result.T))(scene)


def _triangle(scene: Scene) -> Expression:
    """Give the part of the matrix that counts."""
    if scene.setting("unitriangular"):
        raise UnknownError("With ones on the diagonal there is no formula yet.")
    return Abbreviation("T", upper(a, 0) if scene.setting("upper") else lower(a, 0))


def _triangular(scene: Scene) -> Expression:
    whole = -(solved(_triangle(scene), G) @ Sign("result").T)
    return _left_only(upper(whole, 0) if scene.setting("upper") else lower(whole, 0))(scene)


def _triangular_right(scene: Scene) -> Expression:
    return _left_only(solved(_triangle(scene), G))(scene)


def _added(names: str, left: str, right: str, for_left: Expression, for_right: Expression, symbols: str) -> Rule:
    gradients = {"self": to_shape_of("self", BETA * G), left: FACTOR * for_left, right: FACTOR * for_right}
    return rule(names, _ADDED, gradients, dict(zip(("self", left, right), symbols, strict=True)))


_PRODUCT = (
    "In a product of matrices each factor gets the gradient times the other factor, transposed, from its own side."
)
_ADDED = "The term that is added gets the gradient as it is; each factor gets it times the other factor, transposed."
_mat1, _mat2, _mat, _vec, _vec1, _vec2 = (Sign(role) for role in ("mat1", "mat2", "mat", "vec", "vec1", "vec2"))
_batch1, _batch2 = Sign("batch1"), Sign("batch2")

RULES = (
    rule(
        "CholeskyInverse0",
        "The inverse of L · Lᵀ answers a change of L from both sides.",
        {"self": _cholesky_inverse},
        {"self": "L", "result": "Y"},
    ),
    rule("Mm0 Bmm0", _PRODUCT, {"self": G @ b.T, "mat2": a.T @ G}),
    rule("Mv0", _PRODUCT, {"self": outer(G, _vec), "vec": a.T @ G}, {"self": "A", "vec": "v"}),
    rule("Dot0", "Each vector gets the other one, times the gradient.", {"self": Sign("tensor") * G, "tensor": a * G}),
    rule("Vdot0", "Each vector gets the other one, times the gradient.", {"self": Sign("other") * G, "other": a * G}),
    _added("Addmm0", "mat1", "mat2", G @ _mat2.T, _mat1.T @ G, "bxW"),
    _added("Addmv0", "mat", "vec", outer(G, _vec), _mat.T @ G, "bAv"),
    _added("Addr0", "vec1", "vec2", G @ _vec2, G.T @ _vec1, "Auv"),
    _added("Baddbmm0", "batch1", "batch2", G @ _batch2.T, _batch1.T @ G, "cab"),
    _added("Addbmm0", "batch1", "batch2", G @ _batch2.T, _batch1.T @ G, "cab"),
    rule(
        "LinalgCross0",
        "The cross product is linear in each factor, and changes sign when they change places.",
        {
            "self": to_shape_of("self", cross(Sign("other"), G, setting("dim", "d"))),
            "other": to_shape_of("other", cross(G, a, setting("dim", "d"))),
        },
    ),
    rule("Trace0", "Only the diagonal counts, each element once.", {"self": on_diagonal(G, shape_of("self"))}),
    rule("Tril0", "What was set to zero sends nothing back.", {"self": lower(G, setting("diagonal"))}),
    rule("Triu0", "What was set to zero sends nothing back.", {"self": upper(G, setting("diagonal"))}),
    rule(
        "LinalgDet0",
        "Jacobi's formula: the determinant grows by itself times the inverse, transposed.",
        {"A": for_each_matrix(G * Sign("result")) * inverse(Sign("A")).T},
        {"A": "A", "result": "y"},
    ),
    rule(
        "LinalgSlogdet0",
        "The logarithm of the determinant grows by the inverse, transposed.",
        {"A": for_each_matrix(Sign("G1")) * inverse(Sign("A")).T},
    ),
    rule(
        "LinalgInvEx0",
        "The inverse answers a change of A by −A⁻¹ · change · A⁻¹.",
        {"A": -(Sign("inverse").T @ G @ Sign("inverse").T)},
        {"A": "A", "inverse": "A⁻¹"},
    ),
    rule(
        "LinalgSolveEx0",
        "The right side sends back its own solution with Aᵀ; A gets it times the result, with the other sign.",
        {"A": _solved_matrix, "B": _left_only(solved(Sign("A"), G))},
        {"A": "A", "B": "B", "result": "y"},
    ),
    rule(
        "LinalgSolveTriangular0",
        "As when solving with any matrix, but only its triangle counts.",
        {"self": _triangular, "B": _triangular_right},
        {"self": "A", "B": "B", "result": "y"},
    ),
    rule(
        "LinalgCholeskyEx0",
        "Φ keeps the lower triangle with half of the diagonal; A is symmetric, and so is its gradient.",
        {"A": _cholesky},
        {"A": "A", "L": "L"},
    ),
    rule(
        "LinalgEigh0",
        "Eigenvalues move along their own vectors; vectors turn towards each other, the more the closer their values.",
        {"A": _eigenvalues},
        {"A": "A", "eigenvectors": "V", "eigenvalues": "λ"},
    ),
)
