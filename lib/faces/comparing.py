"""How far templates are from each other. Vectors come in, distances go out, nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lib.faces.base import MarksDiffer, TemplateMark

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class ShapesDiffer(ValueError):
    """The vectors have not the same number of dimensions. Quotes none of them."""


def same(one: TemplateMark, other: TemplateMark) -> None:
    """Raises MarksDiffer unless both were made by the same model."""
    if one != other:
        raise MarksDiffer(one, other)


def distances(template: NDArray[np.float32], many: NDArray[np.float32]) -> NDArray[np.float32]:
    """Euclidean, float32: `template` of shape (dims,) to each row of `many`, (n, dims).

    The caller answers for their marks: `same`. Never NaN: what is not finite raises, for
    a comparison with it would read as "somebody else".
    """
    import numpy as np

    if template.ndim != 1 or many.ndim != 2 or many.shape[1] != template.shape[0]:
        raise ShapesDiffer("Vectors of different dimensions.")
    found: NDArray[np.float32] = np.linalg.norm(many - template, axis=1).astype(np.float32)
    if not np.isfinite(found).all():
        raise ShapesDiffer("A vector is not finite.")
    return found
