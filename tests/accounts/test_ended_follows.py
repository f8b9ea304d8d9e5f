"""No follow ends without a row that says whose it was and who ended it."""

from accounts.models import AgeBand, AgeSource, Follow, User
from accounts.services import follow_requests, relations
from accounts.services.ages import tighten_age
from audit.models import AuditEvent
from lib.actors import Actor


def _ended() -> set[tuple[str, str, str]]:
    """Who ended it, whose it was, whom they followed."""
    rows = AuditEvent.objects.filter(action="accounts.follow.ended")
    return {(row.actor, row.facts["follower"], row.target) for row in rows}


def test_one_who_stops_following_leaves_a_row(creator: User, friend: User) -> None:
    relations.follow(actor=friend, person=creator)
    for _ in range(2):
        relations.unfollow(actor=friend, person=creator)
    assert _ended() == {(friend.public_id, friend.public_id, creator.public_id)}
    assert AuditEvent.objects.filter(action="accounts.follow.ended").count() == 1


def test_a_teen_who_unfollows_ends_both_and_both_leave_a_row(teen: User, friend: User) -> None:
    relations.follow(actor=teen, person=friend)
    relations.follow(actor=friend, person=teen)
    follow_requests.accept(actor=teen, person=friend)
    relations.unfollow(actor=teen, person=friend)
    assert not Follow.objects.exists()
    t, f = teen.public_id, friend.public_id
    assert _ended() == {(t, t, f), (t, f, t)}


def test_a_block_ends_both_and_both_leave_a_row(creator: User, friend: User) -> None:
    relations.follow(actor=creator, person=friend)
    relations.follow(actor=friend, person=creator)
    relations.block(actor=creator, person=friend)
    assert not Follow.objects.exists()
    c, f = creator.public_id, friend.public_id
    assert _ended() == {(c, c, f), (c, f, c)}


def test_a_signal_about_age_ends_follows_by_unknown_adults_and_says_so(
    creator: User, friend: User, stranger: User
) -> None:
    relations.follow(actor=creator, person=friend)
    for adult in (friend, stranger):
        relations.follow(actor=adult, person=creator)
    system = Actor.system("test")
    tighten_age(person=creator, to=AgeBand.TEEN, source=AgeSource.REPORT, actor=system)
    assert _ended() == {("system:age", stranger.public_id, creator.public_id)}
    assert Follow.objects.count() == 2
