"""A face template in memory: it can be compared and sealed, and shows its numbers to nobody.

What is meant to catch a slip, not an attacker inside the process: whoever runs code in the
likeness process can read its memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from cameos.vault.errors import VaultError, VaultFault
from lib.faces.base import TemplateMark

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STORED = "<f4"  # float32, little-endian, whatever machine wrote it


class Template:
    """Takes over `values` of shape (dims,): finite and not all zero, else VaultError.

    A vector that is not finite is nobody's: compared with it everyone would be somebody else. One
    that is so long that its distance is not finite would leave every search without an answer.
    """

    __slots__ = ("_values", "mark")

    def __init__(self, mark: TemplateMark, values: NDArray[np.float32]) -> None:
        import numpy as np

        held = np.array(values, dtype=STORED)
        if held.shape != (mark.dims,) or not held.any() or not _is_measurable(held):
            raise VaultError(VaultFault.BAD_TEMPLATE, f"{mark.kind}/{mark.version}")
        self.mark = mark
        self._values = held

    def __repr__(self) -> str:
        return f"<template of {self.mark.kind}/{self.mark.version}>"

    def __eq__(self, other: object) -> NoReturn:
        raise TypeError("Templates have a distance, no equality.")

    __hash__ = None  # type: ignore[assignment]

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("Templates are never pickled or copied.")

    def forget(self) -> None:
        """Overwrite the numbers; the template is of no use afterwards. Copies that numpy made on
        the way to a distance were freed and not overwritten."""
        self._values.fill(0)


def _is_measurable(values: NDArray[np.float32]) -> bool:
    """Between two of them lies at most twice the longer one, so four times its square."""
    import numpy as np

    with np.errstate(all="ignore"):
        return bool(np.isfinite(8 * np.square(values).sum()))


def values_of(template: Template) -> NDArray[np.float32]:
    """The numbers themselves: for `cameos.vault` alone (a test looks who asks)."""
    if not template._values.any():
        raise VaultError(VaultFault.BAD_TEMPLATE, "it was forgotten")
    return template._values
