"""Which limits guardians set, and to what."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.safeguards import TEEN_DEFAULTS, Limit, Value, is_looser, parse, stricter
from lib.errors import DomainError, ErrorCode, NotFound

# Whether a likeness is recorded at all is released apart, and by both (services/releasing.py).
SETTABLE = tuple(limit for limit in Limit if limit != Limit.ENROLMENT)
SETTABLE_NAMES = [(limit.value, limit.value) for limit in SETTABLE]  # for bodies and their enum
# D-11: who may reach a teen, and what reaches them. Stricter values of these hold at once.
SAFETY_CRITICAL = frozenset(
    {
        *(Limit.CONTENT, Limit.DISCOVERABLE_BY, Limit.FOLLOWED_BY),
        *(Limit.MESSAGES_FROM, Limit.LIKENESS_USED_BY),
    }
)


def limit_named(name: str) -> Limit:
    """One that guardians set. Raises NotFound."""
    if name not in SETTABLE:
        raise NotFound
    return Limit(name)


def never_looser(limit: Limit, raw: Any) -> Value:
    """`raw` parsed and joined with what holds for every teen, so that what is kept never is looser
    than that, whatever reads it.

    Raises DomainError `invalid`; `looser_than_default` for what would change nothing.
    """
    value, default = parse(limit, raw, attr="value"), TEEN_DEFAULTS[limit]
    kept = stricter(limit, value, default)
    if is_looser(limit, value, default) and not is_looser(limit, default, kept):
        raise DomainError(
            ErrorCode.LOOSER_THAN_DEFAULT,
            _("This is looser than what protects every teen. It would have no effect."),
            attr="value",
        )
    return kept


def is_tighter(limit: Limit, new: Value | None, old: Value | None) -> bool:
    """Whether a control that becomes `new` permits nothing that `old` did not; None: no control."""
    default = TEEN_DEFAULTS[limit]
    return not is_looser(limit, default if new is None else new, default if old is None else old)
