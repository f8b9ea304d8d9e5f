import pytest
from django.test import Client

from accounts.models import AgeBand, Standing, StandingTransition, User
from audit.models import AuditEvent
from tests import cast
from tests.cast import PASSWORD
from tests.client import Api
from tests.staff import give_reason


@pytest.fixture
def desk(moderator: User) -> Client:
    """A browser in which the moderator signed in with e-mail and password."""
    client = Client()
    body = {"username": moderator.email, "password": PASSWORD, "next": "/admin/"}
    assert client.post("/admin/login/", body).status_code == 302
    return give_reason(client)


def _page(person: User, tail: str = "change") -> str:
    return f"/admin/accounts/user/{person.public_id}/{tail}/"


def test_staff_find_people_by_whole_handle_or_address(desk: Client, creator: User) -> None:
    for words in (creator.handle, creator.email):
        page = desk.get("/admin/accounts/user/", {"q": str(words)})
        assert creator.public_id in page.content.decode()
    assert creator.public_id not in desk.get("/admin/accounts/user/?q=crea").content.decode()


def test_a_persons_page_shows_no_secret_and_nothing_to_edit(desk: Client, creator: User) -> None:
    page = desk.get(_page(creator)).content.decode()
    assert creator.handle in page
    assert AgeBand.ADULT.label in page
    for secret in (creator.password, str(creator.birth_date), str(creator.email)):
        assert secret not in page
    assert 'name="handle"' not in page
    assert 'name="_save"' not in page


def test_opening_a_persons_page_is_recorded(desk: Client, creator: User, moderator: User) -> None:
    desk.get(_page(creator))
    row = AuditEvent.objects.get(action="audit.staff.opened")
    assert (row.actor, row.target) == (moderator.public_id, creator.public_id)


def test_posting_to_a_persons_page_changes_nothing(desk: Client, creator: User) -> None:
    before = User.objects.values().get(pk=creator.pk)
    answer = desk.post(_page(creator), {"handle": "stolen", "state": "banned", "is_staff": "on"})
    assert answer.status_code == 403
    assert User.objects.values().get(pk=creator.pk) == before


@pytest.mark.parametrize("path", ["add/", "{}/delete/"])
def test_nobody_is_added_or_deleted_by_hand(desk: Client, creator: User, path: str) -> None:
    url = "/admin/accounts/user/" + path.format(creator.public_id)
    assert desk.get(url).status_code == 403


def test_staff_suspend_and_reinstate_with_a_reason(
    desk: Client, api: Api, creator: User, moderator: User
) -> None:
    token = api.token(creator)
    assert desk.get(_page(creator, "standing")).status_code == 200

    done = desk.post(_page(creator, "standing"), {"to": "suspended", "reason": "spam"})

    assert done.status_code == 302
    assert api.get("/me", token=token).status_code == 401
    row = StandingTransition.objects.get(subject_id=creator.pk, to_state="suspended")
    assert (row.actor, row.reason) == (moderator.public_id, "spam")
    assert "spam" in desk.get(_page(creator)).content.decode()

    desk.post(_page(creator, "standing"), {"to": "good", "reason": "mistake"})
    creator.refresh_from_db()
    assert creator.standing == Standing.GOOD


@pytest.mark.parametrize(
    "body",
    [
        {"to": "suspended"},
        {"to": "suspended", "reason": "sold fakes"},
        {"to": "suspended", "reason": "signed_up"},
        {"to": "x", "reason": "spam"},
    ],
)
def test_without_a_reason_nothing_happens(
    desk: Client, creator: User, body: dict[str, str]
) -> None:
    assert desk.post(_page(creator, "standing"), body).status_code == 200
    creator.refresh_from_db()
    assert creator.standing == Standing.GOOD


def test_what_the_service_refuses_is_said_on_the_page(desk: Client, moderator: User) -> None:
    for person in (moderator, cast.moderator()):
        page = desk.post(_page(person, "standing"), {"to": "banned", "reason": "other"})
        assert page.status_code == 200
        person.refresh_from_db()
        assert person.standing == Standing.GOOD


@pytest.mark.parametrize("tail", ["change", "standing", "history"])
def test_members_and_guests_are_kept_out(creator: User, friend: User, tail: str) -> None:
    client = Client()
    assert client.get(_page(creator, tail)).status_code == 302
    client.force_login(friend)
    assert client.get(_page(creator, tail)).status_code == 302
    assert not AuditEvent.objects.filter(action="audit.staff.opened").exists()


def test_suspended_staff_are_out_of_the_admin_at_once(
    desk: Client, creator: User, moderator: User
) -> None:
    User.objects.filter(pk=moderator.pk).update(state=Standing.SUSPENDED)
    assert desk.get(_page(creator)).status_code == 302


@pytest.mark.parametrize("model", ["follow", "block"])
def test_who_follows_or_blocks_whom_has_no_page(desk: Client, model: str) -> None:
    assert desk.get(f"/admin/accounts/{model}/").status_code == 404
