"""Nothing but the vault itself knows templates, and nothing that leaves a process carries them."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dramatiq
from django.contrib import admin
from rest_framework.serializers import BaseSerializer

from audit import registry
from cameos.models import CameoKey, FaceTemplate, GalleryStamp, ReferenceClip
from config import api_settings
from tests.architecture.sources import ROOMS, ROOT, python_files

VAULT = {FaceTemplate, CameoKey, ReferenceClip, GalleryStamp}
# The parts of the room that may go into its vault: what runs in the likeness process.
INSIDE = re.compile(
    r"cameos/(vault|models/vault|work|enrolment|identity|references|remeasuring|services/erasing"
    r"|tasks|apps|management)"
)
WORDS = re.compile(r"embedding|template|vector|descriptor", re.IGNORECASE)
IDS = {"str", "int", str, int}


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def of_the_vault(name: str) -> bool:
    models = tuple(f".{model.__name__}" for model in VAULT)
    return f"{name}.".startswith("cameos.vault.") or (
        name.startswith("cameos.models") and (name.endswith(models) or ".vault" in name)
    )


def test_the_rule_knows_the_vault() -> None:
    assert of_the_vault("cameos.vault.gallery")
    assert of_the_vault("cameos.models.FaceTemplate")
    assert of_the_vault("cameos.models.vault.FaceTemplate")
    assert not of_the_vault("cameos.models.Cameo")
    assert any(of_the_vault(n) for p in python_files("cameos") for n in imports_of(p))


def test_no_other_room_imports_the_vault() -> None:
    others = python_files(*(room for room in ROOMS if room != "cameos"), "config")
    found = {str(p.relative_to(ROOT)) for p in others for n in imports_of(p) if of_the_vault(n)}
    assert found == set()


def test_within_the_room_only_what_runs_in_the_likeness_process_does() -> None:
    paths = [p for p in python_files("cameos") if any(of_the_vault(n) for n in imports_of(p))]
    names = {str(p.relative_to(ROOT)) for p in paths}
    said = {f"cameos/{name}.py" for name in ("surfaces", "retention", "exporting")}
    allowed = {"cameos/models/__init__.py", *said}
    assert {name for name in names if not INSIDE.match(name)} <= allowed


def test_only_the_vault_opens_a_template() -> None:
    opened = {
        str(path.relative_to(ROOT))
        for path in python_files(*ROOMS, "config")
        if re.search(r"\bvalues_of\b|\._values\b", path.read_text())
    }
    assert opened
    assert {name for name in opened if not name.startswith("cameos/vault/")} == set()


def test_messages_carry_ids_alone() -> None:
    actors = [
        dramatiq.get_broker().get_actor(name)
        for name in dramatiq.get_broker().get_declared_actors()
    ]
    assert any(actor.actor_name == "erase_cameo" for actor in actors)
    for actor in actors:
        if actor.fn.__module__.split(".")[0] in ROOMS:
            for name, parameter in inspect.signature(actor.fn).parameters.items():
                assert parameter.annotation in IDS, (actor.actor_name, name)


def test_no_page_of_staff_shows_the_vault() -> None:
    assert VAULT.isdisjoint(admin.site._registry)


def subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def test_no_answer_of_the_api_has_a_field_for_it() -> None:
    assert api_settings  # the serializers of every room are loaded with the URLs
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    for serializer in subclasses(BaseSerializer):
        if serializer.__module__.split(".")[0] in ROOMS:
            fields = getattr(serializer, "_declared_fields", {})
            model = getattr(getattr(serializer, "Meta", None), "model", None)
            assert model not in VAULT, serializer
            assert not [name for name in fields if WORDS.search(name)], serializer


def test_no_row_of_the_audit_has_room_for_it() -> None:
    """Facts are ids, codes, counts and flags: no list, no float, no bytes."""
    from audit.services import Fact

    assert set(Fact.__args__) == {str, int, bool, type(None)}
    assert registry.get("cameos.biometric.used")
