"""Calling the people of staff who answer a teen."""

from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from parental.models import SafetyCase
from parental.states import CaseState

log = structlog.get_logger(__name__)


def call(case_id: UUID) -> None:
    """A line in the log, and a mail to the desk where one is set: the id of the case, no person.

    A mail that cannot be sent is only a call less: the case stands first in the admin.
    """
    case = SafetyCase.objects.filter(pk=case_id, state=CaseState.OPEN).first()
    if case is None:
        return
    log.warning("safety_case_open", case=case.public_id)
    if settings.SAFETY_DESK_EMAIL:
        shown = {"case": case.public_id, "fear": case.is_about_fear}
        message = render_to_string("parental/mail/desk_message.txt", shown)
        send_mail(f"Safety case {case.public_id}", message, None, [settings.SAFETY_DESK_EMAIL])
