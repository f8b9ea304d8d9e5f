"""Rules of style that a machine can hold."""

import ast
import re
import statistics

from django.apps import apps
from django.db import models

from audit import registry
from lib.append_only import AppendOnly
from lib.states import Stateful
from tests.architecture.sources import ROOMS, ROOT, python_files

RECORDED = re.compile(r"""\brecord\(\s*["']([a-z_.]+)["']""")


def test_files_stay_small() -> None:
    lengths = {
        path: len(path.read_text().splitlines()) for path in python_files(*ROOMS, "config", "tests")
    }
    assert {path.name: n for path, n in lengths.items() if n > 400} == {}
    product = sorted(n for path, n in lengths.items() if "tests" not in path.parts)
    assert statistics.median(product) < 60
    assert product[int(len(product) * 0.9)] < 250


def writes_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        saved = [k for k in node.keywords if k.arg == "update_fields"]
        named = any('"state"' in ast.unparse(k.value).replace("'", '"') for k in saved)
        return named or (
            node.func.attr == "update" and any(k.arg == "state" for k in node.keywords)
        )
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)


def test_the_rule_sees_a_raw_write() -> None:
    for raw in (
        "rows.update(waiting_since=Now(), state=DONE)",
        "job.state = DONE",
        "job.save(update_fields=['state'])",
    ):
        assert any(map(writes_state, ast.walk(ast.parse(raw)))), raw


def test_state_changes_only_through_advance() -> None:
    offenders = [
        str(path.relative_to(ROOT))
        for path in python_files(*ROOMS, "config")
        if path != ROOT / "lib" / "states.py"
        and any(map(writes_state, ast.walk(ast.parse(path.read_text()))))
    ]
    assert offenders == []


def test_every_audited_action_is_registered() -> None:
    used = {
        name
        for path in python_files(*ROOMS, "config")
        for name in RECORDED.findall(path.read_text())
    }
    assert used, "the pattern finds the calls"
    assert used - {action.name for action in registry.listing()} == set()


def test_every_life_cycle_has_its_history() -> None:
    stateful = [model for model in apps.get_models() if issubclass(model, Stateful)]
    assert stateful
    for model in stateful:
        assert issubclass(model.transition_model, AppendOnly), model


def test_append_only_tables_have_the_trigger_and_no_cascade() -> None:
    tables = [model for model in apps.get_models() if getattr(model, "append_only", False)]
    assert tables
    for model in tables:
        assert [t.name for t in model._meta.triggers] == ["append_only"], model  # type: ignore[attr-defined]
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                assert field.remote_field.on_delete is not models.CASCADE, field


def test_constraints_are_sentences() -> None:
    for model in apps.get_models():
        if model.__module__.split(".")[0] in ROOMS:
            for constraint in model._meta.constraints:
                assert constraint.name.count("_") >= 3, constraint.name


def test_every_declared_event_is_heard() -> None:
    from lib import events

    deaf = [event.__name__ for event, owner, handlers in events.listing()
            if not handlers and owner != "tests"]  # fmt: skip
    assert deaf == []
