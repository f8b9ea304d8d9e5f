"""The letter about an archive: that it is ready, and never where it lies or what is in it."""

from uuid import UUID

from django.core.mail import send_mail
from django.template.loader import render_to_string

from accounts.models import Export, ExportState


def send_export_letter(*, export_id: UUID) -> bool:
    """Send it if it is still true; False where it is not, or nobody is left to read it."""
    ready = Export.objects.filter(pk=export_id, state=ExportState.READY, person__deleted_at=None)
    row = ready.select_related("person").first()
    if row is None or not row.person.email:
        return False
    facts = {"ends_at": row.ends_at}
    subject = render_to_string("accounts/mail/export_ready_subject.txt", facts).strip()
    body = render_to_string("accounts/mail/export_ready_message.txt", facts)
    send_mail(subject, body, None, [row.person.email])
    return True
