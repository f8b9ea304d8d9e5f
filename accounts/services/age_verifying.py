"""Answers of the operator's age verification provider: signed, about one visit, counted once.

The provider gets a random nonce and no name; its answer is a JWS (RFC 7515) with these claims:
`iss`, `aud`, `iat`, `exp`, `nonce`, `band` (`under_13`, `13_17`, `18_plus`), `method` (a code of
the provider's), and for a teen `adult_from` (the 18th birthday), where it may say that.
"""

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import jwt
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AgeBand, AgeSource, AgeVerification, User
from accounts.models.age_appeals import VERIFICATION_LASTS
from accounts.services.ages import signal_age
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode

# Only signatures that the holder of a public key cannot make.
ALGORITHMS = ("ES256", "ES384", "EdDSA", "RS256", "PS256")
REQUIRED = ["iss", "aud", "iat", "exp", "nonce", "band"]
LONGEST = 8192  # characters of an answer
METHOD = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)
SAID = (AgeBand.UNDER_13, AgeBand.TEEN, AgeBand.ADULT)


def begin_verification(*, person: User) -> AgeVerification:
    """A visit to the provider. Raises DomainError `temporarily_disabled` where there is none."""
    if not settings.AGE_VERIFIER_KEYS:
        raise DomainError(
            ErrorCode.TEMPORARILY_DISABLED, _("Ages cannot be verified that way here.")
        )
    with transaction.atomic():
        visit = AgeVerification.objects.create(person=person, nonce=uuid4())
        actor = Actor.person(person.pk)
        record("accounts.age.verification_begun", actor=actor, target=person.public_id)
    return visit


def take_answer(*, person: User, answer: str) -> AgeBand:
    """What the provider says of this person; the band that holds then.

    Raises DomainError: `signature_invalid` for whatever is not its fresh answer about an open
    visit of theirs, `verification_used` for one that came before.
    """
    claims = _claims(answer)
    with transaction.atomic():
        visit = (
            AgeVerification.objects.select_for_update()
            .filter(
                person=person,
                nonce=_nonce(claims["nonce"]),
                begun_at__gt=timezone.now() - VERIFICATION_LASTS,
            )
            .first()
        )
        if visit is None:
            raise _invalid()
        if visit.used_at is not None:
            raise DomainError(ErrorCode.VERIFICATION_USED, _("This answer was used before."))
        AgeVerification.objects.filter(pk=visit.pk).update(used_at=timezone.now())
        return signal_age(
            person=person,
            band=_band(claims["band"]),
            source=AgeSource.VERIFIED,
            actor=Actor.system("age_verifier"),
            adult_from=_adult_from(claims),
            facts={"method": _method(claims.get("method"))},
        )


def _claims(answer: str) -> dict[str, Any]:
    if not settings.AGE_VERIFIER_KEYS or len(answer) > LONGEST or not answer.isascii():
        raise _invalid()
    try:
        named = jwt.get_unverified_header(answer).get("kid")
        key = _keys(settings.AGE_VERIFIER_KEYS)[str(named)]
        claims: dict[str, Any] = jwt.decode(
            answer,
            key,
            algorithms=[str(key.algorithm_name)],
            issuer=settings.AGE_VERIFIER_ISSUER,
            audience=settings.AGE_VERIFIER_AUDIENCE,
            options={"require": REQUIRED},
        )
    except (jwt.PyJWTError, KeyError, ValueError):
        raise _invalid() from None
    return claims


@lru_cache(maxsize=1)
def _keys(path: str) -> dict[str, jwt.PyJWK]:
    """The provider's public keys by `kid`. Raises ImproperlyConfigured for anything else."""
    found = jwt.PyJWKSet.from_json(Path(path).read_text()).keys
    for key in found:
        if key.algorithm_name not in ALGORITHMS or not key.key_id:
            raise ImproperlyConfigured(
                f"AGE_VERIFIER_KEYS: each key needs a kid and one of {', '.join(ALGORITHMS)}."
            )
    return {str(key.key_id): key for key in found}


def _nonce(said: object) -> UUID:
    try:
        return UUID(str(said))
    except ValueError:
        raise _invalid() from None


def _band(said: object) -> AgeBand:
    if said not in SAID:
        raise _invalid()
    return AgeBand(str(said))


def _adult_from(claims: dict[str, Any]) -> date | None:
    named = claims.get("adult_from")
    if named is None or claims["band"] != AgeBand.TEEN:
        return None
    try:
        return date.fromisoformat(str(named))
    except ValueError:
        raise _invalid() from None


def _method(said: object) -> str | None:
    """A code, or nothing: an answer brings no words in here."""
    return said if isinstance(said, str) and METHOD.fullmatch(said) else None


def _invalid() -> DomainError:
    return DomainError(
        ErrorCode.SIGNATURE_INVALID, _("This is no valid answer about you. Begin anew.")
    )
