"""Cells of CSV that a spreadsheet would run: written behind an apostrophe, and read back."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: str) -> str:
    """As it is written. One that has apostrophes already gets one more, so that all come back."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def bare(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell
