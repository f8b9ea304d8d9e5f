"""The figures as they stand in the model's card, so that nobody copies them by hand."""

import hashlib
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
TABLES = {
    "sentences": "Sentences that no training told, of scenes that it showed",
    "scenes": "Scenes that no training showed",
}
ROWS = {
    "colour": "colour",
    "shape": "shape",
    "place": "place",
    "motion": "motion and its direction",
    "everything": "all four at once",
    "within": "stays within its world (`bounds.py`)",
}


def figures(report: dict[str, Any]) -> str:
    return "\n\n".join(f"{title}:\n\n{_table(report[key])}" for key, title in TABLES.items())


def _table(report: dict[str, Any]) -> str:
    lines = ["| of a clip | right | share | 95 % interval |", "|---|---|---|---|"]
    for what, name in ROWS.items():
        one = report["right"][what]
        low, high = 100 * one["low"], 100 * one["high"]
        share = f"{one['right']} / {report['asked']} | {100 * one['share']:.1f} %"
        lines.append(f"| {name} | {share} | {low:.1f} % to {high:.1f} % |")
    return "\n".join(lines)


def with_figures(card: str, report: dict[str, Any]) -> str:
    head, rest = card.split(BEGIN)
    return f"{head}{BEGIN}\n{figures(report)}\n{END}{rest.split(END)[1]}"


def digest(weights: Path) -> str:
    """Of all tensors, so that figures cannot outlive the weights that they were measured on."""
    whole = hashlib.sha256()
    for path in sorted(weights.rglob("*.safetensors")):
        whole.update(path.relative_to(weights).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()
