"""The ways of reports, cases and decisions, and for what things are reported: from the code."""

from datetime import timedelta
from typing import Any

from config.pages.tables import NOTE, page, table
from enforcement.models import Appeal, Batch, Case, DecisionAction, Proposal, Report
from enforcement.reasons import REASONS
from enforcement.reportable import NOT_REPORTED, REPORTED_AS
from lib.states import StateGraph


def states_page() -> str:
    """A diagram and a table for each life cycle."""
    parts = [
        "# The ways of a report, a case, a proposal, an action, an appeal and a batch",
        "",
        NOTE,
        "",
        "Each arrow is a guarded transition that leaves a row (who, why, when); there is no other.",
    ]
    for model in (Report, Case, Proposal, DecisionAction, Appeal, Batch):
        graph = model.state_graph
        parts += ["", f"## {model.__name__}", "", _diagram(graph), "", _table(graph).rstrip()]
    return "\n".join(parts) + "\n"


def reasons_page() -> str:
    """Both levels, and what follows from each; what of all that people see is reported as what."""
    rows = [
        (
            one.topic.label,
            f"`{one.code}`",
            one.label,
            ", ".join(sorted(one.kinds)),
            one.queue.label,
            _hours(one.sla),
            str(one.severity),
            f"`{one.dsa.value.removeprefix('STATEMENT_CATEGORY_')}`",
            "vault only" if one.diverted else "",
        )
        for one in REASONS.values()
    ]
    first = page(
        "For what something is reported",
        "What is not in this table is no reason. The clock counts from the moment at which a "
        "report stands. The last but one column is the category of the EU's transparency database.",
        ("topic", "code", "reason", "of", "queue", "clock", "severity", "DSA", "kept"),
        rows,
    )
    seen = [(f"`{field}`", f"reported as a {kind.value}") for field, kind in REPORTED_AS.items()]
    seen += [(f"`{field}`", f"not reported: {why}") for field, why in NOT_REPORTED.items()]
    return f"{first}\n{table(('what people write or show', 'how it is reported'), sorted(seen))}"


def _diagram(graph: StateGraph[Any]) -> str:
    arrows = [f"    [*] --> {graph.initial.value}"]
    arrows += [
        f"    {came.value} --> {to.value}"
        for came in graph.states
        for to in graph.states
        if to in graph.edges[came]
    ]
    arrows += [f"    {one.value} --> [*]" for one in graph.states if one in graph.terminal]
    return "\n".join(["```mermaid", "stateDiagram-v2", *arrows, "```"])


def _table(graph: StateGraph[Any]) -> str:
    rows = [
        (
            f"`{one.value}`",
            ", ".join(f"`{to.value}`" for to in graph.states if to in graph.edges[one]) or "-",
        )
        for one in graph.states
    ]
    return table(("state", "leads to"), rows)


def _hours(span: timedelta) -> str:
    return f"{span // timedelta(hours=1)} h"
