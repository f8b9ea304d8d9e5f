"""Posts that are taken down: by a decision, or as staff did before each took one."""

from django.db import transaction

from accounts.models import User
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.models import Decision
from enforcement.services.deciding import decide, overturn
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from feed.models import Post
from feed.services.takedowns import locked, withdraw
from lib.actors import Actor

RULES = ("harassment_targeted",)


def removed(post: Post, by: User) -> Decision:
    """By a decision without a case of staff who may do that."""
    wishes = (Wish(ActionName.REMOVE_POST),)
    about = Wanted(SubjectKind.POST, post.pk, RULES, "It attacks a person by name.", wishes)
    return decide(wanted=about, by=by)


def given_back(decision: Decision, by: User) -> Decision:
    """That was wrong."""
    return overturn(decision=decision, statement="We were wrong.", by=by)


def taken_down_before(post: Post, by: User) -> Post:
    """What staff left behind when they took a post down without a decision."""
    with transaction.atomic():
        current = locked(post)
        withdraw(current, actor=Actor.person(by.pk), reason="taken down")
    return current
