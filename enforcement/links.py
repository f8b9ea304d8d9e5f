"""Links in mails to people without an account: signed, each opens one thing."""

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from enforcement.models import OpenNotice, Report
from lib.errors import DomainError, ErrorCode
from lib.selecting import with_public_id

CONFIRM, STATUS = "enforcement.confirm", "enforcement.status"
LONGEST = 512


def confirm_link(notice: OpenNotice) -> str:
    """The address in the first mail."""
    return f"{settings.PUBLIC_ORIGIN}/report/confirm?token={confirm_token(notice)}"


def confirm_token(notice: OpenNotice) -> str:
    """Opens the confirmation of one notice."""
    return signing.dumps(notice.public_id, salt=CONFIRM, compress=False)


def status_link(public_id: str) -> str:
    """The address under which somebody reads what became of their report."""
    return f"{settings.PUBLIC_ORIGIN}/report/status?token={status_token(public_id)}"


def status_token(public_id: str) -> str:
    """Opens the status of one report."""
    return signing.dumps(public_id, salt=STATUS, compress=False)


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
        detail = _("This link is not valid. Open it whole, as it stands in the newest mail.")
        raise DomainError(ErrorCode.URL_INVALID, detail) from None
