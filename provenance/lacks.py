from datetime import UTC, datetime, timedelta

from provenance.certificates.credentials import configured_chain, credentials
from provenance.certificates.trust import own_trust
from provenance.errors import SigningUnavailable

# Ordering a certificate from a public CA takes days to weeks.
WARN_BEFORE = timedelta(days=30)


def lacks() -> str | None:
    """What stands between this installation and signatures that others can trust, or None."""
    if configured_chain() is None:
        return "no signing certificate is configured: the development CA, trusted by nobody, signs"
    try:
        leaf = credentials().leaf
    except SigningUnavailable as error:
        return f"nothing can be signed: {error.code}"
    if not own_trust().anchors:
        return "the certificate file holds no issuer: nothing signed can be verified"
    left = leaf.not_valid_after_utc - datetime.now(UTC)
    if left < WARN_BEFORE:
        return f"the signing certificate expires in {left.days} days"
    return None
