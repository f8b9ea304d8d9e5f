"""What each row teaches and how often it is shown."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from moderation.categories import Category
from moderation.training.grammar import SOURCE as OWN
from moderation.training.rows import CATEGORIES, Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNSAFE = len(CATEGORIES)  # the column beside the categories: harmful in whatever way
# Rows that are many and alike: the share that is used, chosen by hash.
SHARES = {("coprov2", ""): 0.5, ("davidson", "offensive"): 0.35, ("davidson", "neither"): 0.7}
# Subsets that name a category although nobody gave the label. They teach and never measure.
NAMED: dict[tuple[str, str], Category] = {
    ("advbench", ""): Category.ILLICIT,
    ("ailuminate_demo", "iwp"): Category.ILLICIT,
    ("catqa", "Malware"): Category.ILLICIT,
    ("catqa", "Physical Harm/Weapon"): Category.ILLICIT,
    ("catqa", "Physical Harm/Hazardous"): Category.ILLICIT,
    ("catqa", "Economic Harm/Intellectual"): Category.ILLICIT,
    ("catqa", "Economic Harm"): Category.DECEPTION,
    ("forbidden_questions", "Malware"): Category.ILLICIT,
    ("harmbench", "chemical_biological"): Category.ILLICIT,
    ("harmbench", "cybercrime_intrusion"): Category.ILLICIT,
    ("simplesafetytests", "Illegal"): Category.ILLICIT,
    ("simplesafetytests", "Scams"): Category.DECEPTION,
    ("strongreject", "Non-violent"): Category.ILLICIT,
}


def chosen(rows: Sequence[Row]) -> list[Row]:
    """Without most of what is many and alike."""
    return [row for row in rows if _share(row) > _part(row.text)]


def _share(row: Row) -> float:
    found = (share for (source, subset), share in SHARES.items()
             if row.source == source and row.subset.startswith(subset))  # fmt: skip
    return next(found, 1.0)


def _part(text: str) -> float:
    return hashlib.sha256(text.encode()).digest()[1] / 256


def labels_of(rows: Sequence[Row], *, named: bool) -> NDArray[np.float32]:
    """(rows, categories and UNSAFE): 1, 0, or NaN where nobody looked."""
    import numpy as np

    found = np.full((len(rows), UNSAFE + 1), np.nan, dtype=np.float32)
    for number, row in enumerate(rows):
        for category, harmful in row.labels.items():
            found[number, CATEGORIES.index(category)] = harmful
        unsafe = True if any(row.labels.values()) else row.unsafe
        if named and (told := named_by_subset(row)):
            found[number, CATEGORIES.index(told)] = unsafe = True
        if unsafe is not None:
            found[number, UNSAFE] = unsafe
    return found


def named_by_subset(row: Row) -> Category | None:
    found = (category for (source, subset), category in NAMED.items()
             if row.source == source and row.subset.startswith(subset))  # fmt: skip
    return None if row.benign else next(found, None)


def repeats(rows: Sequence[Row], labels: NDArray[np.float32]) -> NDArray[np.float64]:
    """How often a row is shown in an epoch, on average: more if rare or if it turns on stance."""
    import numpy as np

    harmful = labels[:, :UNSAFE] == 1
    counts = harmful.sum(axis=0)
    rarest = np.where(harmful, counts, np.inf).min(axis=1)
    often = np.where(rarest < 300, 2.0, np.where(rarest < 1000, 1.5, 1.0))
    for number, row in enumerate(rows):
        often[number] *= _weight(row)
    return np.asarray(often, dtype=np.float64)


def _weight(row: Row) -> float:
    harmful = any(row.labels.values())
    if row.source == "xstest":
        return 4.0
    if row.source == OWN:
        return 1.0
    if row.source in {"hatecheck", "toxigen_demos"}:
        return 1.0 if harmful else 1.5
    if row.source == "davidson":
        return 1.0 if harmful else 0.5
    return 0.6 if row.source == "coprov2" else 1.0
