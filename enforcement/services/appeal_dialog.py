"""Asking whoever appealed, before their appeal is answered (E28, Q-4)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement.appeal_notices import tell_asked
from enforcement.limits import APPEAL_CHARACTERS
from enforcement.models import Appeal, AppealMessage, AppealState, Case
from enforcement.services.appealing import authorise
from enforcement.shown_appeals import is_asked, may_be_asked
from enforcement.triage.repricing import reprice
from enforcement.triage.telling import tell_replied
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
        message = AppealMessage.objects.create(
            appeal=row, from_staff=True, asked_by=by.pk, text=words
        )
        record("enforcement.appeal.asked", actor=Actor.person(by.pk), target=row.public_id)
        tell_asked(row)
    return message


def reply(*, appeal: Appeal, text: str) -> AppealMessage:
    """Of whoever appealed; that it is they the caller knows. Its case comes forward, and who asked
    is told. Raises DomainError as `ask`, StaleState where nothing was asked."""
    words = accepted_text(text, "text", most=APPEAL_CHARACTERS, required=_("Say something."))
    with transaction.atomic():
        row = _pending(appeal)
        if not is_asked(row):
            raise StaleState(_("Nothing was asked."))
        message = AppealMessage.objects.create(appeal=row, from_staff=False, text=words)
        actor = Actor.person(row.person_id) if row.person_id else Actor.system("contact")
        record("enforcement.appeal.replied", actor=actor, target=row.public_id)
        case = Case.objects.select_for_update().get(pk=row.case_id)
        reprice(case)
        tell_replied(case, _asker(row))
    return message


def _asker(appeal: Appeal) -> UUID | None:
    """Of the question that was replied to; None where they left."""
    asked = appeal.messages.filter(from_staff=True).order_by("-at", "-pk")
    return asked.values_list("asked_by", flat=True).first()


def _pending(appeal: Appeal) -> Appeal:
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("decision", "case")
    row = rows.get(pk=appeal.pk)
    if row.state != AppealState.PENDING:
        raise StaleState
    return row
