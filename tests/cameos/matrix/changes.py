"""What can happen after a film was made, each to rows and model alike."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from accounts.models import AgeBand, AgeSource, Standing, User
from accounts.services import relations
from accounts.services.ages import signal_age
from accounts.services.deletion import delete_account
from cameos.models import CameoGrant, CameoPermission
from cameos.services.granting import withdraw
from cameos.services.pausing import pause, resume
from feed.models import Post
from feed.services.deletion import delete_post
from lib.actors import Actor
from tests.cameos.matrix.model import FUTURE, HIDE, REMIXES, Lent
from tests.cameos.matrix.stage import Stage
from tests.cameos.permissions.lending import SYSTEM
from tests.cameos.revoking.taking_back import revoked

Change = Callable[[Stage, str, str], None]


def nothing(stage: Stage, owner: str, maker: str) -> None:
    pass


def only_me(stage: Stage, owner: str, maker: str) -> None:
    stage.set_level(owner, "only_me")


def approved_alone(stage: Stage, owner: str, maker: str) -> None:
    stage.set_level(owner, "approved")


def everyone_lapsed(stage: Stage, owner: str, maker: str) -> None:
    past = timezone.now() - timedelta(days=1)
    CameoPermission.objects.filter(cameo=stage.cameos[owner]).update(everyone_until=past)
    stage.society.world.everyone_until[owner] = past


def grant_withdrawn(stage: Stage, owner: str, maker: str) -> None:
    row = CameoGrant.objects.get(cameo=stage.cameos[owner], person=stage.people[maker])
    withdraw(grant=row, by=stage.people[owner])
    stage.society.withdraws(owner, maker)


def grant_run_out(stage: Stage, owner: str, maker: str) -> None:
    past = timezone.now() - timedelta(days=1)
    of_maker = CameoGrant.objects.filter(cameo=stage.cameos[owner], person=stage.people[maker])
    of_maker.update(until=past)
    stage.society.world.grants[owner, maker] = past


def unfollowed(stage: Stage, owner: str, maker: str) -> None:
    relations.unfollow(actor=stage.people[owner], person=stage.people[maker])
    stage.society.world.follows.discard((owner, maker))


def blocked_by_owner(stage: Stage, owner: str, maker: str) -> None:
    relations.block(actor=stage.people[owner], person=stage.people[maker])
    stage.society.blocks(owner, maker)


def blocked_by_maker(stage: Stage, owner: str, maker: str) -> None:
    blocked_by_owner(stage, maker, owner)


def paused(stage: Stage, owner: str, maker: str) -> None:
    pause(cameo=stage.cameos[owner], by=stage.people[owner])
    stage.society.world.paused.add(owner)


def paused_and_resumed(stage: Stage, owner: str, maker: str) -> None:
    pause(cameo=stage.cameos[owner], by=stage.people[owner])
    resume(cameo=stage.cameos[owner], by=stage.people[owner])


def for_friends_now(stage: Stage, owner: str, maker: str) -> None:
    stage.set_level(owner, stage.society.world.levels[owner], Lent(reach="friends"))


def drafts_alone_now(stage: Stage, owner: str, maker: str) -> None:
    stage.set_level(owner, stage.society.world.levels[owner], Lent(reach="draft"))


def restricted_now(stage: Stage, owner: str, maker: str) -> None:
    narrower = Lent(restrictions=frozenset({"brands"}))
    stage.set_level(owner, stage.society.world.levels[owner], narrower)


def takes_back(stage: Stage, owner: str, scope: str) -> None:
    revoked(stage.cameos[owner], scope)
    stage.society.takes_back(owner, scope)


def future_only(stage: Stage, owner: str, maker: str) -> None:
    takes_back(stage, owner, FUTURE)


def hide_existing(stage: Stage, owner: str, maker: str) -> None:
    takes_back(stage, owner, HIDE)


def also_remixes(stage: Stage, owner: str, maker: str) -> None:
    takes_back(stage, owner, REMIXES)


def first_future_then_all(stage: Stage, owner: str, maker: str) -> None:
    takes_back(stage, owner, FUTURE)
    takes_back(stage, owner, REMIXES)


def owner_turns_teen(stage: Stage, owner: str, maker: str) -> None:
    aged(stage.people[owner], AgeBand.TEEN)
    stage.society.turns_teen(owner)


def maker_turns_teen(stage: Stage, owner: str, maker: str) -> None:
    owner_turns_teen(stage, maker, owner)


def owner_proves_adult(stage: Stage, owner: str, maker: str) -> None:
    aged(stage.people[owner], AgeBand.ADULT)
    stage.society.world.adults.add(owner)


def maker_proves_adult(stage: Stage, owner: str, maker: str) -> None:
    owner_proves_adult(stage, maker, owner)


def owner_suspended(stage: Stage, owner: str, maker: str) -> None:
    User.objects.filter(pk=stage.people[owner].pk).update(state=Standing.SUSPENDED)
    stage.society.world.gone.add(owner)
    stage.society.shut_out.add(owner)


def maker_suspended(stage: Stage, owner: str, maker: str) -> None:
    owner_suspended(stage, maker, owner)


def owner_leaves(stage: Stage, owner: str, maker: str) -> None:
    delete_account(person=stage.people[owner], actor=Actor.person(stage.people[owner].pk))
    stage.society.leaves(owner)


def unpublish(stage: Stage, name: str) -> None:
    delete_post(post=Post.objects.get(pk=stage.posts[name].pk), by=stage.drafts[name].owner)
    stage.society.films[name].shown = False
    stage.society.films[name].readdressed = True


def aged(person: User, band: AgeBand) -> None:
    source = AgeSource.DOCUMENT if band == AgeBand.ADULT else AgeSource.STAFF
    signal_age(person=person, band=band, source=source, actor=SYSTEM)
