"""Who may ask for a video now."""

from django.utils.translation import gettext as _

from accounts.models import Feature, Gated, User
from accounts.services.holds import feature_refusal
from accounts.services.terms import reconsent_refusal
from cameos.services.eligibility import asking_refusal
from generation.stopping import is_stopped
from lib.errors import DomainError, ErrorCode

RETRY_SECONDS = 60


def submit_refusal(person: User, *, engine: str | None, tool: str) -> DomainError | None:
    """Why `person` may not submit to `engine` now, or to any where none is named; or None."""
    # Whoever may not ask for a likeness may not ask for a video.
    if refusal := asking_refusal(person):
        return refusal
    # A decision closed making to them.
    if refusal := feature_refusal(person, Feature.GENERATION):
        return refusal
    # What they agreed to has changed since, in what concerns this.
    if refusal := reconsent_refusal(person, Gated.GENERATION):
        return refusal
    # Staff pulled the stop switch of the engine that would draw it, or of all.
    if is_stopped(engine, tool=tool):
        return DomainError(
            ErrorCode.TEMPORARILY_DISABLED,
            _("New videos are paused for the moment."),
            retry_after=RETRY_SECONDS,
        )
    return None
