"""What an archive holds of each table, or why it holds nothing of it (docs/exports-tables.md)."""

from config.pages.tables import page
from lib import exporting

LEAD = (
    "What [a person's own archive](exports.md) holds of each table that speaks of somebody, and "
    "what no archive holds, with the reason. A test fails for a table that is not here."
)


def exporting_page() -> str:
    """One row for each model that is walked, told of elsewhere, or left out."""
    rows = [
        (
            f"`{walker.model._meta.label}`",
            f"`data/{walker.name}.jsonl`",
            walker.about,
            ", ".join(f"`{model._meta.label}`" for model in walker.also),
        )
        for walker in exporting.walkers()
    ]
    rows += [
        (f"`{model.__module__.split('.')[0]}.{model.__name__}`", "", reason, "")
        for model, reason in exporting.omissions()
    ]
    head = ("table", "file", "holds, or why nothing", "and of")
    return page("What an archive holds", LEAD, head, rows)
