"""Nothing is recorded before the notice was read and the release given (C17)."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.models import AgeSignal, User
from cameos.enrolment import notices
from cameos.models import Cameo, Enrolment, Release, ReleaseAddress
from cameos.models.releases import commitment
from tests import cast
from tests.cameos.enrolment.steps import App, release
from tests.client import Api, code_of


def test_the_notice_says_what_a_release_will_name(api: Api, db: None) -> None:
    notice = api.get("/cameos/notice").json()
    assert notice["version"] == notices.current_version()
    assert notice["locale"] == "en"
    assert "Biometric Information Privacy Act" in notice["text"]
    assert [scope["scope"] for scope in notice["scopes"]] == ["face", "voice"]
    assert {row["purpose"] for row in notice["purposes"]} >= {"enrolment", "duplicate_check"}


def test_the_notice_tells_before_what_a_young_face_does_to_an_account() -> None:
    """It is done to nobody who was not told (law 5), and nobody signs that a teen is an adult."""
    notice = notices.current()
    assert "has the limits of people under 18" in notice.text
    assert "13 to 17, and that a guardian of yours released it" in notice.text
    (purpose,) = [row for row in notice.purposes if row["purpose"] == "enrolment"]
    assert "a teen's limits" in purpose["meaning"]


def test_the_schedule_is_for_anybody(api: Api, db: None) -> None:
    answer = api.get("/cameos/retention")
    assert answer.status_code == 200
    assert all(row["retention"] for row in answer.json()["purposes"])
    assert len(answer.json()["kept"]) > 4


def test_a_notice_that_was_shown_never_changes() -> None:
    """A changed text or purpose is a new version, with a line of its own in hashes.json."""
    kept = json.loads((notices.FOLDER / "hashes.json").read_text())
    found = {
        f"{version}.{locale}": notice.hash
        for version, languages in notices._all().items()
        for locale, notice in languages.items()
    }
    newest = str(notices.current_version())
    assert set(found) == set(kept)
    assert {n: h for n, h in found.items() if n.startswith(newest + ".")} == {
        n: h for n, h in kept.items() if n.startswith(newest + ".")
    }


def test_a_release_is_kept_before_there_is_a_place_to_send_anything(app: App) -> None:
    begun = app.begin(release(scopes={"face": True, "voice": True})).json()
    kept = Release.objects.get()
    assert app.row.release == kept
    assert kept.at <= app.row.created_at
    assert (kept.notice_version, kept.locale) == (notices.current_version(), "en")
    assert kept.text_hash == notices.current().hash
    assert (kept.face, kept.voice) == (True, True)
    assert begun["upload"]["url"]
    assert begun["challenge"]["digits"]


def test_the_address_can_be_destroyed_and_the_release_stands(app: App) -> None:
    app.begin()
    kept, address = Release.objects.get(), ReleaseAddress.objects.get()
    assert address.address == "127.0.0.1"
    assert kept.address_commitment == commitment(address.salt, "127.0.0.1")
    address.delete()
    assert Release.objects.get() == kept


def test_an_address_goes_with_the_account(app: App) -> None:
    from accounts.services.deletion import delete_account
    from lib.actors import Actor

    app.begin()
    delete_account(person=app.person, actor=Actor.person(app.person.pk))
    assert not ReleaseAddress.objects.exists()
    assert Release.objects.exists()


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_a_release_cannot_be_changed(app: App, verb: str) -> None:
    app.begin()
    rows = Release.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(voice=True) if verb == "update" else rows.delete()


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"notice_version": 999}, 409, "notice_outdated"),
        ({"locale": "tlh"}, 409, "notice_outdated"),
        ({"released": False}, 400, "invalid"),
        ({"scopes": {"face": False, "voice": True}}, 400, "invalid"),
        ({"scopes": {"face": True}}, 400, "required"),
        ({"scopes": {"face": True, "voice": 1}}, 400, "wrong_type"),
        ({"more": 1}, 400, "unknown_field"),
    ],
)
def test_without_a_whole_release_there_is_no_target(
    app: App, change: dict[str, Any], status: int, code: str
) -> None:
    answer = app.begin(release(**change))
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert b"incoming" not in answer.content
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("left_out", ["notice_version", "locale", "scopes", "released"])
def test_no_part_of_a_release_may_be_left_out(app: App, left_out: str) -> None:
    body = release()
    body.pop(left_out)
    answer = app.begin(body)
    assert (answer.status_code, code_of(answer)) == (400, "required")
    assert not Release.objects.exists()


def test_a_device_names_itself(api: Api, creator: Any, media_dir: Any) -> None:
    answer = api.post("/cameos/enrolments", release(), as_=creator, key="k")
    assert code_of(answer) == "device_id_required"


def of_unknown_age() -> User:
    person = cast.adult()
    User.objects.filter(pk=person.pk).update(birth_date=None)
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": "limited"}, "standing_limited"),
        ({"joined_at": None}, "email_not_verified"),
    ],
)
def test_nothing_is_kept_of_whoever_may_not(app: App, change: dict[str, Any], code: str) -> None:
    app.api.token(app.person)
    User.objects.filter(pk=app.person.pk).update(**change)
    answer = app.begin()
    assert (answer.status_code, code_of(answer)) == (403, code)
    assert not Release.objects.exists()


@pytest.mark.parametrize("age", ["teen", "unknown"])
def test_for_the_young_and_for_those_of_unknown_age_a_guardian_must_release(
    api: Api, teen: Any, media_dir: Any, age: str
) -> None:
    app = App(api, teen if age == "teen" else of_unknown_age())
    signals = AgeSignal.objects.count()
    answer = app.begin()
    assert (answer.status_code, code_of(answer)) == (403, "guardian_release_required")
    for table in (Cameo, Enrolment, Release, ReleaseAddress):
        assert not table.objects.exists()
    assert AgeSignal.objects.count() == signals
    assert not media_dir.exists()


def test_the_same_request_again_is_the_same_enrolment(
    api: Api, creator: Any, media_dir: Any
) -> None:
    headers = {"X-Device-Id": "a-phone-of-somebody"}
    one, other = (
        api.post("/cameos/enrolments", release(), as_=creator, key="same", headers=headers)
        for _ in range(2)
    )
    assert one.json() == other.json()
    assert Enrolment.objects.count() == 1


def test_production_collects_no_face_that_nothing_could_accept(app: App, settings: Any) -> None:
    settings.PRODUCTION = True
    answer = app.begin()
    assert (answer.status_code, code_of(answer)) == (503, "temporarily_disabled")
    assert not Release.objects.exists()
