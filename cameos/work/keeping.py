"""A character that passed is sealed into the vault and becomes a cameo. In the likeness process."""

import hashlib
from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.services import record
from cameos.characters.states import CharacterState
from cameos.ledger.facts import Enrolled
from cameos.ledger.recording import record_consent
from cameos.models import Cameo, CameoKey, Character
from cameos.states import CameoState
from cameos.vault.characters import keep_clip
from cameos.vault.recording import confirm, erase_recording
from inbox.services import notify
from lib.actors import Actor
from lib.errors import StaleState
from lib.signed_media import delete, opened
from lib.states import advance

WORKER = Actor.system("vault")


def keep(character_id: UUID) -> None:
    """Late, doubled or overtaken, nothing happens; killed within, it is asked for again."""
    waiting = Character.objects.filter(state=CharacterState.PENDING).exclude(kept_key="")
    row = waiting.select_related("cameo").filter(pk=character_id).first()
    key = _sealed(row) if row else None
    if row is None or key is None:
        return
    try:
        with transaction.atomic():
            _begin_to_be(row, key)
    except BaseException as error:
        erase_recording(key.pk, actor=WORKER)
        if not isinstance(error, StaleState):
            raise
        return
    delete(row.kept_key)


def _sealed(row: Character) -> CameoKey | None:
    """What is sealed is what was looked at: it is hashed and sealed as it was read once. None where
    it is gone, or another, or somebody else was faster."""
    try:
        clip = opened(row.kept_key)
    except FileNotFoundError:
        return None
    with clip, suppress(StaleState):
        found = hashlib.file_digest(clip, "sha256").hexdigest()  # type: ignore[arg-type]
        if found == row.kept_digest:
            clip.seek(0)
            return keep_clip(cameo=row.cameo, clip=clip, actor=WORKER)
    return None


def _begin_to_be(row: Character, key: CameoKey) -> None:
    confirm(key_id=key.pk, actor=WORKER)
    cameo = Cameo.objects.select_for_update(no_key=True).get(pk=row.pk)
    now = Character.objects.select_for_update(no_key=True).get(pk=row.pk)
    owner_only = now.approved_at is None
    advance(
        cameo, to=CameoState.ACTIVE, actor=WORKER, reason="no human being was found",
        verified_at=timezone.now(), usable_by_owner_only=owner_only,
    )  # fmt: skip
    advance(now, to=CharacterState.READY, actor=WORKER, reason="sealed", kept_key="")
    proven = Enrolled(
        enrolment=row.public_id, release="", usable_by_owner_only=owner_only, epoch=cameo.epoch
    )
    record_consent(cameo_id=cameo.pk, fact=proven, actor=WORKER)
    record("cameos.character.accepted", actor=WORKER, target=row.public_id)
    notify(
        person_id=row.owner_id, type="character.ready", data={"cameo": row.public_id},
        about=row.pk,
    )  # fmt: skip
