"""POST /generations: what is taken, and every way to be refused."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.conf import settings

from accounts.models import Standing, User
from audit.models import AuditEvent
from generation.limits import PROMPT_CHARACTERS
from generation.models import Job
from generation.services.submit import submit
from inbox.models import Event
from lib.errors import DomainError
from lib.ids import IdKind, encode, new_id
from lib.outbox.models import OutboxMessage
from moderation.answers import Answer, Coverage
from moderation.categories import Category
from moderation.models import Scan
from moderation.screener.client import Piece
from tests.client import Api, code_of
from tests.generation.studio import WISH

MISSING = object()
MISSING_CAMEO = encode(IdKind.CAMEO, new_id())
FLAG_OF_SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


def wish(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**WISH, **changes}.items() if value is not MISSING}


def test_a_wish_is_taken_on(api: Api, creator: Any) -> None:
    answer = api.post("/generations", wish(), as_=creator, key="k")
    body = answer.json()
    assert answer.status_code == 202
    assert answer["Location"] == f"/api/v1/generations/{body['id']}"
    job = Job.objects.get()
    assert body == {
        "id": job.public_id,
        "status": "queued",
        "stage": "rendering",
        "delayed": False,
        "progress": 0,
        "model": "sketch",
        "tool": "text",
        "sources": [],
        "beats": [],
        "input_image": None,
        "processor": None,
        **WISH,
        "subjects": [],
        "created_at": job.created_at.isoformat().replace("+00:00", "Z"),
        "finished_at": None,
        "cancel_requested": False,
        "error": None,
        "draft": None,
        "labels": {
            "ai_generated": True,
            "model": "sketch",
            "likenesses": [],
            "remix_of": None,
            "rating": None,
            "screening": "development",
        },
        "can": {"cancel": True, "contest": False},
        "warnings": [],
        "variations": [job.public_id],
    }
    message = OutboxMessage.objects.get()
    assert (message.actor_name, message.args) == ("render_job", [str(job.pk)])
    assert AuditEvent.objects.get(target=job.public_id).facts == {
        "engine": "sketch",
        "size": "720x1280",
        "seconds": 4,
    }
    event = Event.objects.get(type="generation.queued")
    assert event.data == {"generation": job.public_id, "status": "queued", "progress": 0}


@pytest.mark.parametrize("size", ["720x1280", "1280x720", "1024x1792", "1792x1024"])
@pytest.mark.parametrize("seconds", [4, 8, 12])
@pytest.mark.django_db
def test_every_size_and_length_that_is_offered_is_taken(
    api: Api, friend: Any, size: str, seconds: int
) -> None:
    body = wish(size=size, seconds=seconds)
    assert api.post("/generations", body, as_=friend, key="k").status_code == 202


@pytest.mark.parametrize(
    ("changes", "status", "code", "attr"),
    [
        ({"prompt": MISSING}, 400, "required", "prompt"),
        ({"prompt": None}, 400, "null", "prompt"),
        ({"prompt": 7}, 400, "wrong_type", "prompt"),
        ({"prompt": ["a"]}, 400, "wrong_type", "prompt"),
        ({"prompt": {"a": 1}}, 400, "wrong_type", "prompt"),
        ({"prompt": ""}, 422, "prompt_empty", "prompt"),
        ({"prompt": " \n\t "}, 422, "prompt_empty", "prompt"),
        ({"prompt": "\u200b\u200d\u2060"}, 422, "prompt_empty", "prompt"),
        ({"prompt": "x" * (PROMPT_CHARACTERS + 1)}, 422, "prompt_too_long", "prompt"),
        ({"prompt": "\U0001f388" * 10_000}, 422, "prompt_too_long", "prompt"),
        ({"prompt": "a\x00b"}, 400, "invalid_characters", "prompt"),
        ({"prompt": "a\x1bb"}, 400, "invalid_characters", "prompt"),
        ({"prompt": "a\u202eb"}, 400, "invalid_characters", "prompt"),
        ({"prompt": "a\x85b"}, 400, "invalid_characters", "prompt"),
        ({"size": MISSING}, 400, "required", "size"),
        ({"size": None}, 400, "null", "size"),
        ({"size": "721x1280"}, 400, "invalid_choice", "size"),
        ({"size": "720X1280"}, 400, "invalid_choice", "size"),
        ({"size": ""}, 400, "invalid_choice", "size"),
        ({"size": 720}, 400, "wrong_type", "size"),
        ({"seconds": MISSING}, 400, "required", "seconds"),
        ({"seconds": None}, 400, "null", "seconds"),
        ({"seconds": 5}, 400, "invalid_choice", "seconds"),
        ({"seconds": 0}, 400, "invalid_choice", "seconds"),
        ({"seconds": -4}, 400, "invalid_choice", "seconds"),
        ({"seconds": 2**53}, 400, "max_value", "seconds"),
        ({"seconds": "4"}, 400, "wrong_type", "seconds"),
        ({"seconds": 4.0}, 400, "wrong_type", "seconds"),
        ({"seconds": True}, 400, "wrong_type", "seconds"),
        ({"model": "no-such-model"}, 400, "invalid_choice", "model"),
        ({"model": None}, 400, "null", "model"),
        ({"model": 1}, 400, "wrong_type", "model"),
        ({"subjects": None}, 400, "null", "subjects"),
        ({"subjects": "cam_0"}, 400, "wrong_type", "subjects"),
        ({"subjects": ["cam_0"]}, 400, "invalid", "subjects.0"),
        ({"subjects": [MISSING_CAMEO] * 3}, 400, "max_length", "subjects"),
        ({"subjects": [MISSING_CAMEO] * 2}, 400, "duplicate_field", "subjects"),
        ({"seed": 1}, 400, "unknown_field", "seed"),
        ({"id": "gen_0"}, 400, "unknown_field", "id"),
        ({"owner": "usr_0"}, 400, "unknown_field", "owner"),
        ({"state": "completed"}, 400, "unknown_field", "state"),
    ],
)
def test_what_is_wrong_is_named(
    *, api: Api, creator: Any, changes: dict[str, Any], status: int, code: str, attr: str
) -> None:
    answer = api.post("/generations", wish(**changes), as_=creator, key="k")
    assert answer.status_code == status
    assert (code_of(answer), answer.json()["errors"][0]["attr"]) == (code, attr)
    assert not Job.objects.exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  a red ball \n", "a red ball"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("cafe\u0301", "caf\u00e9"),
        ("\U0001f388\U0001f30a", "\U0001f388\U0001f30a"),
        ("\U0001f468\u200d\U0001f680", "\U0001f468\u200d\U0001f680"),
        (FLAG_OF_SCOTLAND, FLAG_OF_SCOTLAND),
        ("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
        ("e\u0301" * PROMPT_CHARACTERS, "\u00e9" * PROMPT_CHARACTERS),
        ("x" * PROMPT_CHARACTERS, "x" * PROMPT_CHARACTERS),
    ],
)
def test_a_prompt_is_kept_in_one_normal_form(api: Api, creator: Any, sent: str, kept: str) -> None:
    answer = api.post("/generations", wish(prompt=sent), as_=creator, key="k")
    assert answer.status_code == 202, answer.content
    assert answer.json()["prompt"] == Job.objects.get().prompt == kept


def test_the_database_never_sees_a_prompt(api: Api, creator: Any) -> None:
    from django.db import connection

    api.post("/generations", wish(prompt="a very private wish"), as_=creator, key="k")
    with connection.cursor() as cursor:
        cursor.execute("SELECT prompt FROM generation_job")
        assert b"private" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b'"x"', b"{", b'{"prompt": "\xff"}'])
def test_a_body_that_is_no_object_is_refused(api: Api, creator: Any, body: bytes) -> None:
    answer = api.post("/generations", body=body, as_=creator, key="k")
    assert answer.status_code == 400
    assert not Job.objects.exists()


def test_several_faults_are_named_together(api: Api, creator: Any) -> None:
    answer = api.post("/generations", {"seconds": "4", "x": 1}, as_=creator, key="k")
    named = {error["attr"]: error["code"] for error in answer.json()["errors"]}
    assert named == {
        "prompt": "required",
        "size": "required",
        "seconds": "wrong_type",
        "x": "unknown_field",
    }


def test_a_guest_makes_nothing(api: Api) -> None:
    assert api.post("/generations", wish(), key="k").status_code == 401


@pytest.mark.parametrize(
    ("standing", "code"), [("limited", "standing_limited"), ("suspended", "suspended")]
)
def test_standing_is_read_at_the_moment_of_submitting(
    creator: Any, standing: str, code: str
) -> None:
    # The view has authenticated `creator` already; the row has changed since.
    User.objects.filter(pk=creator.pk).update(state=Standing(standing))
    with pytest.raises(DomainError) as refusal:
        submit(owner=creator, **WISH)
    assert (refusal.value.code, refusal.value.http_status) == (code, 403)
    assert not Job.objects.exists()


def test_a_limited_account_is_told_so(api: Api, creator: Any) -> None:
    User.objects.filter(pk=creator.pk).update(state=Standing.LIMITED)
    answer = api.post("/generations", wish(), as_=creator, key="k")
    assert (answer.status_code, code_of(answer)) == (403, "standing_limited")


def test_whoever_never_confirmed_their_address_makes_nothing(creator: Any) -> None:
    User.objects.filter(pk=creator.pk).update(joined_at=None)
    with pytest.raises(DomainError, match="email_not_verified"):
        submit(owner=creator, **WISH)


@pytest.mark.parametrize(("profile", "held"), [("development", False), ("production", True)])
def test_under_production_a_prompt_that_was_read_in_part_is_held(
    *,
    api: Api,
    creator: Any,
    screener_answers: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    profile: str,
    held: bool,
) -> None:
    monkeypatch.setattr(settings, "PROFILE", profile)
    monkeypatch.setattr(settings, "PRODUCTION", profile == "production")
    screener_answers(read_in_part)
    answer = api.post("/generations", wish(), as_=creator, key="k")
    assert (answer.status_code, answer.json()["delayed"]) == (202, held)
    assert answer.json()["stage"] == ("screening" if held else "rendering")
    job = Job.objects.get()
    assert (job.state, job.screened_as) == (("held", "") if held else ("queued", "development"))
    owed = list(OutboxMessage.objects.values_list("actor_name", flat=True))
    assert owed == ([] if held else ["render_job"])
    scan = Scan.objects.get()
    assert (scan.profile, bool(scan.lacking)) == (profile, held)


def read_in_part(pieces: Sequence[Piece], *, seconds: float) -> list[list[Answer]]:
    """A screener that has word lists and no model."""
    answer = Answer("test", "1", dict.fromkeys(Category, Coverage.PARTIAL))
    return [[answer] for _ in pieces]


@pytest.mark.parametrize(
    ("changes", "attr"),
    [({"engine": "another"}, "model"), ({"size": "1x1"}, "size"), ({"seconds": 5}, "seconds")],
)
def test_the_service_itself_asks_what_the_engine_can_do(
    creator: Any, changes: dict[str, Any], attr: str
) -> None:
    with pytest.raises(DomainError, match="invalid_choice") as refusal:
        submit(owner=creator, **{**WISH, **changes})
    assert refusal.value.attr == attr
    assert not Job.objects.exists()
