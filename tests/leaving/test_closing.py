"""Leaving: closed at once for everybody; opened again, or erased once its time is over (A7, A8)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from time_machine import travel

from accounts.models import Invite, Standing, StandingReason, User
from accounts.services import invites
from accounts.services.closing import close_account, erase_due, remind_leaving, restore_account
from accounts.services.deletion import delete_account
from accounts.services.standing import freeze
from audit.models import AuditEvent
from cameos.models import CameoGrant, GrantState
from feed.models import Like
from generation.models import Job
from generation.quota import counted
from generation.states import JobState
from generation.work.people import stop_person
from inbox.models import Event
from lib import retention
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.outbox.models import OutboxMessage
from lib.retention import Fate
from parental.models import GuardianLink, LinkCode
from tests.accounts.leaving import back, close
from tests.accounts.relating import follow
from tests.accounts.signing_up import ROOT, join, sign_in
from tests.cameos.permissions.lending import granted, lent
from tests.cameos.revoking.films import shown, used
from tests.cast import PASSWORD
from tests.client import Api, code_of
from tests.feed.studio import finished, published
from tests.generation.studio import WISH
from tests.parental.families import linked
from tests.standings import change_standing

pytestmark = pytest.mark.django_db

GRACE = timedelta(days=30)
OVER = GRACE + timedelta(hours=1)
HOUSE = Actor.system("tests")


def letters(person: User) -> list[str]:
    return [str(one.subject) for one in mail.outbox if one.to == [person.email]]


def now_of(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_closing_says_when_and_what_becomes_of_everything(api: Api, creator: User) -> None:
    api.tokens.clear()
    said = api.delete("/me", {"password": PASSWORD}, as_=creator)
    assert said.status_code == 200
    person, body = now_of(creator), said.json()
    assert person.closed_at is not None
    assert person.erase_due_at == person.closed_at + GRACE
    assert body["erase_due_at"] == person.erase_due_at.isoformat().replace("+00:00", "Z")
    becomes = body["what_becomes"]
    assert "are erased on that day" in becomes["summary"]
    kept = {rule.why for rule in retention.listing() if rule.fate == Fate.KEPT}
    assert {one["what"] for one in becomes["kept"]} == kept != set()
    assert all(one["basis"] and one["days"] > 0 for one in becomes["kept"])
    for name, fate in (("erased", Fate.ERASED), ("commitment_only", Fate.COMMITMENT)):
        assert set(becomes[name]) == {r.why for r in retention.listing() if r.fate == fate} != set()
    assert AuditEvent.objects.filter(action="accounts.person.closed").count() == 1


def test_every_session_is_dead_and_a_new_one_reads_oneself(api: Api, creator: User) -> None:
    other = str(sign_in(api, creator.email or "").json()["meta"]["access_token"])
    first = api.token(creator)
    close(api, creator)
    for token in (other, first):
        dead = api.get("/me", token=token)
        assert (dead.status_code, code_of(dead)) == (401, "authentication_failed")
    shown_now = api.get("/me", token=back(api, creator)).json()
    assert shown_now["closed_at"]
    assert shown_now["erase_due_at"]


def test_others_find_nothing_until_they_return(
    api: Api, creator: User, friend: User, stranger: User
) -> None:
    mine, theirs = published(creator), published(friend)
    with_me = shown(friend, lent(creator))
    follow(api, friend, creator)
    Like.objects.create(person=creator, post=theirs)

    def seen() -> dict[str, Any]:
        mine_now = api.get(f"/posts/{theirs.public_id}", as_=stranger).json()
        return {
            "profile": api.get(f"/people/{creator.handle}", as_=friend).status_code,
            "post": api.get(f"/posts/{mine.public_id}", as_=friend).status_code,
            "film": api.get(f"/posts/{with_me.public_id}", as_=stranger).status_code,
            "own film": api.get(f"/posts/{with_me.public_id}", as_=friend).status_code,
            "followed": len(api.get("/me/following", as_=friend).json()["results"]),
            "counted": api.get(f"/people/{friend.handle}", as_=stranger).json()["following"],
            "likes": mine_now["likes"],
            "feed": {one["id"] for one in api.get("/feeds/latest", as_=stranger).json()["results"]},
        }

    before = seen()
    assert (before["profile"], before["film"], before["counted"], before["likes"]) == (
        *(200, 200),
        *(1, 1),
    )
    close(api, creator)
    assert seen() == {
        **dict.fromkeys(("profile", "post", "film", "own film"), 404),
        **dict.fromkeys(("followed", "counted", "likes"), 0),
        "feed": {theirs.public_id},
    }
    restored = api.post("/me/restoration", token=back(api, creator))
    assert (restored.status_code, restored.json()["closed_at"]) == (200, None)
    assert seen() == before


def test_what_was_being_made_ends_and_is_paid_back(
    api: Api, creator: User, puppet: Callable[..., Any]
) -> None:
    puppet()
    assert api.post("/generations", WISH, as_=creator, key="k").status_code in (201, 202)
    close(api, creator)
    assert OutboxMessage.objects.filter(actor_name="stop_person").count() == 1
    stop_person(creator.pk)
    assert Job.objects.get(owner=creator).state == JobState.CANCELLED
    assert not counted(creator).exists()
    api.post("/me/restoration", token=back(api, creator))
    stop_person(creator.pk)
    assert Job.objects.get(owner=creator).state == JobState.CANCELLED, "what ended stays ended"


def test_a_likeness_is_lent_to_nobody_meanwhile_and_as_before_after(
    api: Api, creator: User, friend: User, stranger: User
) -> None:
    cameo = lent(creator, "approved")
    grant = granted(cameo, friend)
    asks = {"subjects": [cameo.public_id], "prompt": "a red ball"}

    def answers() -> list[str]:
        checks = [api.post("/cameos/check", asks, as_=one) for one in (friend, stranger)]
        return [one.content.decode() for one in checks]

    before = answers()
    close(api, creator)
    refused, never = answers()
    assert refused == never != before[0], "like for somebody who never was approved"
    api.post("/me/restoration", token=back(api, creator))
    assert answers() == before
    assert CameoGrant.objects.get(pk=grant.pk).state == GrantState.LIVE


def test_what_others_make_with_the_likeness_ends(api: Api, creator: User, friend: User) -> None:
    draft = finished(friend)
    one = used(draft, lent(creator), completed_at=None, expires_at=timezone.now() + GRACE)
    close(api, creator)
    one.refresh_from_db()
    assert (one.ended_at is not None, one.ended_for) == (True, "paused"), "once uses come back"
    assert OutboxMessage.objects.filter(actor_name="stop_severed").count() == 1


def test_a_pause_or_a_restriction_of_before_holds_after(api: Api, creator: User) -> None:
    cameo = lent(creator)
    assert api.put(f"/cameos/{cameo.public_id}/pause", as_=creator).status_code < 300
    close(api, creator)
    api.post("/me/restoration", token=back(api, creator))
    cameo.refresh_from_db()
    assert cameo.paused_at is not None


def test_a_guardian_who_leaves_watches_over_nobody(
    api: Api, teen: User, guardian: User, deliver: Callable[[], int]
) -> None:
    link = linked(teen, guardian)
    close(api, guardian)
    ended = GuardianLink.objects.get(pk=link.pk)
    assert (ended.state, ended.end_reason) == ("ended", "guardian_deleted")
    deliver()
    assert Event.objects.filter(person_id=teen.pk, type="family.link_ended").exists()
    api.post("/me/restoration", token=back(api, guardian))
    assert GuardianLink.objects.get(pk=link.pk).state == "ended"


def test_a_teen_who_leaves_ends_the_link_as_by_unlinking(
    api: Api, teen: User, guardian: User, deliver: Callable[[], int]
) -> None:
    link = linked(teen, guardian)
    LinkCode.objects.create(
        teen_id=teen.pk, digest="1" * 64, device="2" * 64, expires_at=timezone.now() + GRACE
    )
    close(api, teen)
    assert GuardianLink.objects.get(pk=link.pk).end_reason == "teen_deleted"
    assert not LinkCode.objects.exists()
    deliver()
    assert Event.objects.filter(person_id=guardian.pk, type="family.link_ended").exists()
    api.post("/me/restoration", token=back(api, teen))
    assert not now_of(teen).is_adult
    assert GuardianLink.objects.get(pk=link.pk).state == "ended"


def test_codes_of_whoever_leaves_let_nobody_in(api: Api, creator: User) -> None:
    code = invites.issue(actor=creator).code
    close(api, creator)
    with pytest.raises(DomainError, match="invite_invalid"):
        invites.refuse_code(code, email="x@example.org")
    api.post("/me/restoration", token=back(api, creator))
    invites.refuse_code(code, email="x@example.org")
    assert Invite.objects.get().disabled_at is None


def test_letters_say_what_happens(api: Api, creator: User, deliver: Callable[[], int]) -> None:
    api.tokens.clear()
    close(api, creator)
    deliver()
    assert letters(creator) == ["Your Zoetrope account is closed"]
    due = now_of(creator).erase_due_at
    assert f"{due:%B}" in str(mail.outbox[-1].body)
    with travel(timezone.now() + GRACE - timedelta(days=2)):
        assert (remind_leaving(), remind_leaving()) == (1, 0)
        deliver()
    assert letters(creator)[1:] == ["Your Zoetrope account will be erased in three days"]
    with travel(timezone.now() + OVER):
        assert (erase_due(), erase_due()) == (1, 0)
    assert letters(creator)[2:] == ["Your Zoetrope account is erased"]
    assert now_of(creator).deleted_at is not None


def test_no_letter_that_is_not_true_any_more(
    api: Api, creator: User, deliver: Callable[[], int]
) -> None:
    close(api, creator)
    api.post("/me/restoration", token=back(api, creator))
    deliver()
    assert letters(creator) == []
    with travel(timezone.now() + OVER):
        assert (remind_leaving(), erase_due()) == (0, 0)
    assert now_of(creator).deleted_at is None


@pytest.mark.parametrize("error", [ConnectionRefusedError, RuntimeError])
def test_a_post_office_that_is_away_keeps_nobody_from_being_erased(
    api: Api, creator: User, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    close(api, creator)

    def away(**_: Any) -> bool:
        raise error

    monkeypatch.setattr("accounts.services.closing.send_closing_letter", away)
    with travel(timezone.now() + OVER):
        assert erase_due() == 1
    assert now_of(creator).deleted_at is not None


def test_one_that_cannot_be_erased_keeps_nobody_else_here(
    api: Api, creator: User, friend: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*, person: User, actor: Actor) -> None:
        if person.pk == creator.pk:
            raise RuntimeError
        delete_account(person=person, actor=actor)

    monkeypatch.setattr("accounts.services.closing.delete_account", breaks)
    for person in (creator, friend):
        close(api, person)
    with travel(timezone.now() + OVER):
        assert erase_due() == 1
    assert now_of(creator).deleted_at is None
    assert now_of(friend).deleted_at is not None


def test_killed_after_the_letter_it_is_erased_next_time(
    api: Api, creator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(api, creator)

    def killed(**_: Any) -> None:
        raise KeyboardInterrupt

    with travel(timezone.now() + OVER):
        with monkeypatch.context() as patched:
            patched.setattr("accounts.services.closing.delete_account", killed)
            with pytest.raises(KeyboardInterrupt):
                erase_due()
        assert now_of(creator).deleted_at is None
        assert erase_due() == 1
    assert letters(creator).count("Your Zoetrope account is erased") == 1


def test_once_the_day_has_come_nobody_returns(api: Api, creator: User) -> None:
    close(api, creator)
    with travel(timezone.now() + OVER):
        late = api.post("/me/restoration", token=back(api, creator))
        assert (late.status_code, code_of(late)) == (410, "gone")


def test_address_and_name_are_free_after(api: Api, creator: User) -> None:
    email = str(creator.email)
    close(api, creator)
    with travel(timezone.now() + OVER):
        assert sign_in(api, email).status_code == 200, "held until then"
        erase_due()
        mail.outbox.clear()
        assert join(api, email=email, handle="another_name").status_code == 200
    with travel(timezone.now() + OVER + timedelta(days=31)):
        assert join(api, email="y@example.org", handle=creator.handle).status_code == 200


def test_at_once_is_for_an_account_that_is_closed(api: Api, creator: User) -> None:
    early = api.delete("/me", {"password": PASSWORD, "at_once": True}, as_=creator)
    assert (early.status_code, code_of(early)) == (409, "not_closing")
    assert now_of(creator).closed_at is None
    not_closed = api.post("/me/restoration", as_=creator)
    assert (not_closed.status_code, code_of(not_closed)) == (409, "not_closing")


def test_said_twice_it_is_closed_once(api: Api, creator: User) -> None:
    close(api, creator)
    due = now_of(creator).erase_due_at
    again = api.delete("/me", {}, token=back(api, creator))
    assert again.status_code == 200
    assert now_of(creator).erase_due_at == due


def test_a_ban_meanwhile_is_not_lifted(api: Api, creator: User, moderator: User) -> None:
    close(api, creator)
    token = back(api, creator)
    reason = StandingReason.HARASSMENT
    change_standing(person=now_of(creator), to=Standing.BANNED, actor=moderator, reason=reason)
    assert code_of(api.post("/me/restoration", token=token)) == "account_suspended"
    with pytest.raises(DomainError, match="account_suspended"):
        restore_account(person=creator, actor=HOUSE)
    assert now_of(creator).closed_at is not None
    with travel(timezone.now() + OVER):
        assert erase_due() == 1, "whoever is banned may go"


def test_a_freeze_meanwhile_is_not_lifted(creator: User) -> None:
    close_account(person=creator, actor=HOUSE)
    freeze(person=now_of(creator), actor=HOUSE, reason=StandingReason.KNOWN_UNDER_13)
    with pytest.raises(DomainError) as refused:
        restore_account(person=creator, actor=HOUSE)
    assert refused.value.code == ErrorCode.ACCOUNT_SUSPENDED


def test_a_tombstone_neither_closes_nor_opens(api: Api, creator: User) -> None:
    close(api, creator)
    with travel(timezone.now() + OVER):
        erase_due()
    for verb in (close_account, restore_account):
        with pytest.raises(StaleState):
            verb(person=creator, actor=HOUSE)


def test_how_one_signs_in_stays_as_it_was(api: Api, creator: User) -> None:
    close(api, creator)
    token = back(api, creator)
    for method, path, body in (
        ("post", "account/email", {"email": "other@example.org"}),
        ("get", "account/authenticators/totp", None),
        ("post", "account/password/change", {"current_password": PASSWORD, "new_password": "n"}),
    ):
        refused = api.request(method, f"{ROOT}/{path}", body, token=token)
        assert (refused.status_code, code_of(refused)) == (403, "account_closing"), path
    assert api.get(f"{ROOT}/auth/session", token=token).status_code == 200
