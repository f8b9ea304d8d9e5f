"""Asking whoever appealed, before their appeal is answered (E28, Q-4)."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement.appeal_notices import tell_asked
from enforcement.limits import APPEAL_CHARACTERS
from enforcement.models import Appeal, AppealMessage, AppealState
from enforcement.services.appealing import authorise
from enforcement.shown_appeals import is_asked, may_be_asked
from enforcement.wanted import accepted_text
from lib.actors import Actor
from lib.errors import StaleState


def ask(*, appeal: Appeal, by: User, text: str) -> AppealMessage:
    """A question of whoever answers it; whoever appealed replies, or does not: it may be answered
    all the same. Raises as `appealing.authorise`; DomainError `required`, `max_length`,
    `invalid_characters`; StaleState where it was answered, where a question waits already, or
    after APPEAL_QUESTIONS of them."""
    words = accepted_text(text, "text", most=APPEAL_CHARACTERS, required=_("Ask something."))
    with transaction.atomic():
        row = _pending(appeal)
        authorise(row, by)
        if not may_be_asked(row):
            raise StaleState(_("A question waits already, or there were enough."))
        message = AppealMessage.objects.create(appeal=row, from_staff=True, text=words)
        record("enforcement.appeal.asked", actor=Actor.person(by.pk), target=row.public_id)
        tell_asked(row)
    return message


def reply(*, appeal: Appeal, text: str) -> AppealMessage:
    """Of whoever appealed; that it is they the caller knows. Raises DomainError as `ask`,
    StaleState where nothing was asked."""
    words = accepted_text(text, "text", most=APPEAL_CHARACTERS, required=_("Say something."))
    with transaction.atomic():
        row = _pending(appeal)
        if not is_asked(row):
            raise StaleState(_("Nothing was asked."))
        message = AppealMessage.objects.create(appeal=row, from_staff=False, text=words)
        actor = Actor.person(row.person_id) if row.person_id else Actor.system("contact")
        record("enforcement.appeal.replied", actor=actor, target=row.public_id)
    return message


def _pending(appeal: Appeal) -> Appeal:
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("decision", "case")
    row = rows.get(pk=appeal.pk)
    if row.state != AppealState.PENDING:
        raise StaleState
    return row
