"""Whose eyes a film with people in it may meet, asked at read (C10): a revocation writes one row
and hides any number of films.

`film` is the key of the film's job as an outer reference, for any queryset that shows films:
`posts.exclude(unseen(OuterRef("draft__job_id")))`. Each of these is one subquery that starts at the
index of capabilities by film.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact, IsNull

from accounts.models import Block, Follow, User
from accounts.selectors import visible_to
from cameos.models import Cameo, CameoKind, Capability


def hidden(film: OuterRef) -> Exists:
    """From everybody, its maker too: somebody in it withdrew the consent, and so it is erased."""
    return Exists(_of(film).filter(consent_lost()))


def unseen(film: OuterRef, viewer: User | None = None) -> Exists:
    """By all who ask over the API, its maker too: hidden, or somebody in it may not use this app
    now. Whoever leaves still takes along what shows themself (`viewer`)."""
    return Exists(_of(film).filter(consent_lost() | _kept_back(viewer)))


def out_of_public(film: OuterRef) -> Exists:
    """Unseen, or for friends of those in it: in no public place, whoever looks."""
    return Exists(_of(film).filter(consent_lost() | _kept_back() | Q(friends_only=True)))


def out_of_reach(film: OuterRef, viewer: User | None) -> Exists:
    """A film for friends, and `viewer` (None: a guest) is none of somebody who asked for that.

    Whoever asked needs no friendship with themself, for their own likeness alone: another in the
    same film, or a character of theirs, opens nothing. Its maker is the caller's to let through.
    """
    bounded = _of(film).filter(friends_only=True)
    if viewer is None:
        return Exists(bounded)
    own = Q(owner=viewer.pk, kind=CameoKind.HUMAN)
    opened = Cameo.objects.filter(own | _mutual_of(viewer), pk=OuterRef("cameo_id"))
    return Exists(bounded.exclude(Exists(opened)))


def likenesses(film: OuterRef, viewer: User | None) -> ArraySubquery:
    """The handles of the people who lent themselves to a film, as far as `viewer` may see them."""
    lender = visible_to(viewer).filter(
        cameos__pk=OuterRef("cameo_id"), cameos__kind=CameoKind.HUMAN
    )
    named = _of(film).annotate(handle=Subquery(lender.values("handle")[:1]))
    return ArraySubquery(named.exclude(handle=None).order_by("handle").values("handle"))


def kept_apart(film: OuterRef, viewer: User, *, by_others: bool = False) -> Exists:
    """Somebody whose likeness is in it and `viewer` blocked each other, whoever did: neither sees
    anything of the other (A13); `by_others`: of those whom `viewer` blocked they know it. Its maker
    is the caller's to let through."""
    between = Q(blocker=OuterRef("owner_id"), blocked=viewer.pk)
    if not by_others:
        between |= Q(blocker=viewer.pk, blocked=OuterRef("owner_id"))
    theirs = Cameo.objects.filter(Exists(Block.objects.filter(between)), pk=OuterRef("cameo_id"))
    return Exists(_of(film).filter(Exists(theirs)))


def consent_lost() -> Q:
    """Of capabilities: their films are hidden. The rule that stands in Cameo's docstring; what is
    not shown to others ends with its epoch too. Without a cameo's row nobody vouches for it."""
    is_remix = Exact(OuterRef("inherited"), True)
    was_shown = IsNull(OuterRef("published_at"), False)
    seen = Q(is_remix, remixes_hidden_through__lt=OuterRef("epoch")) | (
        Q(~Q(is_remix), hidden_through__lt=OuterRef("epoch"))
    )
    current = Q(epoch__lte=OuterRef("epoch")) | Q(was_shown)
    return ~Q(Exists(Cameo.objects.filter(seen, current, pk=OuterRef("cameo_id"))))


def _kept_back(viewer: User | None = None) -> Q:
    """Of capabilities: a parent took the store's consent to the use of this app back, or the owner,
    who is not `viewer`, is leaving. Either may end, so that nothing is erased for it."""
    leaving = Q(owner__closed_at__isnull=False)
    if viewer is not None:
        leaving &= ~Q(owner=viewer.pk)
    away = Q(owner__consent_rescinded_at__isnull=False) | leaving
    whose = Cameo.objects.filter(away)
    return Q(Exists(whose.filter(pk=OuterRef("cameo_id"))))


def _of(film: OuterRef) -> QuerySet[Capability]:
    return Capability.objects.filter(film_id=film)


def _mutual_of(viewer: User) -> Q:
    """Of cameos: of whoever follows `viewer` and is followed back."""
    theirs = Follow.objects.filter(follower=OuterRef("owner_id"), followed=viewer.pk)
    mine = Follow.objects.filter(follower=viewer.pk, followed=OuterRef("owner_id"))
    return Q(Exists(theirs)) & Q(Exists(mine))
