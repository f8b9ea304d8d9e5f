"""Which handles can be had."""

import re

from django.utils.translation import gettext as _

from accounts.handles.folding import fold
from accounts.handles.holds import is_held
from accounts.handles.lookalikes import passes_for_protected
from accounts.handles.reserved import is_reserved
from accounts.models import User
from accounts.unconfirmed import abandoned
from lib.errors import DomainError, ErrorCode
from lib.texts import word_lists_refuse

SHAPE = re.compile(r"[A-Za-z0-9_.]{3,20}", re.ASCII)
LONGEST = 20
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+", re.ASCII)


class HandleRefused(DomainError):
    """This handle cannot be had."""

    def __init__(self, code: ErrorCode, detail: str) -> None:
        super().__init__(code, detail, attr="handle")


def handle_refusal(handle: str, *, for_email: str) -> HandleRefused | None:
    """Why `handle` cannot be had by the person with this e-mail address, or None."""
    # Longer text is not even folded.
    if not handle or len(handle) > LONGEST:
        return _malformed()
    key = fold(handle)
    # Names of the house and of public figures, in any disguise.
    if is_reserved(key):
        return HandleRefused(ErrorCode.HANDLE_RESERVED, _("This handle cannot be used here."))
    # Letters, digits, underscore and dot.
    if not SHAPE.fullmatch(handle):
        return _malformed()
    # Insults and worse, whoever hides them between dots. An address cannot wait for a judgement.
    if word_lists_refuse(_as_words(handle)):
        return HandleRefused(ErrorCode.HANDLE_RESERVED, _("This handle cannot be used here."))
    # Somebody has it, or had it until a moment ago. One's own in another spelling is free.
    others = User.objects.filter(handle_key=key).exclude(email__iexact=for_email)
    others = others.exclude(abandoned())
    if others.exists() or is_held(key, for_email=for_email):
        return taken()
    # It looks like a protected account's. Told as taken, for nobody learns who is protected.
    own = User.objects.filter(email__iexact=for_email).first()
    return taken() if passes_for_protected(handle, but=own) else None


def _as_words(handle: str) -> str:
    """`Kill_allCats.99` as it is, and as "Kill all Cats 99"."""
    return "\n".join([handle, " ".join(WORDS.findall(handle))])


def taken() -> HandleRefused:
    """The answer to a handle that somebody has, or that looks like theirs."""
    return HandleRefused(ErrorCode.HANDLE_TAKEN, _("This handle is taken."))


def _malformed() -> HandleRefused:
    return HandleRefused(
        ErrorCode.INVALID, _("A handle has 3 to 20 letters, digits, underscores or dots.")
    )
