"""Keeping, confirming and destroying what one recording of a person left."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.services import record
from cameos.models import Cameo, CameoKey, FaceTemplate, ReferenceClip
from cameos.purposes import BiometricPurpose, Use
from cameos.states import ENDED
from cameos.vault import keys
from cameos.vault.clips import remove_clips, seal_clip
from cameos.vault.process import require_likeness
from cameos.vault.sealing import seal_template
from cameos.vault.template import Template
from cameos.vault.uses import begin
from lib.actors import Actor
from lib.errors import StaleState
from lib.ids import new_id

Wanted = Callable[[], None]


def keep_recording(
    *,
    cameo: Cameo,
    templates: Sequence[Template],
    clips: Sequence[IO[bytes]],
    purpose: BiometricPurpose,
    actor: Actor,
) -> CameoKey:
    """Seal them under a fresh key. Nothing but a duplicate check sees them until `confirm`.

    `cameo.epoch` is the epoch under which it was recorded. Raises StaleState where consent was
    withdrawn meanwhile, at whatever instant: then nothing is left. The row of the key stands before
    the key, and the key before what it seals, so whoever is killed leaves a row to erase by.
    """
    count = len(templates) + len(clips)
    begin(purpose, Use.KEEP, actor=actor, about=cameo.public_id, count=count)
    return seal_recording(cameo=cameo, templates=templates, clips=clips, actor=actor)


def seal_recording(
    *, cameo: Cameo, templates: Sequence[Template], clips: Sequence[IO[bytes]], actor: Actor
) -> CameoKey:
    """The sealing alone, whoever has declared the use; for the vault."""
    row = CameoKey(cameo=cameo, epoch=cameo.epoch)
    wanted = partial(still_wanted, cameo.pk, cameo.epoch)
    seal_under(row, wanted, templates=templates, clips=clips, actor=actor)
    return row


def seal_under(
    row: CameoKey,
    still_wanted: Wanted,
    *,
    templates: Sequence[Template],
    clips: Sequence[IO[bytes]],
    actor: Actor,
) -> None:
    """`row` is not saved yet. `still_wanted` takes a lock, or raises StaleState; it is asked before
    and after, in the transactions that write. For the vault."""
    count = len(templates) + len(clips)
    with transaction.atomic():
        still_wanted()
        row.save(force_insert=True)
    try:
        with keys.make(row.pk) as key:
            sealed_clips = [seal_clip(clip, key=key) for clip in clips]
            sealed = [sealed_row(template, key) for template in templates]
        with transaction.atomic():
            still_wanted()
            ReferenceClip.objects.bulk_create(sealed_clips)
            FaceTemplate.objects.bulk_create(sealed)
            record("cameos.recording.kept", actor=actor, target=row.holder.public_id, count=count)
    except BaseException:
        erase_recording(row.pk, actor=actor)
        raise


def confirm(*, key_id: UUID, actor: Actor) -> list[UUID]:
    """The recording is its owner's own: searches see it from now on. In the caller's transaction.

    Answers with the older recordings of the cameo: `erase_recording` is owed for each. Raises
    StaleState where consent was withdrawn since it was recorded, whatever was consented to later:
    then its key is destroyed, also where the caller's transaction brings the row back.
    """
    require_likeness()
    row = CameoKey.objects.select_related("cameo").get(pk=key_id)
    try:
        return _confirm(row, actor)
    except StaleState:
        erase_recording(key_id, actor=actor)
        raise


def _confirm(row: CameoKey, actor: Actor) -> list[UUID]:
    with transaction.atomic():
        still_wanted(row.holder_id, row.epoch)
        older = CameoKey.objects.filter(cameo_id=row.holder_id, made_at__lt=row.made_at)
        older.update(confirmed_at=None)
        CameoKey.objects.filter(pk=row.pk).update(confirmed_at=timezone.now())
        record("cameos.recording.confirmed", actor=actor, target=row.holder.public_id)
        return list(older.values_list("pk", flat=True))


def erase_recording(key_id: UUID, *, actor: Actor) -> None:
    """Destroy the key, then what it sealed. Safe to do again, and to be killed within."""
    require_likeness()
    keys.destroy(key_id)
    remove_clips(key_id)
    with transaction.atomic():
        row = CameoKey.objects.select_related("cameo", "blocked").filter(pk=key_id).first()
        if row is not None:
            row.delete()  # its templates and clips with it
            record("cameos.recording.erased", actor=actor, target=row.holder.public_id)


def still_wanted(cameo_id: UUID, epoch: int) -> None:
    """Under a lock: nothing is kept beside a withdrawal, whichever came first."""
    now = Cameo.objects.select_for_update(no_key=True).get(pk=cameo_id)
    if now.state in ENDED or now.epoch != epoch:
        raise StaleState


def sealed_row(template: Template, key: keys.DataKey) -> FaceTemplate:
    """Not saved yet; for the vault."""
    row_id, mark = new_id(), template.mark
    return FaceTemplate(
        id=row_id,
        key_id=key.id,
        kind=mark.kind,
        version=mark.version,
        dims=mark.dims,
        sealed=seal_template(template, key=key, row_id=row_id),
    )
