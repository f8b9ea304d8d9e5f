"""The pages on which staff look at proofs of age: what stands where, for whom."""

from accounts.models import AgeAppeal, AgeBand, AgeSource, User
from accounts.services import age_appeals
from accounts.services.ages import tighten_age
from audit.models import AuditEvent
from config.staff import appoint_moderator
from lib.actors import Actor
from tests import cast
from tests.staff import at_the_desk

SYSTEM = Actor.system("test")


def reviewing() -> User:
    person = cast.moderator()
    appoint_moderator(person)
    return User.objects.get(pk=person.pk)


def asked(person: User) -> AgeAppeal:
    tighten_age(person=person, to=AgeBand.TEEN, source=AgeSource.REPORT, actor=SYSTEM)
    return age_appeals.open_appeal(person=User.objects.get(pk=person.pk), actor=SYSTEM)


def test_whoever_did_not_take_it_reads_no_address_and_what_is_over_comes_last(
    creator: User, friend: User
) -> None:
    first, reviewer, other = asked(creator), reviewing(), reviewing()
    root = "/admin/accounts/ageappeal/"
    page = f"{root}{first.public_id}/decide/"
    for taken in (False, True):
        if taken:
            age_appeals.claim(appeal=first, by=other)
        shown = at_the_desk(reviewer).get(page).content.decode()
        assert str(creator.email) not in shown
        assert ("Somebody else" in shown) is taken
    assert str(creator.email) in at_the_desk(other).get(page).content.decode()
    age_appeals.withdraw_appeal(person=creator)
    gone = at_the_desk(other).get(page).content.decode()
    assert "withdrawn" in gone
    assert str(creator.email) not in gone
    assert "/decide/" not in at_the_desk(other).get(f"{root}{first.pk}/change/").content.decode()
    waiting = asked(friend)
    listed = at_the_desk(reviewer).get(root).content.decode()
    assert listed.index(waiting.public_id) < listed.index(first.public_id)


def test_what_is_given_back_leaves_a_row(creator: User) -> None:
    appeal, reviewer = asked(creator), reviewing()
    desk = at_the_desk(reviewer)
    for action in ("take", "give_back"):
        asking = {"action": action, "_selected_action": [str(appeal.pk)]}
        desk.post("/admin/accounts/ageappeal/", asking)
    rows = AuditEvent.objects.filter(target=appeal.public_id, actor=reviewer.public_id)
    done = rows.filter(action__startswith="accounts.age_appeal").order_by("at")
    assert [row.action for row in done] == [
        "accounts.age_appeal.claimed",
        "accounts.age_appeal.given_back",
    ]
