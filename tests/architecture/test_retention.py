"""Every table says how long it keeps what it holds of people, and what ends it (O4)."""

import importlib
import importlib.util
import pkgutil
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import dramatiq
import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.utils import timezone
from dramatiq_crontab import scheduler

from accounts.models import User
from cameos.models import CameoRequest
from lib import retention
from lib.retention import SWEEPER, Fate, Rule, Sweep
from tests import cast, roles

A_RULE = Rule(CameoRequest, Fate.ERASED, "What a test says of it.", ("person",), "tests.cast.adult")


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone after it."""
    monkeypatch.setattr(retention, "_rules", dict(retention._rules))


def every_model() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=True))


def test_every_model_has_a_class() -> None:
    assert len(every_model()) > 100
    assert retention.unclassified(every_model()) == []


def test_every_field_that_names_a_person_stands_in_a_rule() -> None:
    assert retention.unnamed(every_model()) == []


def test_what_belongs_to_somebodys_row_is_not_nobodys() -> None:
    """A key to a row that speaks of a person speaks of that person."""
    for model in every_model():
        rule = retention.rule_of(model)
        if rule is None or rule.fate != Fate.NOBODYS:
            continue
        for field in model._meta.concrete_fields:
            target: Any = field.related_model
            if target is not None:
                other = retention.rule_of(target)
                assert other is None or other.fate != Fate.ERASED, field


def test_whatever_erases_is_there() -> None:
    for rule in retention.listing():
        if rule.by and not rule.model.__module__.startswith("tests."):
            assert callable(pkgutil.resolve_name(rule.by)), rule


def test_every_end_has_a_job_on_the_clock() -> None:
    for config in apps.get_app_configs():
        if importlib.util.find_spec(f"{config.name}.tasks") is not None:
            importlib.import_module(f"{config.name}.tasks")
    clocked = {job.name for job in scheduler.get_jobs()}
    for rule in retention.listing():
        if rule.job:
            assert rule.job in dramatiq.get_broker().get_declared_actors(), rule
            assert rule.job in clocked, rule


@isolate_apps("feed")
def test_a_new_model_without_a_rule_is_found() -> None:
    class Comment(models.Model):
        words = models.TextField()

        class Meta:
            app_label = "feed"

    assert retention.unclassified([*every_model(), Comment]) == ["feed.Comment"]


WHO: dict[str, Any] = {
    "a key to a person": lambda: models.ForeignKey(User, models.CASCADE, related_name="+"),
    "an id": models.UUIDField,
    "a label": lambda: models.CharField(max_length=64),
}


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("person", WHO["a key to a person"]),
        ("writer_id", WHO["an id"]),
        ("said_by", WHO["a label"]),
    ],
    ids=WHO,
)
@isolate_apps("feed")
def test_a_new_name_of_a_person_is_found(name: str, make: Any) -> None:
    body = {
        "__module__": __name__,
        "Meta": type("Meta", (), {"app_label": "feed"}),
        "author_id": models.UUIDField(),
        name: make(),
    }
    comment = type("Comment", (models.Model,), body)
    retention.register(replace(A_RULE, model=comment, people=("author_id",)))
    assert retention.unnamed([comment]) == [f"feed.Comment.{name}"]


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    "nonsense",
    [
        {"why": "because"},
        {"people": ()},
        {"by": ""},
        {"fate": Fate.NOBODYS},
        {"fate": Fate.KEPT},
        {"fate": Fate.KEPT, "basis": "a law"},
        {"at_most": timedelta(days=1)},
        {"job": "sweep"},
        {"basis": "a law"},
        {"sweep": Sweep("asked_at")},
    ],
    ids=str,
)
def test_a_rule_that_makes_no_sense_is_refused(nonsense: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="CameoRequest"):
        retention.register(replace(A_RULE, **nonsense))


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("path", ["persons", "person__name_of_nothing", "note__owner"])
def test_a_rule_of_a_field_that_is_not_there_is_refused(path: str) -> None:
    with pytest.raises(LookupError):
        retention.register(replace(A_RULE, people=(path,)))


@pytest.mark.usefixtures("registry")
def test_no_model_has_two_rules() -> None:
    with pytest.raises(ValueError, match="two rules"):
        retention.register(A_RULE)


@pytest.mark.django_db
def test_the_clock_deletes_what_is_past_its_time_and_nothing_else() -> None:
    rule = retention.rule_of(CameoRequest)
    assert rule is not None
    assert rule.job == SWEEPER
    assert rule.at_most is not None
    now, person = timezone.now(), cast.adult()

    def asked(expired: timedelta) -> CameoRequest:
        return CameoRequest.objects.create(
            named=uuid4(), cameo_id=uuid4(), person=person, heard=True, expires_at=now - expired
        )

    old, young = asked(rule.at_most + timedelta(hours=1)), asked(rule.at_most - timedelta(hours=1))
    with roles.acting_as("worker"):
        assert retention.sweep_all() == 1
    assert list(CameoRequest.objects.filter(pk__in=[old.pk, young.pk])) == [young]


@pytest.mark.django_db
@pytest.mark.usefixtures("registry")
def test_a_table_that_cannot_be_swept_keeps_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    real, swept = retention._sweep, []

    def break_down(model: Any, *rest: Any) -> int:
        swept.append(model)
        if len(swept) == 1:
            raise RuntimeError
        return real(model, *rest)

    monkeypatch.setattr(retention, "_sweep", break_down)
    assert retention.sweep_all() == 0
    assert len(swept) > 1
