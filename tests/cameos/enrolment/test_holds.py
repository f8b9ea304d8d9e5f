"""Only the newcomer is held, nothing tells why, and two people may let them in (C3, C4)."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils import timezone

from accounts.models import AgeBand, AgeSource
from accounts.services.ages import signal_age
from cameos.enrolment import judging, limits
from cameos.enrolment.states import HoldReason
from cameos.models import Assessment, Cameo, CameoKey, Enrolment, EnrolmentDecision
from cameos.services.holds import approve, reasons_of, refuse
from cameos.states import CameoState
from cameos.vault.gallery import refresh_all
from lib.actors import Actor
from lib.errors import DomainError
from lib.faces.base import Band
from lib.faces.presentation import AttackAnswer
from lib.outbox.models import OutboxMessage
from lib.signed_media import storage_path
from lib.states import advance
from tests import cast, roles
from tests.cameos.enrolment.conftest import BETWEEN, FAR, Broken, Sight
from tests.cameos.enrolment.steps import App, enrolled, show_results

NewApp = Callable[[Any], App]
Deliver = Callable[[], int]
X = 1.0


def reviewer() -> Any:
    person = cast.moderator()
    person.user_permissions.add(Permission.objects.get(codename="decide_enrolment"))
    return type(person).objects.get(pk=person.pk)


def told(app: App) -> list[dict[str, Any]]:
    rows = app.api.get("/me/events", as_=app.person).json()["results"]
    return [row for row in rows if row["type"] == "cameo.look_alike"]


@pytest.fixture
def owner(app_of: NewApp, creator: Any, sight: Sight, deliver: Deliver) -> App:
    """Somebody whose cameo stands."""
    sight.face, sight.attack = X, AttackAnswer.BONA_FIDE
    return enrolled(app_of(creator), deliver)


@pytest.fixture
def newcomer(app_of: NewApp, stranger: Any) -> App:
    return app_of(stranger)


@pytest.fixture
def held(owner: App, newcomer: App, deliver: Deliver) -> App:
    """Somebody who sent in a recording of the same face."""
    return enrolled(newcomer, deliver)


def test_somebody_elses_face_holds_the_newcomer_only(owner: App, held: App) -> None:
    assert reasons_of(held.row) == [HoldReason.DUPLICATE]
    assert held.read().json()["status"] == "verification_pending"
    assert held.cameo()["status"] == "verification_pending"
    assert owner.cameo()["status"] == "active"
    assert owner.read().json()["status"] == "accepted"


def test_the_owner_is_told_and_not_by_whom(owner: App, held: App) -> None:
    (event,) = told(owner)
    assert event["data"] == {"cameo": owner.cameo()["id"]}
    everything = str(owner.api.get("/me/events", as_=owner.person).json())
    for trace in (held.person.handle, held.person.public_id, held.id, held.cameo()["id"]):
        assert trace not in everything
    assert told(held) == []


def test_a_nearly_equal_face_is_held_and_nobody_is_told_of_a_chance(
    owner: App, newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    sight.face = X + BETWEEN
    enrolled(newcomer, deliver)
    assert reasons_of(newcomer.row) == [HoldReason.NEARLY_DUPLICATE]
    assert newcomer.cameo()["status"] == "verification_pending"
    assert told(owner) == []


def test_another_face_is_not_held(
    owner: App, newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    sight.face = X + FAR
    enrolled(newcomer, deliver)
    assert newcomer.cameo()["status"] == "active"


def test_of_two_newcomers_with_one_face_the_second_is_held(
    app_of: NewApp, friend: Any, stranger: Any, sight: Sight, deliver: Deliver
) -> None:
    """The first one's result is not shown yet: a recording that waits is found too."""
    first, second = app_of(friend), app_of(stranger)
    first.record()
    deliver()
    second.record()
    deliver()
    assert reasons_of(first.row) == []
    assert reasons_of(second.row) == [HoldReason.DUPLICATE]


HOLDS: dict[str, dict[str, Any]] = {
    "the same face": {"face": X},
    "nearly the same face": {"face": X + BETWEEN},
    "apparently a minor": {"face": X + FAR, "age": Band.UNDER_18},
    "a minor with the same face": {"face": X, "age": Band.UNDER_18},
    "apparently not surely an adult": {"face": X + FAR, "age": Band.UNSURE},
    "the work goes on": {"face": X + FAR, "breaks": True},
    "found to be fine, and not shown yet": {"face": X + FAR},
    "refused, and not shown yet": {"face": X + FAR, "attack": AttackAnswer.ATTACK},
}


def test_every_hold_looks_like_work_that_goes_on(
    owner: App, newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    """One enrolment, looked at seven times: every answer is equal to the byte."""
    newcomer.record()
    seen: dict[str, list[bytes]] = {"just sent": answers(newcomer)}
    message = newcomer.row.pk
    OutboxMessage.objects.all().delete()
    for name, sees in HOLDS.items():
        for field, value in ({"age": Band.NOT_ASSESSED, "breaks": False} | sees).items():
            setattr(sight, field, value)
        sight.attack = sees.get("attack", AttackAnswer.BONA_FIDE)
        point = transaction.savepoint()
        with roles.acting_as("likeness"), suppress(Broken):
            judging.judge(message)
        seen[name] = answers(newcomer)
        if name.startswith(("the same", "nearly", "apparently")):
            assert newcomer.row.verdict == "hold", name
        transaction.savepoint_rollback(point)
        restore(newcomer)
    assert len({tuple(one) for one in seen.values()}) == 1, list(seen)


def answers(app: App) -> list[bytes]:
    """All that the person can ask about their enrolment and their cameo, without request ids."""
    routes = (f"/cameos/enrolments/{app.id}", "/cameos", "/me/events")
    found = [app.api.get(path, as_=app.person, headers=app.device) for path in routes]
    return [one.content + one.headers.get("ETag", "").encode() for one in found]


def restore(app: App) -> None:
    """What a rollback does not give back: the file, and the memory of the gallery."""
    storage_path(app.row.upload_key).write_bytes(b"the same film")
    with roles.acting_as("likeness"):
        refresh_all()


def test_two_people_let_somebody_in(owner: App, held: App, deliver: Deliver) -> None:
    one, other = reviewer(), reviewer()
    assert approve(enrolment=held.row, by=one, why="case") is False
    assert held.row.verdict == "hold"
    with pytest.raises(DomainError, match="permission_denied"):
        approve(enrolment=held.row, by=one)
    assert approve(enrolment=held.row, by=other, why="case") is True
    show_results()
    deliver()
    assert held.read().json()["status"] == "accepted"
    assert held.cameo()["status"] == "active"
    assert owner.cameo()["status"] == "active"
    actors = EnrolmentDecision.objects.filter(verdict="approve_once").values_list("actor", "why")
    assert sorted(actors) == sorted((str(Actor.person(p.pk)), "case") for p in (one, other))


def test_one_person_refuses_and_says_no_more_than_that(
    owner: App, held: App, deliver: Deliver
) -> None:
    refuse(enrolment=held.row, by=reviewer(), is_the_other=True)
    show_results()
    deliver()
    shown = held.read().json()
    assert (shown["status"], [one["code"] for one in shown["problems"]]) == (
        "refused",
        ["not_confirmed"],
    )
    assert held.cameo()["status"] == "enrolling"
    with roles.acting_as("likeness"):
        assert not CameoKey.objects.filter(cameo__owner=held.person).exists()
    assert len(told(owner)) == 1, "they were told when it was held"


def test_of_a_nearly_equal_face_the_owner_is_told_once_a_person_has_seen_it(
    owner: App, newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    sight.face = X + BETWEEN
    enrolled(newcomer, deliver)
    refuse(enrolment=newcomer.row, by=reviewer(), is_the_other=True)
    assert len(told(owner)) == 1


@pytest.mark.parametrize("verb", [approve, refuse])
def test_nobody_decides_who_may_not_or_is_concerned(
    owner: App, held: App, verb: Callable[..., Any]
) -> None:
    permission = Permission.objects.get(codename="decide_enrolment")
    for person in (owner.person, held.person):
        person.user_permissions.add(permission)
    concerned = [type(p).objects.get(pk=p.pk) for p in (owner.person, held.person)]
    for by in (cast.moderator(), *concerned):
        with pytest.raises(DomainError, match="permission_denied"):
            verb(enrolment=held.row, by=by)
    assert held.row.verdict == "hold"


def test_what_is_not_held_is_nobodys_to_decide(owner: App) -> None:
    with pytest.raises(DomainError, match="stale_state"):
        approve(enrolment=owner.row, by=reviewer())


def test_under_production_nobody_lets_in_whom_no_detector_has_seen(
    owner: App, newcomer: App, sight: Sight, deliver: Deliver, settings: Any
) -> None:
    sight.attack = AttackAnswer.NOT_ASSESSED
    enrolled(newcomer, deliver)
    assert newcomer.row.verdict == "hold"
    settings.PRODUCTION = True
    approve(enrolment=newcomer.row, by=reviewer())
    with pytest.raises(DomainError, match="permission_denied"):
        approve(enrolment=newcomer.row, by=reviewer())
    assert newcomer.row.verdict == "hold"


def test_who_was_held_for_a_minor_is_held_with_their_reason_kept_apart(
    newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    sight.age = Band.UNDER_18
    enrolled(newcomer, deliver)
    assert reasons_of(newcomer.row) == [HoldReason.APPARENT_MINOR]
    assert Assessment.objects.get().age_band == Band.UNDER_18


@pytest.mark.parametrize("band", [Band.UNDER_18, Band.UNSURE])
def test_a_document_answers_a_doubt_and_no_childs_face(
    newcomer: App, sight: Sight, deliver: Deliver, band: Band
) -> None:
    sight.age, sight.attack = band, AttackAnswer.BONA_FIDE
    by = Actor.system("tests")
    signal_age(person=newcomer.person, band=AgeBand.ADULT, source=AgeSource.DOCUMENT, actor=by)
    enrolled(newcomer, deliver)
    young = [HoldReason.APPARENT_MINOR]
    assert reasons_of(newcomer.row) == (young if band is Band.UNDER_18 else [])


def test_whoever_is_not_surely_an_adult_is_held(
    newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    sight.age, sight.attack = Band.UNSURE, AttackAnswer.BONA_FIDE
    enrolled(newcomer, deliver)
    assert reasons_of(newcomer.row) == [HoldReason.AGE_UNSURE]


PICTURES = tuple(bytes([number]) * 32 for number in range(12))
DARKER = tuple(one[:31] + bytes([one[31] ^ 1]) for one in PICTURES)
OTHERS = tuple(bytes([255 - number]) * 32 for number in range(12))


def test_the_pictures_of_an_earlier_recording_are_held_whatever_is_heard(
    app_of: NewApp, friend: Any, newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    sight.attack, sight.pictures = AttackAnswer.BONA_FIDE, PICTURES
    first = enrolled(app_of(friend), deliver)
    assert first.cameo()["status"] == "active"
    sight.face, sight.pictures = FAR, DARKER
    enrolled(newcomer, deliver)
    assert reasons_of(newcomer.row) == [HoldReason.CODED_ANEW]
    assert newcomer.cameo()["status"] == "verification_pending"


def test_other_pictures_and_those_of_a_refused_film_hold_nobody(
    app_of: NewApp, friend: Any, newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    sight.attack, sight.pictures = AttackAnswer.ATTACK, PICTURES
    refused = enrolled(app_of(friend), deliver)
    sight.attack, sight.face, sight.pictures = AttackAnswer.BONA_FIDE, FAR, OTHERS
    enrolled(refused, deliver)
    sight.face, sight.pictures = 1.0, PICTURES
    enrolled(newcomer, deliver)
    assert newcomer.cameo()["status"] == refused.cameo()["status"] == "active"


def test_a_person_who_finds_a_minor_says_so_to_the_whole_service(
    newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    """Abuse table, "age": what a person saw is a stronger signal than an estimate."""
    sight.age = Band.UNSURE
    enrolled(newcomer, deliver)
    refuse(enrolment=newcomer.row, by=reviewer(), is_minor=True, why="case")
    person = type(newcomer.person).objects.get(pk=newcomer.person.pk)
    assert (person.assured_band, person.assured_by) == (AgeBand.TEEN, AgeSource.STAFF)
    assert newcomer.row.problems == ["not_confirmed"]


def test_nobody_is_made_a_minor_by_whoever_may_not_decide(
    newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    sight.age = Band.UNSURE
    enrolled(newcomer, deliver)
    with pytest.raises(DomainError, match="permission_denied"):
        refuse(enrolment=newcomer.row, by=cast.moderator(), is_minor=True)
    assert type(newcomer.person).objects.get(pk=newcomer.person.pk).is_adult


def test_who_turns_out_to_be_a_minor_before_it_is_shown_has_no_cameo(
    newcomer: App, sight: Sight, deliver: Deliver
) -> None:
    """Under 18 a guardian releases; what was recorded without them is erased."""
    sight.attack = AttackAnswer.BONA_FIDE
    newcomer.record()
    deliver()
    assert newcomer.row.verdict == "accept"
    by = Actor.system("tests")
    signal_age(person=newcomer.person, band=AgeBand.TEEN, source=AgeSource.OWN_WORDS, actor=by)
    show_results()
    deliver()
    assert newcomer.row.state == "cancelled"
    assert newcomer.cameo()["status"] == "enrolling"
    with roles.acting_as("likeness"):
        assert not CameoKey.objects.filter(cameo__owner=newcomer.person).exists()


def test_a_hold_that_nobody_decides_ends_as_a_refusal_and_is_erased(
    owner: App, held: App, deliver: Deliver
) -> None:
    Enrolment.objects.update(submitted_at=timezone.now() - limits.HELD_AT_MOST)
    show_results()
    deliver()
    assert held.read().json()["status"] == "refused"
    with roles.acting_as("likeness"):
        assert not CameoKey.objects.filter(cameo__owner=held.person).exists()
    assert owner.cameo()["status"] == "active"


class TestRecordedAnew:
    """A cameo that must be verified again (C27)."""

    @pytest.fixture(autouse=True)
    def needs(self, owner: App) -> None:
        cameo = Cameo.objects.get(owner=owner.person)
        advance(cameo, to=CameoState.NEEDS_REVERIFY, actor=Actor.system("tests"), reason="test")

    def test_by_the_same_person_it_stands_again(
        self, owner: App, sight: Sight, deliver: Deliver
    ) -> None:
        before = owner.row.recording_id
        sight.face = X + 0.1
        enrolled(owner, deliver)
        assert owner.cameo()["status"] == "active"
        with roles.acting_as("likeness"):
            (key,) = CameoKey.objects.values_list("pk", flat=True)
        assert key == owner.row.recording_id != before

    def test_by_another_person_it_is_held_and_the_old_recording_stays(
        self, owner: App, sight: Sight, deliver: Deliver
    ) -> None:
        before = owner.row.recording_id
        sight.face = X + FAR
        enrolled(owner, deliver)
        assert reasons_of(owner.row) == [HoldReason.ANOTHER_PERSON]
        refuse(enrolment=owner.row, by=reviewer())
        show_results()
        deliver()
        assert owner.cameo()["status"] == "needs_reverify"
        with roles.acting_as("likeness"):
            assert list(CameoKey.objects.values_list("pk", flat=True)) == [before]

    def test_where_nothing_can_be_compared_it_is_held(
        self, owner: App, sight: Sight, deliver: Deliver
    ) -> None:
        with roles.acting_as("likeness"):
            CameoKey.objects.update(confirmed_at=None)
        enrolled(owner, deliver)
        assert HoldReason.ANOTHER_PERSON in reasons_of(owner.row)


def test_a_person_has_no_more_than_one_open_enrolment(held: App) -> None:
    assert Enrolment.objects.filter(owner=held.person).count() == 1
    assert held.begin().status_code == 409
