"""Whether the picture that a job's film begins with may still be used."""

from cameos.attestations.switching import SWITCH
from cameos.capabilities.tokens import CapabilityRefused, Fault
from cameos.models import ReferenceImage
from cameos.uploads.states import ReferenceState
from cameos.uploads.using import UsableReference, usable_reference
from generation.engines.registry import capabilities_of
from generation.input_images import goes_back_to_attested, pictures_behind
from generation.models import InputImage, Job
from generation.services.withdrawn import SourceGone
from lib.errors import DomainError
from lib.signed_media import StorageDamaged
from provenance.signing import Given


class InputImageGone(Exception):
    """It was removed. That is its sender's doing, and counts as any failure: else whoever removes
    it near the end would have had the drawing for nothing."""


class AttestationEnded(CapabilityRefused):
    """Staff take no attestations any more, its engine draws elsewhere by now, or its hours ran out
    while it waited: no doing of its maker, so it ends and counts as where a likeness was taken
    back."""

    def __init__(self) -> None:
        super().__init__(Fault.ENDED)


def picture_of(job: Job) -> UsableReference | None:
    """As it may be used at this moment; None for a film that begins with none. Raises
    InputImageGone, AttestationEnded, SourceGone; StorageDamaged where other bytes stand for it."""
    row = InputImage.objects.filter(job=job).first()
    if row is None:
        return None
    refuse_ended(job)
    picture = _usable(row)
    # An operator may have changed the engine's table since.
    if picture.attested and capabilities_of(job.engine).processor:
        raise AttestationEnded
    return picture


def refuse_ended(job: Job) -> None:
    """Before it is drawn, and in the transactions that write. What rests on an attestation, here or
    in anything behind it, ends with the switch, however far it is. Raises AttestationEnded."""
    if goes_back_to_attested(job) and not SWITCH.is_on():
        raise AttestationEnded


def given_of(job: Job) -> tuple[Given, ...]:
    """What the manifest of a film says of the pictures in it; never whose they are."""
    found = [
        Given(str(row.origin.get("state", "none")), row.origin.get("ai_made"))
        for row in pictures_behind(job)
    ]
    return tuple(sorted(found, key=lambda one: (one.state, str(one.ai_made))))


def _usable(row: InputImage) -> UsableReference:
    try:
        found = usable_reference(row.picture_id, row.job.owner, taken_in_time=True)
    except DomainError:
        raise _gone(row) from None
    if found.digest != row.digest:
        raise StorageDamaged("other bytes than were taken")
    return found


def _gone(row: InputImage) -> Exception:
    """By whose doing. While a film is made of it only an attested one ends by the clock."""
    state = ReferenceImage.objects.values_list("state", flat=True).get(pk=row.picture_id)
    if state == ReferenceState.REMOVED:
        return InputImageGone()
    return AttestationEnded() if row.attested else SourceGone()
