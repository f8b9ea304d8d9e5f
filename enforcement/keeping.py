"""What keeps a draft over its time: that a decision about its film can still be undone.

Its maker may delete it all the same, at any time: deletion is theirs, whatever waits. What is
decided about then is what was frozen when it was reported.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from enforcement.actions.names import ON_FILMS
from enforcement.appeal_rules import HOLDS, window
from enforcement.limits import APPEAL_ROUNDS
from enforcement.models import Decision, DecisionAction
from enforcement.models.appeals import LOCKED_BY
from enforcement.subjects.kinds import SubjectKind
from feed.models import Post
from generation.models import FilmHold, FilmHoldKind
from lib.sanctions import LIVE


def is_withheld(draft: OuterRef) -> Exists:
    """Staff withdrew it and may put it back, as a post that they removed; or an appeal waits that
    locks its film (`enforcement.locking`), whatever the window says by now."""
    held = Q(kind=FilmHoldKind.REMOVED) | Q(cause__startswith=LOCKED_BY)
    return Exists(FilmHold.objects.filter(LIVE & held, job__draft=draft))


def was_decided_about(draft: OuterRef) -> Exists:
    """Its maker can still appeal what was done to it."""
    return Exists(_open(SubjectKind.DRAFT).filter(subject_id=draft))


def was_decided_about_as_a_post(draft: OuterRef) -> Exists:
    """The same of what was done to a post of it, which may be gone since."""
    posts = Post.objects.filter(draft=OuterRef(draft)).values("pk")
    return Exists(_open(SubjectKind.POST).filter(subject_id__in=posts))


def _open(kind: SubjectKind) -> QuerySet[Decision]:
    """Decisions about films that did something which holds, or did until its end, and against which
    its maker has an appeal left, in time."""
    acts = DecisionAction.objects.filter(
        decision=OuterRef("pk"), state__in=HOLDS, target_kind__in=ON_FILMS
    )
    lately = Decision.objects.filter(subject_kind=kind, at__gt=timezone.now() - window())
    open_ = lately.filter(superseded_by=None, no_appeal=False, appeal_round__lt=APPEAL_ROUNDS)
    return open_.filter(Exists(acts))
