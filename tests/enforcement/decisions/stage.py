"""Two people with a post and a cameo each, staff who decide, and what everybody sees of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import ProgrammingError, models, transaction
from django.utils import timezone

from accounts.models import CLOSES, Feature, ProfileField, User
from accounts.safeguards import effective
from accounts.services.holds import feature_refusal
from accounts.services.profile_texts import put
from cameos.addresses import address_of
from cameos.models import Cameo
from cameos.permissions.facts import likeness_of
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName, TargetKind, Timing
from enforcement.actions.registry import ACTIONS
from enforcement.models import Case, Decision, Strike
from enforcement.reasons import Queue
from enforcement.services.deciding import decide, overturning
from enforcement.services.proposing import approve, propose
from enforcement.services.strikes import points_of
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from feed.models import Post
from feed.selectors import latest_for, post_for
from feed.states import PostState
from generation.models import Asset, Draft
from lib.actors import Actor
from lib.append_only import AppendOnly
from lib.errors import DomainError, ErrorCode, NotFound
from lib.sanctions import Hold
from moderation.categories import Category
from moderation.models import BankedHash
from moderation.services.bank_subjects import remember_shown
from moderation.services.banks import own_bank
from tests import cast
from tests.cameos.permissions.lending import lent
from tests.feed.studio import published
from tests.moderation.banks.material import shown

RULE = ("harassment_targeted",)
SAID = "It attacks a person by name."
DAY = timedelta(days=1)
# What is written down of what happened, and stays though it is undone.
HISTORY = {
    *("DecisionText", "DecisionNote", "DecisionAction", "Proposal"),
    *("Event", "PersonLog", "OutboxMessage", "AppealLink"),
}


@dataclass
class Stage:
    people: tuple[User, User]
    posts: tuple[Post, Post]
    cameos: tuple[Cameo, Cameo]
    addresses: tuple[UUID, UUID]
    viewers: tuple[User, User]
    judge: User
    second: User
    untouched: Any = None  # `effects` at first, where it is made once for a file


def chief() -> User:
    """Staff who may decide everything."""
    person = cast.moderator()
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    return User.objects.get(pk=person.pk)


def set_up() -> Stage:
    people = (_saying(cast.creator()), _saying(cast.friend()))
    posts = (published(people[0]), published(people[1]))
    for number, post in enumerate(posts):
        assert post.draft is not None
        first = 3 * number
        seeds = (first + 1, first + 2, first + 3)
        remember_shown(post.draft.job.public_id, shown=shown(*seeds), files=None)
    own_bank(Category.VIOLENCE, by=Actor.system("tests"))
    cameos = (lent(people[0]), lent(people[1]))
    addresses = (address_of(people[0]).pk, address_of(people[1]).pk)
    return Stage(people, posts, cameos, addresses, (cast.stranger(), cast.teen()), chief(), chief())


def _saying(person: User) -> User:
    """With something in their profile."""
    for field, words in ((ProfileField.DISPLAY_NAME, "Captain Ho"), (ProfileField.BIO, "Boats.")):
        put(person, field, words)
    person.save(update_fields=["display_name", "name_key", "bio"])
    return person


def wish(name: ActionName, span: timedelta | None = None) -> Wish:
    """With what the action asks for."""
    action = ACTIONS[name]
    value = "violence" if name == ActionName.BANK_HASHES else next(iter(action.values), "")
    value = "grave" if name == ActionName.STRIKE else value
    if action.timing == Timing.MUST and span is None:
        span = DAY
    return Wish(name, span if action.timing != Timing.NEVER else None, value)


def wanted(stage: Stage, *wishes: Wish, who: int = 0, **more: Any) -> Wanted:
    """About what an action is for alone, if one is, else about the post."""
    draft = stage.posts[who].draft
    assert draft is not None
    kinds = {
        TargetKind.CAMEO: (SubjectKind.CAMEO, stage.addresses[who]),
        TargetKind.DRAFT: (SubjectKind.DRAFT, draft.pk),
        TargetKind.PROFILE: (SubjectKind.PROFILE, stage.people[who].pk),
    }
    targets = {ACTIONS[one.name].target for one in wishes} & set(kinds)
    kind, key = kinds[targets.pop()] if targets else (SubjectKind.POST, stage.posts[who].pk)
    return Wanted(kind, key, RULE, SAID, tuple(wishes), **more)


def child_case(stage: Stage, name: ActionName) -> Case:
    """Of child safety, about what this action is for."""
    what = wanted(stage, wish(name))
    return Case.objects.create(
        subject_kind=what.kind,
        subject_id=what.key,
        owner_id=stage.people[0].pk,
        queue=Queue.CHILD_SAFETY,
        diverted=True,
        sla_due_at=timezone.now() + timedelta(hours=1),
    )


def decided(stage: Stage, *wishes: Wish, who: int = 0, **more: Any) -> Decision:
    """By two, where it takes two."""
    return made(stage, wanted(stage, *wishes, who=who, **more))


def made(stage: Stage, what: Wanted) -> Decision:
    try:
        return decide(wanted=what, by=stage.judge)
    except DomainError as refused:
        if refused.code != ErrorCode.SECOND_APPROVAL_REQUIRED:
            raise
    return approve(proposal=propose(wanted=what, by=stage.judge), by=stage.second)


def undone(stage: Stage, decision: Decision) -> Decision:
    return made(stage, overturning(decision, "We were wrong."))


def effects(stage: Stage) -> dict[str, Any]:
    """What everybody may see and do now; no id of a row, no time."""
    return {
        "people": [of_person(one.pk) for one in stage.people],
        "posts": _of_posts(stage),
        "cameos": [likeness_of(Cameo.objects.get(pk=one.pk)).paused for one in stage.cameos],
        "bank": sorted(BankedHash.objects.values_list("hash", "state")),
    }


def of_person(key: Any) -> dict[str, Any]:
    person = User.objects.get(pk=key)
    closed = [one.value for one in Feature if feature_refusal(person, one)]
    assert len(CLOSES) == len(Feature)
    return {
        "standing": person.state,
        "closed": closed,
        "points": points_of(key),
        "says": (person.display_name, person.name_key, person.bio),
    }


def _of_posts(stage: Stage) -> list[dict[str, Any]]:
    """Each look is one query for all posts: these are the costliest of the product, and are asked
    before and after whatever a test does. What the feed shows is what is public for its viewer."""
    keys = [one.pk for one in stage.posts]
    guests = (None, *stage.viewers)
    seen = [_found(Post.objects.visible_to(one), keys) for one in guests]
    feed: Any = latest_for(stage.viewers[0], effective(stage.viewers[0])).filter(pk__in=keys)
    shown_as = {one.pk: (one.advisories, one.moved_to_adults) for one in feed}
    others = (None, stage.viewers[1], *stage.people)
    public = [_found(Post.objects.public_feed(one), keys) for one in others] + [set(shown_as)]
    return [
        {
            "seen": [key in one for one in seen],
            "public": [key in one for one in public],
            "shown_as": shown_as.get(key),
            **_to_author(key),
        }
        for key in keys
    ]


def _found(posts: models.QuerySet[Post], keys: list[UUID]) -> set[UUID]:
    return set(posts.filter(pk__in=keys).values_list("pk", flat=True))


def _to_author(key: UUID) -> dict[str, Any]:
    post = Post.objects.select_related("draft__job", "author").get(pk=key)
    try:
        mine: Any = post_for(post.author, post_id=key)
        bounds = (mine.no_remix, mine.no_download, mine.advisories, mine.moved_to_adults)
    except NotFound:
        bounds = None
    return {
        "state": post.state,
        "bounds": bounds,
        "areas": areas_of(post),
        "usable": Draft.objects.usable_by(post.author).filter(posts=post).exists(),
        "down": post.state == PostState.TAKEN_DOWN,
    }


def areas_of(post: Post) -> list[str]:
    """Where its files are, or go to."""
    assets = Asset.objects.filter(job=post.draft.job_id) if post.draft else Asset.objects.none()
    return sorted(one.bound_for for one in assets)


def every_table() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables that a person of ours may read, but for history; of files the area,
    for they come back under new keys; of holds and strikes those that live."""
    found = {}
    for model in apps.get_models():
        if issubclass(model, AppendOnly) or model.__name__ in HISTORY:
            continue
        try:
            with transaction.atomic():
                found[model._meta.label] = _rows(model)
        except ProgrammingError:  # not for the web process
            continue
    assert len(found) > 60
    return found


def _rows(model: type[models.Model]) -> list[dict[str, Any]]:
    rows = model._default_manager.all()
    if issubclass(model, Hold | Strike):
        rows = rows.filter(lifted_at=None)
    if model is Asset:
        files = [{"pk": one.pk, "area": one.bound_for} for one in Asset.objects.all()]
        return sorted(files, key=str)
    values = [dict(row) for row in rows.values()]
    for row in values:
        row.pop("session_epoch", None)  # sessions that were ended stay ended
    return sorted(values, key=str)
