"""Links in mails to people without an account, or who cannot sign in: each opens one thing."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from enforcement.appeal_rules import window
from enforcement.models import AppealLink, Decision, OpenNotice, Report
from lib.errors import DomainError, ErrorCode
from lib.selecting import with_public_id

CONFIRM, STATUS = "enforcement.confirm", "enforcement.status"
LONGEST = 512
INVALID = gettext_lazy("This link is not valid. Open it whole, as it stands in the newest mail.")


def confirm_link(notice: OpenNotice) -> str:
    """The address in the first mail."""
    return f"{settings.PUBLIC_ORIGIN}/report/confirm?token={confirm_token(notice)}"


def confirm_token(notice: OpenNotice) -> str:
    """Opens the confirmation of one notice."""
    return signing.dumps(notice.public_id, salt=CONFIRM, compress=False)


def status_link(public_id: str) -> str:
    """The address under which somebody reads what became of their report."""
    return f"{settings.PUBLIC_ORIGIN}/report/status?token={status_token(public_id)}"


def report_appeal_link(public_id: str) -> str:
    """The address under which somebody without an account appeals what was found."""
    return f"{settings.PUBLIC_ORIGIN}/report/appeal?token={status_token(public_id)}"


def status_token(public_id: str) -> str:
    """Opens the status of one report."""
    return signing.dumps(public_id, salt=STATUS, compress=False)


def appeal_link(decision: Decision, *, at_least: timedelta = timedelta()) -> str:
    """The address under which the person whom a decision concerns appeals it without signing in
    (E29): a new one for each letter, as long as the decision can be appealed, and for `at_least` so
    long from now."""
    token = secrets.token_urlsafe(32)
    until = max(decision.at + window(), timezone.now() + at_least)
    AppealLink.objects.create(decision=decision, digest=_digest(token), expires_at=until)
    return f"{settings.PUBLIC_ORIGIN}/appeal?token={token}"


def decision_of(token: str) -> Decision:
    """Raises DomainError `url_invalid` for a token that we did not make, `gone` once its time is
    over or its account deleted."""
    links = AppealLink.objects.select_related("decision").filter(digest=_digest(token[:LONGEST]))
    link = links.first()
    if link is None:
        raise DomainError(ErrorCode.URL_INVALID, str(INVALID))
    there = User.objects.filter(pk=link.decision.owner_id, deleted_at=None).exists()
    if link.expires_at <= timezone.now() or not there:
        raise DomainError(ErrorCode.GONE, _("This link has had its time."))
    return link.decision


def notice_of(token: str) -> OpenNotice:
    """Raises DomainError `url_invalid`; `gone` once it was confirmed or its time is over."""
    notice = with_public_id(OpenNotice.objects.filter(confirmed_at=None), _read(token, CONFIRM))
    if notice is None:
        raise DomainError(ErrorCode.GONE, _("This link has had its time."))
    return notice


def report_of(token: str) -> Report | OpenNotice:
    """The report, or a notice under whose id there was nothing. Raises DomainError `url_invalid`,
    `gone`."""
    public_id = _read(token, STATUS)
    reports = Report.objects.filter(contact__isnull=False).select_related("case").defer("text")
    found: Report | OpenNotice | None = with_public_id(reports, public_id)
    if found is None:
        held = OpenNotice.objects.filter(confirmed_at__isnull=False)
        found = with_public_id(held, public_id)
    if found is None:
        raise DomainError(ErrorCode.GONE, _("This link has had its time."))
    return found


def _read(token: str, salt: str) -> str:
    try:
        return str(signing.loads(token[:LONGEST], salt=salt))
    except signing.BadSignature:
        raise DomainError(ErrorCode.URL_INVALID, str(INVALID)) from None


def _digest(token: str) -> str:
    """Keyed: whoever reads the table opens nothing."""
    return salted_hmac("enforcement.appeal", token, algorithm="sha256").hexdigest()
