"""Names that look like a protected account's: refused, held, and found by staff (A10, A16, A17)."""

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.handles.lookalikes import (
    AROUND,
    LONGEST_KEY,
    SHORTEST,
    keys_of,
    look_alikes,
    name_key,
)
from accounts.models import ProfileText, User
from accounts.services.alike_names import decide_name, held_names
from accounts.services.profile_texts import look_again, settle
from accounts.services.second_approval import ProtectionReason, protect
from audit.actions import SEARCHED
from audit.models import AuditEvent
from inbox.models import Event
from lib.errors import DomainError, StaleState
from lib.texts import TextJudged, TextVerdict
from tests import cast
from tests.accounts.signing_up import sign_up
from tests.client import Api, code_of
from tests.staff import at_the_desk

ALIKE = "/admin/accounts/user/look-alikes/"
CYRILLIC = str.maketrans("aeopcxy", "аеорсху")  # noqa: RUF001 - that is the point


@pytest.fixture
def figure(creator: User, moderator: User) -> User:
    """A public figure, whose account is protected."""
    User.objects.filter(pk=creator.pk).update(
        handle="mara_berg",
        handle_key="mara_berg",
        display_name="Dr. Mara Berg",
        name_key="drmaraberg",
    )
    creator.refresh_from_db()
    protect(person=creator, actor=moderator, reason=ProtectionReason.PUBLIC_FIGURE)
    return creator


def _judged(api: Api, person: User, name: str) -> ProfileText | None:
    """They write it, and the policy has nothing against it."""
    assert api.patch("/me", {"display_name": name}, as_=person).status_code == 200
    row = ProfileText.objects.filter(person=person, state="waiting").first()
    if row is not None:
        settle(TextJudged(row.public_id, TextVerdict.PASSED))
    return row


@given(st.text(max_size=50))
def test_a_key_is_short_and_folding_it_again_changes_nothing(name: str) -> None:
    key = name_key(name)
    assert len(key) <= LONGEST_KEY
    assert name_key(key) == key
    assert all(len(one) >= SHORTEST for one in keys_of(name))


@given(
    st.from_regex(r"[a-z]{5,12}", fullmatch=True),
    st.sampled_from(AROUND),
    st.sampled_from(AROUND),
)
def test_what_is_put_around_a_name_hides_it_not(name: str, before: str, after: str) -> None:
    for disguise in (
        name.upper(),
        ".".join(name),
        name.translate(CYRILLIC),
        f"{before}_{name}",
        f"{name}.{after}",
        f"{before} {name} {after}",
    ):
        assert name_key(name) in keys_of(disguise)


@pytest.mark.usefixtures("figure")
@pytest.mark.parametrize(
    "handle",
    ["maraberg", "m.a.r.a.berg", "real_mara_berg", "mara.berg.tv", "rnaraberg", "the_real_maraberg",
     "dr_mara_berg"],
)  # fmt: skip
def test_a_look_alike_of_a_protected_handle_is_refused(api: Api, friend: User, handle: str) -> None:
    assert code_of(sign_up(api, handle=handle)) == "handle_taken"
    assert code_of(api.patch("/me", {"handle": handle}, as_=friend)) == "handle_taken"


def test_the_protected_person_themself_may(api: Api, figure: User) -> None:
    assert api.patch("/me", {"handle": "maraberg"}, as_=figure).status_code == 200


def test_an_account_that_nobody_protects_holds_no_likeness(api: Api, friend: User) -> None:
    other = cast.stranger()
    User.objects.filter(pk=other.pk).update(handle="kim_berg", handle_key="klm_berg")
    assert api.patch("/me", {"handle": "kimberg"}, as_=friend).status_code == 200


@pytest.mark.usefixtures("figure")
@pytest.mark.parametrize(
    "name",
    ["Mara Berg", "Dr. Mаra Berg", "MARA BERG official", "Zoetrope Team"],  # noqa: RUF001
)
def test_a_display_name_that_looks_like_theirs_waits_for_staff(
    api: Api, friend: User, moderator: User, name: str
) -> None:
    row = _judged(api, friend, name)
    assert list(held_names()) == [row]
    assert User.objects.get(pk=friend.pk).display_name == ""
    me = api.get("/me", as_=friend).json()
    assert (me["display_name"], me["in_review"]) == (name, ["display_name"])
    assert not Event.objects.filter(person_id=friend.pk).exists()
    desk = at_the_desk(moderator)
    page = f"/admin/accounts/user/{friend.public_id}/name/"
    assert name in desk.get(page).content.decode()
    assert desk.post(page, {"answer": "show"}).status_code == 302
    assert User.objects.get(pk=friend.pk).display_name == name
    assert User.objects.get(pk=friend.pk).name_key == name_key(name)
    with pytest.raises(StaleState):
        decide_name(person=friend, actor=moderator, shown=True)


@pytest.mark.usefixtures("figure")
def test_staff_refuse_it_and_members_decide_nothing(
    api: Api, friend: User, moderator: User
) -> None:
    _judged(api, friend, "Mara Berg")
    with pytest.raises(DomainError):
        decide_name(person=friend, actor=cast.stranger(), shown=True)
    with pytest.raises(DomainError):
        decide_name(person=friend, actor=friend, shown=True)
    decide_name(person=friend, actor=moderator, shown=False)
    told = Event.objects.get(person_id=friend.pk)
    assert told.data == {"field": "display_name", "shown": False}
    assert User.objects.get(pk=friend.pk).display_name == ""


@pytest.mark.usefixtures("figure")
def test_judged_again_it_waits_still_and_is_not_asked_about_each_minute(
    api: Api, friend: User
) -> None:
    row = _judged(api, friend, "Mara Berg")
    assert row is not None
    settle(TextJudged(row.public_id, TextVerdict.PASSED))
    assert User.objects.get(pk=friend.pk).display_name == ""
    assert look_again() == 0
    settle(TextJudged(row.public_id, TextVerdict.REFUSED))
    assert not held_names().exists()


def test_other_names_are_shown_at_once(api: Api, figure: User, friend: User) -> None:
    _judged(api, friend, "Mara Bergmann")
    assert User.objects.get(pk=friend.pk).display_name == "Mara Bergmann"
    _judged(api, figure, "Mara Berg")
    assert User.objects.get(pk=figure.pk).display_name == "Mara Berg"


def test_staff_find_look_alikes_through_disguises(
    api: Api, figure: User, friend: User, moderator: User
) -> None:
    other, third = cast.stranger(), cast.stranger()
    User.objects.filter(pk=friend.pk).update(handle="rnaraberg2024", handle_key="maraberg2o24")
    User.objects.filter(pk=other.pk).update(name_key=name_key("Mаra.Berg fans"))  # noqa: RUF001
    User.objects.filter(pk=third.pk).update(name_key=name_key("the real Mara Berg"))
    found = {one.person.pk: one.by for one in look_alikes(["Mara Berg"], but=figure)}
    assert found == {
        friend.pk: "handle", other.pk: "display name", third.pk: "display name",
    }  # fmt: skip
    assert look_alikes(["Mar", ""]) == []
    desk = at_the_desk(moderator)
    for page in (desk.get(ALIKE), desk.get(ALIKE, {"name": "mara berg"})):
        assert friend.public_id in page.content.decode()
    assert "Too short" in desk.get(ALIKE, {"name": "ab"}).content.decode()
    row = AuditEvent.objects.filter(action=SEARCHED).first()
    assert row is not None
    assert "mara" not in str(row.facts)
    client = Client()
    client.force_login(friend)
    assert client.get(ALIKE).status_code == 302


@pytest.mark.usefixtures("figure", "friend")
def test_an_index_answers_them() -> None:
    people = User.objects.filter(handle_bare__startswith="maraberg").only("pk")
    names = User.objects.filter(name_key__startswith="maraberg").only("pk")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for rows, index in ((people, "handles_that_look_alike"), (names, "names_that_look_alike")):
        assert index in rows.explain()


def test_keys_follow_the_names_wherever_these_change(api: Api, friend: User) -> None:
    _judged(api, friend, "Mara Bergmann")
    for wanted in ("Mara Bergmann", ""):
        if not wanted:
            api.patch("/me", {"display_name": ""}, as_=friend)
        now = User.objects.get(pk=friend.pk)
        assert (now.display_name, now.name_key) == (wanted, name_key(wanted))
        assert now.handle_bare == now.handle_key.replace("_", "")
