"""An owner's word about one processor: given, and taken back."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos.capabilities.running import running
from cameos.events import ProcessorWithdrawn
from cameos.ledger.facts import CapabilityWithdrawn, ProcessorAgreed, ProcessorTakenBack
from cameos.ledger.recording import record_consent, record_consents
from cameos.locking import take
from cameos.models import Cameo, ProcessorConsent
from cameos.processors import texts
from cameos.processors.declared import Processor
from cameos.processors.texts import Agreement, read_by
from cameos.services.permitting import ClosedToTeens
from cameos.states import VERIFIED
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound
from lib.events import publish

WITHDRAWN = "withdrawn"


def agree(*, cameo: Cameo, by: User, processor: Processor, text_hash: str) -> ProcessorConsent:
    """From now on pictures of this likeness may go there, for videos that its owner permits.

    Raises NotFound for a cameo that is not verified; ClosedToTeens, for a guardian's release would
    be needed; DomainError `stale_state` for another text than the one in force.
    """
    if not by.is_adult:
        raise ClosedToTeens(_("Under 18 your likeness stays with us."))
    read = read_by(processor, text_hash)
    if read is None:
        raise DomainError(ErrorCode.STALE_STATE, _("The text has changed. Read it again."))
    with transaction.atomic():
        row = take(cameo.pk)
        if row.state not in VERIFIED:
            raise NotFound
        standing = standing_of(row, processor.key)
        if standing is not None and standing.text_hash == text_hash:
            return standing
        consent = _written(row, processor, read)
        actor = Actor.person(by.pk)
        agreed = ProcessorAgreed(
            processor=processor.key,
            text_version=read.version,
            text_hash=text_hash,
            locale=read.locale,
            epoch=row.epoch,
        )
        record_consent(cameo_id=row.pk, fact=agreed, actor=actor)
        record(
            "cameos.processor.agreed", actor=actor, target=row.public_id, processor=processor.key
        )
    return consent


def withdraw(*, cameo: Cameo, by: User, key: str) -> None:
    """Nothing more goes there; what is drawn there with this likeness ends. Said twice, nothing
    changes. Also of a processor that is no longer declared.

    Waits for uses that are just being authorised, and ends these too.
    """
    with transaction.atomic():
        row = take(cameo.pk)
        consent = _given(row, key).first()
        if consent is None:
            return
        consent.withdrawn_at = timezone.now()
        consent.save(update_fields=["withdrawn_at"])
        actor = Actor.person(by.pk)
        taken_back = ProcessorTakenBack(processor=key, epoch=row.epoch)
        record_consent(cameo_id=row.pk, fact=taken_back, actor=actor)
        _end_what_runs_there(row.pk, key, actor)
        record("cameos.processor.withdrawn", actor=actor, target=row.public_id, processor=key)
        publish(ProcessorWithdrawn(row.pk, key))


def standing_of(cameo: Cameo, key: str) -> ProcessorConsent | None:
    """The owner's word, if it stands in the epoch of `cameo`, under the text in force."""
    return _given(cameo, key).filter(text_version=texts.VERSION).first()


def _given(cameo: Cameo, key: str) -> QuerySet[ProcessorConsent]:
    """And not taken back, under whatever text."""
    return ProcessorConsent.objects.filter(
        cameo_id=cameo.pk, processor=key, epoch=cameo.epoch, withdrawn_at=None
    )


def _written(cameo: Cameo, processor: Processor, read: Agreement) -> ProcessorConsent:
    said = f"{processor.name}; {processor.region}; {processor.retention}"
    consent, _made = ProcessorConsent.objects.update_or_create(
        cameo=cameo,
        processor=processor.key,
        defaults={
            "said": said,
            "text_version": read.version,
            "text_hash": read.hash,
            "epoch": cameo.epoch,
            "agreed_at": timezone.now(),
            "withdrawn_at": None,
        },
    )
    return consent


def _end_what_runs_there(cameo_id: UUID, key: str, actor: Actor) -> None:
    rows = running(cameo_id).filter(processor=key)
    ended = [CapabilityWithdrawn(capability=one.public_id, why=WITHDRAWN) for one in rows]
    if ended:
        record_consents(cameo_id=cameo_id, facts=ended, actor=actor)
    rows.update(ended_at=timezone.now(), ended_for=WITHDRAWN)
