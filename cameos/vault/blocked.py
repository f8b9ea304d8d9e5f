"""The templates of somebody blocked: sealed as recordings are, and without any clip."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.utils import timezone

from cameos.blocked.states import BlockedState
from cameos.models import BlockedLikeness, CameoKey
from cameos.purposes import BiometricPurpose, Use
from cameos.vault.process import require_likeness
from cameos.vault.recording import seal_under
from cameos.vault.template import Template
from cameos.vault.uses import begin
from lib.actors import Actor
from lib.errors import StaleState

EPOCH = 1  # a release is given once; taken back, the row is over


def keep_blocked(
    *, likeness: BlockedLikeness, templates: Sequence[Template], actor: Actor
) -> CameoKey:
    """As `keep_recording`: under a fresh key, which no film is compared with before
    `confirm_blocked`. Raises StaleState where the release was taken back meanwhile."""
    purpose = BiometricPurpose.BLOCKED_PERSON
    begin(purpose, Use.KEEP, actor=actor, about=likeness.public_id, count=len(templates))
    row = CameoKey(blocked=likeness, epoch=EPOCH)
    wanted = partial(_still_wanted, likeness.pk)
    seal_under(row, wanted, templates=templates, clips=[], actor=actor)
    return row


def confirm_blocked(key: CameoKey) -> None:
    """Searches see it from now on. In the caller's transaction, which holds the likeness's row."""
    require_likeness()
    CameoKey.objects.filter(pk=key.pk).update(confirmed_at=timezone.now())


def _still_wanted(likeness_id: UUID) -> None:
    """Under a lock, as of a cameo."""
    now = BlockedLikeness.objects.select_for_update(no_key=True).get(pk=likeness_id)
    if now.state != BlockedState.CONFIRMED:
        raise StaleState
