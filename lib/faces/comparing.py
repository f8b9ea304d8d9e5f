"""How far templates are from each other. Vectors come in, distances go out, nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lib.faces.base import MarksDiffer, TemplateMark

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class ShapesDiffer(ValueError):
    """The vectors have not the same number of dimensions. Quotes none of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Templates:
    """Vectors of one mark, shape (n, dims). Shows no number of them, and is never serialised."""

    mark: TemplateMark
    vectors: NDArray[np.float32] = field(repr=False)

    def __reduce__(self) -> str:
        raise TypeError("Templates are never pickled.")


def same(one: TemplateMark, other: TemplateMark) -> None:
    """Raises MarksDiffer unless both were made by the same model."""
    if one != other:
        raise MarksDiffer(one, other)


def scan(probe: Templates, gallery: Templates) -> NDArray[np.float32]:
    """Of the one vector in `probe` to each in `gallery`, shape (n,). Raises MarksDiffer."""
    same(probe.mark, gallery.mark)
    if probe.vectors.shape[0] != 1:
        raise ShapesDiffer("One probe at a time.")
    return distances(probe.vectors[0], gallery.vectors)


def distances(template: NDArray[np.float32], many: NDArray[np.float32]) -> NDArray[np.float32]:
    """Euclidean, float32: `template` of shape (dims,) to each row of `many`, (n, dims).

    The caller answers for their marks: `same`, or `scan`. Never NaN: what is not finite raises, for
    a comparison with it would read as "somebody else".
    """
    import numpy as np

    if template.ndim != 1 or many.ndim != 2 or many.shape[1] != template.shape[0]:
        raise ShapesDiffer("Vectors of different dimensions.")
    found: NDArray[np.float32] = np.linalg.norm(many - template, axis=1).astype(np.float32)
    if not np.isfinite(found).all():
        raise ShapesDiffer("A vector is not finite.")
    return found
