"""What becomes of a recording, and when that is shown."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cameos.api.enrolments import PROBLEM_CODES, TOLD
from cameos.challenge.failures import Failure
from cameos.enrolment import deciding, judging, limits
from cameos.enrolment.judging import judge
from cameos.enrolment.settling import settle_due
from cameos.enrolment.showing import shown_at
from cameos.enrolment.states import Problem
from cameos.models import (
    Assessment,
    Cameo,
    CameoKey,
    Enrolment,
    EnrolmentDecision,
    FaceTemplate,
    ReferenceClip,
    Release,
    ReleaseAddress,
    UploadPrint,
)
from cameos.permissions.deciding import terms_for
from cameos.permissions.facts import facts_of
from cameos.permissions.terms import Scope
from cameos.states import CameoState
from cameos.vault import recording
from lib.actors import Actor
from lib.faces.presentation import AttackAnswer
from lib.outbox.models import OutboxMessage
from lib.signed_media import exists, storage_path
from lib.states import advance
from tests import roles
from tests.cameos.enrolment.conftest import Broken, Sight
from tests.cameos.enrolment.steps import App, enrolled, release, show_results


def events(app: App) -> list[str]:
    rows = app.api.get("/me/events", as_=app.person).json()["results"]
    return [row["type"] for row in rows]


def test_whoever_is_found_to_be_there_has_a_cameo(
    app: App, sight: Sight, deliver: Callable[[], int]
) -> None:
    sight.attack = AttackAnswer.BONA_FIDE
    enrolled(app, deliver)
    assert app.read().json()["status"] == "accepted"
    assert app.cameo()["status"] == "active"
    assert app.cameo()["usable_by"] == "only_me"
    cameo = Cameo.objects.get()
    assert not cameo.usable_by_owner_only
    assert cameo.verified_at is not None
    assert "enrolment.accepted" in events(app)


@pytest.mark.parametrize("voice", [True, False])
def test_a_cameo_lends_what_was_released(
    app: App, sight: Sight, deliver: Callable[[], int], voice: bool
) -> None:
    sight.attack = AttackAnswer.BONA_FIDE
    assert app.begin(release(scopes={"face": True, "voice": voice})).status_code == 201
    app.send()
    app.submit()
    deliver()
    show_results()
    facts = facts_of(Cameo.objects.get().pk, app.person)
    assert facts.likeness is not None
    scopes = terms_for(facts.likeness, facts.asker, timezone.now()).scopes
    assert scopes == (set(Scope) if voice else {Scope.FACE})


def test_what_is_kept_lies_in_the_vault_and_nowhere_else(
    app: App, sight: Sight, deliver: Callable[[], int], media_dir: Any
) -> None:
    film = b"the bytes of a film that anybody would know again" * 50
    app.record(film)
    assert storage_path(app.row.upload_key).read_bytes() == film
    deliver()
    assert not exists(app.row.upload_key)
    with roles.acting_as("likeness"):
        key = CameoKey.objects.get()
        assert (key.pk, key.confirmed_at) == (app.row.recording_id, None)
        assert FaceTemplate.objects.count() == 1
        assert ReferenceClip.objects.count() == 1
    show_results()
    with roles.acting_as("likeness"):
        assert CameoKey.objects.get().confirmed_at is not None
    left = [path for path in media_dir.rglob("*") if path.is_file()]
    assert not any(film[:40] in path.read_bytes() for path in left)
    assert app.begun["upload"]["url"] not in str(left)


def test_nothing_is_shown_before_its_time(
    app: App, sight: Sight, deliver: Callable[[], int]
) -> None:
    before = app.record().content
    deliver()
    assert app.row.verdict
    with roles.acting_as("likeness"):
        assert settle_due() == 0
    assert app.read().content == before
    assert events(app) == []
    assert app.cameo()["status"] == "verification_pending"
    assert app.row.shown_at - app.row.submitted_at >= limits.SHOWN_AFTER  # type: ignore[operator]


def test_a_late_result_is_shown_at_a_full_step() -> None:
    from datetime import UTC, datetime, timedelta

    sent = datetime(2026, 5, 4, tzinfo=UTC)
    first = sent + limits.SHOWN_AFTER
    assert shown_at(sent, sent + timedelta(seconds=1)) == first
    assert shown_at(sent, first) == first
    assert shown_at(sent, first + timedelta(seconds=1)) == first + limits.SHOWN_EVERY
    assert shown_at(sent, first + limits.SHOWN_EVERY) == first + limits.SHOWN_EVERY


def test_every_code_says_what_to_do() -> None:
    for code in PROBLEM_CODES:
        assert len(TOLD[code]) > 20, code
    assert len(set(PROBLEM_CODES)) == len(PROBLEM_CODES)


@pytest.mark.parametrize("failure", [Failure.TOO_DARK, Failure.DIGITS_NOT_HEARD])
def test_a_failed_challenge_says_what_to_do_and_leaves_the_cameo_where_it_was(
    app: App, sight: Sight, deliver: Callable[[], int], failure: Failure
) -> None:
    sight.failures = (failure,)
    sight.attack = AttackAnswer.BONA_FIDE
    enrolled(app, deliver)
    shown = app.read().json()
    assert shown["status"] == "refused"
    assert [one["code"] for one in shown["problems"]] == [failure.value]
    assert shown["problems"][0]["detail"]
    assert app.cameo()["status"] == "enrolling"
    assert sight.embedded == 0, "nobody's face is searched for who failed"
    assert "enrolment.refused" in events(app)


def test_a_refused_recording_leaves_nothing(
    app: App, sight: Sight, deliver: Callable[[], int]
) -> None:
    sight.attack = AttackAnswer.ATTACK
    enrolled(app, deliver)
    with roles.acting_as("likeness"):
        assert not CameoKey.objects.exists()
    assert not exists(app.row.upload_key)
    assert app.begin().status_code == 201


def test_a_file_that_cannot_be_read_is_refused(
    app: App, sight: Sight, deliver: Callable[[], int]
) -> None:
    sight.unreadable = True
    enrolled(app, deliver)
    assert app.read().json()["problems"][0]["code"] == Problem.UNREADABLE


def test_the_same_file_is_refused_whoever_sends_it(
    app_of: Callable[[Any], App],
    creator: Any,
    stranger: Any,
    sight: Sight,
    deliver: Callable[[], int],
) -> None:
    film = b"one and the same film"
    for app, expected in ((app_of(creator), "accepted"), (app_of(stranger), "refused")):
        app.record(film)
        deliver()
        show_results()
        assert app.read().json()["status"] == expected
    assert [one["code"] for one in app.read().json()["problems"]] == [Problem.REPLAYED]
    assert len(sight.looked) == 1


def test_a_worker_that_dies_is_followed_by_another_and_at_last_nothing_is_assessed(
    app: App, sight: Sight, deliver: Callable[[], int]
) -> None:
    sight.breaks = True
    app.record()
    OutboxMessage.objects.all().delete()
    with roles.acting_as("likeness"):
        for _ in range(limits.MOST_ATTEMPTS):
            with pytest.raises(Broken):
                judge(app.row.pk)
            judge(app.row.pk)  # doubled: the lease is held
            Enrolment.objects.update(leased_until=None)
        judge(app.row.pk)
    assert len(sight.looked) == limits.MOST_ATTEMPTS
    assert not exists(app.row.upload_key)
    show_results()
    assert [one["code"] for one in app.read().json()["problems"]] == [Problem.NOT_ASSESSED]


def test_what_was_given_up_while_it_was_looked_at_is_not_kept(
    app: App, sight: Sight, deliver: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    app.record()
    keep = recording.keep_recording

    def meanwhile(**kwargs: Any) -> Any:
        with roles.acting_as("web"):
            app.cancel()
        return keep(**kwargs)

    monkeypatch.setattr(judging, "keep_recording", meanwhile)
    deliver()
    with roles.acting_as("likeness"):
        assert not CameoKey.objects.exists()
    assert app.read().json()["status"] == "cancelled"
    assert not EnrolmentDecision.objects.exists()


def test_a_recording_that_its_worker_did_not_note_goes_with_the_next_look(
    app: App, sight: Sight, deliver: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    app.record()
    OutboxMessage.objects.all().delete()
    conclude, erase = deciding.conclude, recording.erase_recording
    monkeypatch.setattr(judging, "conclude", lambda *_, **__: (_ for _ in ()).throw(Broken()))
    monkeypatch.setattr(judging, "erase_recording", lambda *_, **__: None)  # it was killed
    with roles.acting_as("likeness"):
        with pytest.raises(Broken):
            judge(app.row.pk)
        (lost,) = CameoKey.objects.values_list("pk", flat=True)
        monkeypatch.setattr(judging, "conclude", conclude)
        monkeypatch.setattr(judging, "erase_recording", erase)
        Enrolment.objects.update(leased_until=None)
        judge(app.row.pk)
        (kept,) = CameoKey.objects.values_list("pk", flat=True)
    assert kept != lost
    assert app.row.recording_id == kept


def test_scores_and_decision_are_rows_apart_and_in_no_answer(
    app: App, sight: Sight, deliver: Callable[[], int]
) -> None:
    enrolled(app, deliver)
    scores, decision = Assessment.objects.get(), EnrolmentDecision.objects.get()
    assert decision.assessment_id == scores.pk
    assert (scores.face_model, scores.attack_model) == ("tests/1", "tests/1")
    assert (scores.match_at, scores.grey_at) == (0.6, 0.7)
    for answer in (app.read(), app.api.get("/cameos", as_=app.person)):
        for word in (b"verdict", b"attack", b"score", b"distance", b"recording_id", b"owner_only"):
            assert word not in answer.content


@pytest.mark.parametrize(
    ("role", "table", "may"),
    [
        ("web", Assessment, "r"),
        ("web", EnrolmentDecision, "rw"),
        ("web", UploadPrint, ""),
        ("worker", Assessment, ""),
        ("worker", EnrolmentDecision, ""),
        ("likeness", Assessment, "rw"),
        ("likeness", EnrolmentDecision, "rw"),
        ("likeness", Release, "r"),
        ("likeness", ReleaseAddress, ""),
    ],
)
def test_each_role_has_the_rights_that_it_needs(db: None, role: str, table: Any, may: str) -> None:
    of = [f"zoetrope_{role}", table._meta.db_table]
    with connection.cursor() as cursor:
        for right, letter in (("SELECT", "r"), ("INSERT", "w"), ("UPDATE", "u"), ("DELETE", "d")):
            cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [*of, right])
            assert cursor.fetchone() == (letter in may,), right


def test_who_gave_up_their_consent_may_give_another_one(
    app: App, sight: Sight, deliver: Callable[[], int]
) -> None:
    enrolled(app, deliver)
    first, cameo = app.row.release_id, Cameo.objects.get()
    system, now = Actor.system("tests"), timezone.now()
    advance(cameo, to=CameoState.REVOKED, actor=system, reason="test", epoch=2, ended_at=now)
    enrolled(app, deliver)
    assert app.cameo()["status"] == "active"
    assert (app.row.epoch, Cameo.objects.get().ended_at) == (2, None)
    assert app.row.release_id != first
    with roles.acting_as("likeness"):
        assert CameoKey.objects.get().pk == app.row.recording_id


@pytest.mark.parametrize("table", [Assessment, EnrolmentDecision])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_neither_can_be_changed(
    app: App, sight: Sight, deliver: Callable[[], int], table: Any, verb: str
) -> None:
    from django.db import DatabaseError, transaction

    enrolled(app, deliver)
    with roles.acting_as("likeness"), pytest.raises(DatabaseError), transaction.atomic():
        rows = table.objects.all()
        rows.update(at=None) if verb == "update" else rows.delete()
