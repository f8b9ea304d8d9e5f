"""What was permitted when something was reported stands beside what is permitted now."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cameos.addresses import address_of
from cameos.models import Cameo, CameoPermission, Capability
from cameos.permissions.levels import PermissionLevel
from cameos.permissions.terms import OF_A_TEEN, Cap
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.admin.case_page.sections.permitted import _stood
from enforcement.admin.wording import CAPS, LEVELS, terms_said
from enforcement.models import Case, Snapshot
from enforcement.services.deciding import decide
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from feed.models import Post
from tests import cast
from tests.cameos.permissions.lending import lent, set_level
from tests.cameos.revoking.films import shown, used
from tests.cameos.revoking.taking_back import revoked
from tests.client import Api
from tests.enforcement.appeals.sides import appealed
from tests.enforcement.decisions.stage import chief
from tests.enforcement.desk.pages import ROOT
from tests.enforcement.queueing import waiting
from tests.enforcement.reporting import case_of, given, reported
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
ALL = "face and voice; for everybody"


@pytest.fixture
def desk() -> Client:
    return at_the_desk(given(cast.moderator(), "handle_case", "handle_likeness"))


@pytest.fixture
def likeness(friend: User) -> Cameo:
    return lent(friend)


@pytest.fixture
def film(creator: User, likeness: Cameo) -> Post:
    return shown(creator, likeness)


def said(desk: Client, case: Case) -> dict[str, tuple[str, str]]:
    """By what it is: then, and now."""
    page = desk.get(f"{ROOT}/case/{case.pk}/change/")
    assert page.status_code == 200
    shown = next(it for one, it in page.context["sections"] if one.name == "thing")
    (table,) = shown.tables
    return {str(name): (str(then), str(now)) for name, then, now in table.rows}


def of(person: User, what: str = "consent") -> str:
    return f"{what} of {person.public_id} ({person.handle}), human"


def test_a_consent_that_stands_is_said_once(
    api: Api, desk: Client, film: Post, friend: User, stranger: User
) -> None:
    reported(api, stranger, film)
    rows = said(desk, case_of(film))
    assert rows[of(friend)] == ("stands", "the same")
    assert rows[of(friend, "terms")] == (ALL, "the same")


def test_a_consent_that_was_taken_back_since_stood_then(
    api: Api, desk: Client, film: Post, likeness: Cameo, friend: User, stranger: User,
    deliver: Callable[[], int],
) -> None:  # fmt: skip
    reported(api, stranger, film)
    revoked(likeness, "hide_existing")
    deliver()
    assert said(desk, case_of(film))[of(friend)] == ("stands", "taken back for this video")


def test_what_was_reported_afterwards_had_none_then(
    api: Api, desk: Client, film: Post, likeness: Cameo, friend: User
) -> None:
    revoked(likeness, "hide_existing")
    reported(api, friend, film)
    assert said(desk, case_of(film))[of(friend)] == ("taken back for this video", "the same")


def test_what_a_consent_ended_for_is_said_of_both(
    api: Api, desk: Client, film: Post, friend: User, stranger: User
) -> None:
    reported(api, stranger, film)
    at = timezone.now()
    Capability.objects.update(ended_at=at, ended_for="paused")
    assert said(desk, case_of(film))[of(friend)] == (
        "stands",
        f"ended for paused on {at:%Y-%m-%d %H:%M:%S} UTC",
    )
    assert _stood({"ended_for": "narrowed", "taken_back": False}) == "ended for narrowed"


def test_a_likeness_that_came_later_was_none_then(
    api: Api, desk: Client, film: Post, creator: User, stranger: User
) -> None:
    reported(api, stranger, film)
    assert film.draft is not None
    used(film.draft, lent(creator), cap=Cap.FRIENDS, no_remix=True, published_at=timezone.now())
    rows = said(desk, case_of(film))
    assert rows[of(creator)] == ("-", "stands")
    assert rows[of(creator, "terms")] == ("-", "face and voice; for friends alone; no remixes")


def test_whose_it_was_is_known_when_the_film_is_gone(
    api: Api, desk: Client, film: Post, friend: User, stranger: User
) -> None:
    reported(api, stranger, film)
    Capability.objects.update(film_id=None)
    assert said(desk, case_of(film))[of(friend)] == ("stands", "the same")


def test_of_a_likeness_that_is_gone_no_person_is_named(
    api: Api, desk: Client, film: Post, stranger: User
) -> None:
    reported(api, stranger, film)
    Capability.objects.update(cameo_id="00000000-0000-0000-0000-000000000001")
    one = Capability.objects.get()
    name = f"consent of somebody whose likeness is gone ({one.public_id})"
    assert said(desk, case_of(film))[name] == ("stands", "the likeness is gone")


def test_a_snapshot_of_before_this_was_kept_does_not_say_that_it_stood() -> None:
    assert _stood({"ended_for": ""}) == "lent"


def test_of_a_reported_likeness_who_might_use_it_and_who_may(
    api: Api, desk: Client, creator: User, stranger: User
) -> None:
    cameo = lent(creator, restrictions=["politics"])
    address = address_of(creator).public_id
    reported(api, stranger, address)
    set_level(cameo, PermissionLevel.ONLY_ME, restrictions=["politics", "self_harm"], version=2)
    rows = said(desk, case_of(address))
    assert rows["who may use it"] == ("everybody", "its owner alone")
    assert rows["on which terms"] == (
        f"{ALL}; never with politics",
        f"{ALL}; never with politics, self harm",
    )
    assert rows["times that this was set"] == ("1", "2")


def test_open_to_everyone_that_was_over_was_so_no_more(
    api: Api, desk: Client, creator: User, stranger: User
) -> None:
    cameo = lent(creator)
    CameoPermission.objects.filter(cameo=cameo).update(
        everyone_until=timezone.now() - timedelta(days=1)
    )
    address = address_of(creator).public_id
    reported(api, stranger, address)
    rows = said(desk, case_of(address))
    assert rows["who may use it"] == (LEVELS[PermissionLevel.MUTUALS], "the same")


def test_a_snapshot_of_before_terms_were_kept_names_the_topics(
    api: Api, desk: Client, creator: User, stranger: User
) -> None:
    lent(creator, restrictions=["politics"])
    address = address_of(creator).public_id
    reported(api, stranger, address)
    snapshot = Snapshot.objects.get()
    snapshot.seen["permission"].pop("terms")
    snapshot.save(update_fields=["seen"])
    rows = said(desk, case_of(address))
    assert rows["on which terms"] == ("never with politics", f"{ALL}; never with politics")


def test_keys_of_likenesses_and_their_templates_are_on_no_page(
    api: Api, desk: Client, film: Post, likeness: Cameo, stranger: User
) -> None:
    reported(api, stranger, film)
    page: Any = desk.get(f"{ROOT}/case/{case_of(film).pk}/change/")
    text = page.content.decode()
    for key in (str(likeness.pk), likeness.public_id, "template_"):
        assert key not in text


def test_every_level_and_reach_has_words() -> None:
    assert set(LEVELS) == set(PermissionLevel)
    assert set(CAPS) == {one.name.lower() for one in Cap}
    assert terms_said(OF_A_TEEN.as_facts()).startswith(
        "face and voice; for friends alone; no downloads; of somebody under 18; never with "
    )


def test_of_a_likeness_of_which_nothing_was_kept_it_says_what_is_permitted_now(
    desk: Client, friend: User, likeness: Cameo
) -> None:
    (case,) = waiting(1, owner=friend)
    Case.objects.filter(pk=case.pk).update(
        subject_kind=SubjectKind.CAMEO, subject_id=address_of(friend).pk
    )
    page = desk.get(f"{ROOT}/case/{case.pk}/change/")
    shown = next(it for one, it in page.context["sections"] if one.name == "thing")
    (table,) = shown.tables
    assert dict(table.rows)["who may use it"] == LEVELS[PermissionLevel.EVERYONE]


def test_the_page_of_an_appeal_says_what_was_kept_of_what_it_is_against(
    desk: Client, api: Api, stranger: User, creator: User, film: Post
) -> None:
    reported(api, stranger, film, "likeness_other")
    before = case_of(film)
    decision = decide(
        wanted=Wanted(
            SubjectKind.POST, film.pk, ("likeness_other",), "Why.",
            (Wish(ActionName.WARN),), case_id=before.pk,
        ),
        by=chief(),
    )  # fmt: skip
    case = appealed(api, creator, decision).case
    Snapshot.objects.filter(case=case).delete()
    page = desk.get(f"{ROOT}/case/{case.pk}/change/")
    shown = next(it for one, it in page.context["sections"] if one.name == "thing")
    assert [table.title[:9] for table in shown.tables] == ["As it was"]
