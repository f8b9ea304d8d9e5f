"""What may be published now, and by whom."""

from django.utils.translation import gettext as _

from accounts.models import Standing, User
from feed.models import Post
from feed.states import LIVE
from generation.models import Draft
from generation.models.assets import LEAVING
from lib.errors import DomainError, ErrorCode, NotFound
from moderation.services.rating import Rating


def publish_refusal(person: User, draft: Draft) -> DomainError | None:
    """Why `person` may not publish `draft` now, or None; for whom it is fit is asked later."""
    # Whoever is shut out, or has left, does nothing here.
    if not person.stands:
        return DomainError(ErrorCode.SUSPENDED, _("Your account is suspended."))
    # Limited accounts may look, not speak.
    if person.standing == Standing.LIMITED:
        return DomainError(
            ErrorCode.STANDING_LIMITED, _("Your account is limited: it cannot publish.")
        )
    # Somebody else's draft does not exist, nor does a deleted one.
    if draft.owner_id != person.pk or draft.deleted_at is not None:
        return NotFound()
    # One live post of a draft, so that what was taken down is not simply published again.
    if Post.objects.filter(draft=draft, state__in=sorted(LIVE)).exists():
        return DomainError(ErrorCode.ALREADY_PUBLISHED, _("This is published already."))
    # Every file that leaves is marked and signed (law 10), and none is withdrawn or on its way.
    if not _is_sealed(draft):
        return DomainError(
            ErrorCode.NOT_PUBLISHABLE, _("The files of this video cannot be handed out now.")
        )
    return None


def rating_refusal(rating: Rating, *, author: User) -> DomainError | None:
    """Why something so rated is not published by `author`, or None."""
    # By the policy in force it is fit for nobody, or not enough of it was assessed (law 1).
    if not rating.fits_adults:
        return DomainError(
            ErrorCode.NOT_PUBLISHABLE, _("Our rules do not allow this to be published.")
        )
    # People under 18 publish what people under 18 may see.
    if not author.is_adult and not rating.fits_under_18:
        return DomainError(
            ErrorCode.MINOR_POLICY, _("This is against our rules for people under 18.")
        )
    return None


def _is_sealed(draft: Draft) -> bool:
    leaving = [asset for asset in draft.job.assets.all() if asset.kind in LEAVING]
    complete = {asset.kind for asset in leaving} == LEAVING
    return complete and all(asset.sealed_at is not None and asset.may_leave for asset in leaving)
