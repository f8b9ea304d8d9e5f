"""Every field that could hold words or media says which surface judges it, or why none (M1)."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test.utils import isolate_apps

from lib import surfaces
from lib.crypto.fields import EncryptedTextField
from lib.states import Transition
from lib.surfaces import Claim, Exempt, When
from moderation.categories import Surface
from moderation.models import Scan
from moderation.surfaces import NOT_BUILT


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone after it."""
    monkeypatch.setattr(surfaces, "_claims", dict(surfaces._claims))
    monkeypatch.setattr(surfaces, "_exempt", dict(surfaces._exempt))


def every_model() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=True))


def test_there_are_models_to_hold_to_the_rule() -> None:
    rooms = {model._meta.app_label for model in every_model()}
    assert {"accounts", "moderation", "generation", "feed", "account", "sessions"} <= rooms


def test_no_field_with_words_or_media_escapes() -> None:
    assert surfaces.unclaimed(every_model()) == []


def test_what_people_write_today_is_claimed() -> None:
    claimed = {f"{one.model._meta.label}.{one.field}": one for one in surfaces.claims()}
    for field, surface in {
        "generation.Job.prompt": "prompt",
        "feed.Post.caption": "caption",
        "accounts.User.display_name": "profile",
        "accounts.User.bio": "profile",
        "accounts.User.handle": "profile",
        "accounts.ProfileText.text": "profile",
        "moderation.Review.statement": "report",
        "generation.Script.lines": "transcript",
        "generation.Asset.storage_key": "frame",
    }.items():
        assert surface in claimed[field].surfaces, field
    nobody_else = {name for name, one in claimed.items() if one.when == When.AFTER}
    assert nobody_else == {"moderation.Review.statement"}


def test_every_surface_is_claimed_or_said_to_be_missing_and_never_both() -> None:
    claimed = {surface for one in surfaces.claims() for surface in one.surfaces}
    assert claimed | set(NOT_BUILT) == set(Surface)
    assert claimed & set(NOT_BUILT) == set()


def test_every_claim_says_who_hears_of_it() -> None:
    for one in surfaces.claims():
        assert one.surfaces, one
        assert len(one.hears) > 12, one
        assert surfaces.can_hold_words(one.model._meta.get_field(one.field)), one  # type: ignore[arg-type]


def test_no_exemption_is_needless() -> None:
    for model, name, _because in surfaces.exemptions():
        field = model._meta.get_field(name)
        assert surfaces.can_hold_words(field), (model, name)  # type: ignore[arg-type]


FIELDS: dict[str, Any] = {
    "short text": lambda: models.CharField(max_length=10),
    "text": models.TextField,
    "encrypted text": EncryptedTextField,
    "JSON": models.JSONField,
    "a file": lambda: models.FileField(upload_to="x"),
    "a picture": lambda: models.ImageField(upload_to="x"),
    "an address": models.URLField,
    "bytes": models.BinaryField,
    "a list": lambda: ArrayField(models.CharField(max_length=10)),
    "something nobody knows": models.Field,
}


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
@isolate_apps("feed")
def test_a_new_field_without_a_claim_is_found(field: Any) -> None:
    class Comment(models.Model):
        words = field()

        class Meta:
            app_label = "feed"

    assert surfaces.unclaimed([*every_model(), Comment]) == ["feed.Comment.words"]


@pytest.mark.usefixtures("registry")
@isolate_apps("feed")
def test_a_claim_or_a_reason_is_enough() -> None:
    class Comment(models.Model):
        words = models.TextField()
        code = models.CharField(max_length=8)
        state = models.CharField(max_length=8, choices=[("new", "new")])
        at = models.DateTimeField()

        class Meta:
            app_label = "feed"

    surfaces.register(
        Claim(Comment, "words", ("comment",), When.BEFORE, "its author"),
        Exempt(Comment, ("code",), "codes that services write"),
    )
    assert surfaces.unclaimed([Comment]) == []


@isolate_apps("feed")
def test_what_is_said_of_an_abstract_model_does_not_free_others() -> None:
    class Step(Transition):
        note = models.TextField()

        class Meta:
            app_label = "feed"

    missing = surfaces.unclaimed([Step])
    assert "feed.Step.note" in missing


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    ("entry", "error"),
    [
        (Claim(Scan, "words", ("prompt",), When.BEFORE, "nobody at all"), LookupError),
        (Exempt(Scan, ("words",), "there is no such field"), LookupError),
        (Exempt(Scan, ("subject",), "because"), ValueError),
        (Claim(Scan, "subject", ("prompt",), When.BEFORE, "exempt already"), ValueError),
    ],
)
def test_what_makes_no_sense_is_refused(entry: Claim | Exempt, error: type[Exception]) -> None:
    with pytest.raises(error):
        surfaces.register(entry)
