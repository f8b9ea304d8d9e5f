"""Policy keepers appoint trusted flaggers and end it, whoever it is and whatever they reported."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Standing, StandingReason, User
from accounts.services.closing import close_account
from accounts.services.deletion import delete_account
from audit.models import AuditEvent
from enforcement.models import Reporter, TrustedFlagger
from enforcement.services import reporters
from lib.actors import Actor
from lib.errors import DomainError
from tests import cast
from tests.accounts.desk.conftest import colleague, desk_of
from tests.client import Api
from tests.enforcement.reporting import reported
from tests.feed.studio import published
from tests.staff import at_the_desk
from tests.standings import change_standing

pytestmark = pytest.mark.django_db
LIST = "/admin/enforcement/trustedflagger/"
APPOINT = f"{LIST}appoint/"


def appoint(desk: Client, account: str) -> Any:
    return desk.post(APPOINT, {"account": account}, follow=True)


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(re.sub("<[^>]*>", " ", answer.content.decode()).split())


def end(desk: Client, row: TrustedFlagger) -> Any:
    return desk.post(LIST, {"action": "end", "_selected_action": [str(row.pk)]}, follow=True)


def rows_of(person: User, what: str) -> Any:
    return AuditEvent.objects.filter(
        action=f"enforcement.flagger.{what}", target=person.public_id
    ).values_list("actor", flat=True)


@pytest.mark.parametrize("said", ["{0.handle}", "@{0.handle}", " {0.public_id} "])
def test_an_account_that_never_reported_is_appointed(api: Api, stranger: User, said: str) -> None:
    keeper = colleague("policy keeper")
    desk = at_the_desk(keeper)
    assert f'href="{APPOINT}"' in desk.get(LIST).content.decode()
    text_of(desk.get(APPOINT))
    assert not TrustedFlagger.objects.exists()
    answer = appoint(desk, said.format(stranger))
    assert answer.redirect_chain == [(LIST, 302)]
    assert f"{stranger.handle} is a trusted flagger now." in text_of(answer)
    row = TrustedFlagger.objects.get(ended_at=None)
    assert (row.person_id, row.appointed_by) == (stranger.pk, keeper.pk)
    assert list(rows_of(stranger, "appointed")) == [keeper.public_id]
    assert reported(api, stranger, published(cast.creator())).trusted


def test_the_list_says_who_since_when_by_whom_and_how_often_they_were_right(
    stranger: User, friend: User
) -> None:
    keeper = colleague("policy keeper")
    Reporter.objects.create(person_id=stranger.pk, agreed_total=3, disagreed_total=1)
    for person in (stranger, friend):
        reporters.appoint_flagger(person=person, by=keeper)
    page = at_the_desk(keeper).get(LIST).content.decode()
    known, new = (page[page.index(f">{one.handle}<") :] for one in (stranger, friend))
    for row, numbers in ((known, ["4", "3", "75%"]), (new, ["0", "0", "-"])):
        cells = [
            text.strip() for text in re.sub("<[^>]*>", "\n", row.split("</tr>")[0]).split("\n")
        ]
        said = [text for text in cells if text]
        assert keeper.handle in said
        assert said[-3:] == numbers


def closed(person: User) -> None:
    close_account(person=person, actor=Actor.person(person.pk))


def standing(person: User, to: Standing) -> None:
    by = colleague("lead")
    change_standing(person=person, to=to, actor=by, reason=StandingReason.SPAM)


REFUSED = {
    "closed": (closed, "This account is closed."),
    "suspended": (lambda person: standing(person, Standing.SUSPENDED), "suspended or banned"),
    "banned": (lambda person: standing(person, Standing.BANNED), "suspended or banned"),
    "unconfirmed": (
        lambda person: User.objects.filter(pk=person.pk).update(joined_at=None),
        "The e-mail address of this account is not confirmed.",
    ),
    "deleted": (
        lambda person: delete_account(person=person, actor=Actor.person(person.pk)),
        "No account has this handle or id.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_account_that_does_not_stand_is_not_appointed(stranger: User, what: str) -> None:
    become, said = REFUSED[what]
    desk = desk_of("policy keeper")
    become(stranger)
    answer = appoint(desk, stranger.public_id)
    assert answer.redirect_chain == []
    assert said in text_of(answer)
    assert not TrustedFlagger.objects.exists()
    assert not rows_of(stranger, "appointed")


def test_whoever_was_erased_meanwhile_is_not_appointed(stranger: User) -> None:
    delete_account(person=stranger, actor=Actor.person(stranger.pk))
    with pytest.raises(DomainError, match="not_found"):
        reporters.appoint_flagger(person=stranger, by=colleague("policy keeper"))
    assert not TrustedFlagger.objects.exists()


@pytest.mark.parametrize("said", ["nobody.here", "usr_" + "0" * 26, "usr_", "pst_" + "0" * 26])
def test_nobody_is_appointed_by_a_name_that_nobody_has(said: str) -> None:
    assert "No account has this handle or id." in text_of(appoint(desk_of("policy keeper"), said))
    assert not TrustedFlagger.objects.exists()


def test_a_limited_account_is_appointed(stranger: User) -> None:
    standing(stranger, Standing.LIMITED)
    appoint(desk_of("policy keeper"), stranger.handle)
    assert reporters.is_trusted_flagger(stranger.pk)


def test_nobody_appoints_themself() -> None:
    keeper = colleague("policy keeper")
    answer = appoint(at_the_desk(keeper), keeper.handle)
    assert "That is you." in text_of(answer)
    assert not TrustedFlagger.objects.exists()


def test_who_is_one_already_is_named_so_and_appointed_once(stranger: User) -> None:
    desk = desk_of("policy keeper")
    appoint(desk, stranger.handle)
    answer = appoint(desk, stranger.handle)
    assert answer.redirect_chain == []
    assert "This account is a trusted flagger already." in text_of(answer)
    assert TrustedFlagger.objects.count() == 1
    assert len(rows_of(stranger, "appointed")) == 1


def test_whoever_appoints_ends_it_and_appoints_anew(stranger: User) -> None:
    keeper = colleague("policy keeper")
    desk = at_the_desk(keeper)
    appoint(desk, stranger.handle)
    first = TrustedFlagger.objects.get()
    assert "1 done." in text_of(end(desk, first))
    assert not reporters.is_trusted_flagger(stranger.pk)
    assert list(rows_of(stranger, "ended")) == [keeper.public_id]
    appoint(desk, stranger.handle)
    again = text_of(end(desk, first))
    assert f"{stranger.public_id}: This ended before." in again
    assert "0 done." in again
    assert reporters.is_trusted_flagger(stranger.pk), "the old row speaks of itself alone"
    assert len(rows_of(stranger, "ended")) == 1


def test_it_is_ended_of_an_account_that_is_gone(stranger: User) -> None:
    desk = desk_of("policy keeper")
    appoint(desk, stranger.handle)
    delete_account(person=stranger, actor=Actor.person(stranger.pk))
    assert "1 done." in text_of(end(desk, TrustedFlagger.objects.get()))
    assert not reporters.is_trusted_flagger(stranger.pk)


def test_moderators_read_the_list_and_change_nothing(stranger: User, friend: User) -> None:
    keeper = colleague("policy keeper")
    reporters.appoint_flagger(person=friend, by=keeper)
    desk = desk_of("moderator")
    page = desk.get(LIST).content.decode()
    assert f">{friend.handle}<" in page
    assert APPOINT not in page
    assert desk.get(APPOINT).status_code == 403
    assert appoint(desk, stranger.handle).status_code == 403
    end(desk, TrustedFlagger.objects.get())
    assert TrustedFlagger.objects.get().ended_at is None
    with pytest.raises(DomainError, match="permission_denied"):
        reporters.end_flagger(row=TrustedFlagger.objects.get(), by=colleague("moderator"))


def test_another_site_appoints_nobody(stranger: User) -> None:
    desk = desk_of("policy keeper")
    desk.handler.enforce_csrf_checks = True
    assert appoint(desk, stranger.handle).status_code == 403
    assert not TrustedFlagger.objects.exists()
    token = re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', desk.get(APPOINT).content.decode()
    )
    assert token is not None
    desk.post(APPOINT, {"account": stranger.handle, "csrfmiddlewaretoken": token[1]})
    assert reporters.is_trusted_flagger(stranger.pk)
