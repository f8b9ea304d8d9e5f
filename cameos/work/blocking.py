"""Portraits of somebody who asked never to be shown become a template, once. In the likeness
process; the portraits are erased with the verdict, whatever it is."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.services import record
from cameos.blocked import limits, pictures
from cameos.blocked.ending import finish
from cameos.blocked.states import BlockedProblem, BlockedState
from cameos.blocked.switching import SWITCH
from cameos.enrolment.searching import one_after_another
from cameos.models import BlockedLikeness, Cameo
from cameos.purposes import BiometricPurpose
from cameos.trying import counted_with_files, leased
from cameos.vault.blocked import confirm_blocked, keep_blocked
from cameos.vault.gallery import gallery_of, refresh_all
from cameos.vault.recording import erase_recording
from cameos.vault.template import Template
from cameos.work.portraits import Unsuitable, templates_of
from cameos.work.unblocking import WORKER, erase_keys
from lib.errors import StaleState
from lib.faces import registry
from lib.faces.base import Closeness, FaceKind
from lib.faces.thresholds import for_gallery
from lib.states import advance

NEAREST = 3  # somebody may be blocked twice, by themself and by their estate


def measure(likeness_id: UUID) -> None:
    """Late, doubled or overtaken, nothing happens; killed within, it is asked for again."""
    row = _claimed(likeness_id)
    if row is None:
        return
    try:
        with counted_with_files(row):
            _measure(row)
    except StaleState:  # taken back meanwhile: the keys went with it
        return
    pictures.erase(row.picture_keys)
    BlockedLikeness.objects.filter(pk=row.pk).update(picture_keys=[])


def _claimed(likeness_id: UUID) -> BlockedLikeness | None:
    waiting = BlockedLikeness.objects.filter(pk=likeness_id, state=BlockedState.CONFIRMED)
    if not leased(waiting, span=limits.LEASE):
        return None
    return BlockedLikeness.objects.get(pk=likeness_id)


def _measure(row: BlockedLikeness) -> None:
    if row.attempts > limits.MOST_ATTEMPTS:
        return _fail(row, BlockedProblem.NOT_ASSESSED)
    if not SWITCH.is_on():
        return _fail(row, BlockedProblem.SWITCHED_OFF)
    erase_keys(row.pk)  # what a killed process left
    kind = registry.build()
    try:
        templates = templates_of(row, kind)
    except Unsuitable as error:
        return _fail(row, error.problem)
    try:
        with one_after_another():
            _keep(row, templates, kind)
    finally:
        for template in templates:
            template.forget()
    return None


def _keep(row: BlockedLikeness, templates: Sequence[Template], kind: FaceKind) -> None:
    if _is_enrolled(row, templates, kind):
        return _fail(row, BlockedProblem.ENROLLED_ALREADY)
    key = keep_blocked(likeness=row, templates=templates, actor=WORKER)
    try:
        with transaction.atomic():
            advance(
                row, to=BlockedState.MEASURED, actor=WORKER, reason="measured",
                guard={"leased_until": row.leased_until}, measured_at=timezone.now(),
            )  # fmt: skip
            confirm_blocked(key)
            record("cameos.blocked.measured", actor=WORKER, target=row.public_id)
    except BaseException:
        erase_recording(key.pk, actor=WORKER)
        raise
    refresh_all()
    return None


def _is_enrolled(row: BlockedLikeness, templates: Sequence[Template], kind: FaceKind) -> bool:
    """Whether a cameo has this face: its owner's films would all be stopped, which is what somebody
    would send a stolen portrait for (abuse table, "same-face check"). Who cannot be compared keeps
    nobody from being protected: people look at what is held."""
    found = gallery_of(kind.mark).search(
        templates, nearest=NEAREST, purpose=BiometricPurpose.BLOCKED_PERSON, actor=WORKER,
        about=row.public_id,
    )  # fmt: skip
    limit = for_gallery(kind.thresholds, searched=found.searched)
    near = {
        match.cameo_id
        for matches in found.nearest
        for match in matches
        if limit.closeness(match.distance) is Closeness.SAME
    }
    return Cameo.objects.filter(pk__in=near).exists()


def _fail(row: BlockedLikeness, problem: BlockedProblem) -> None:
    with transaction.atomic():
        finish(row, BlockedState.FAILED, actor=WORKER, reason="not measured", problem=problem)
