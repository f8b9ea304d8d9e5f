"""Templates of another model beside those of a recording, under the same key."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from audit.services import record
from cameos.models import CameoKey, FaceTemplate
from cameos.purposes import BiometricPurpose, Use
from cameos.vault import keys
from cameos.vault.process import require_likeness
from cameos.vault.recording import sealed_row, still_wanted
from cameos.vault.template import Template
from cameos.vault.uses import begin
from lib.actors import Actor
from lib.errors import StaleState
from lib.faces.base import TemplateMark

BATCH = 1_000


def add_templates(*, key: CameoKey, templates: Sequence[Template], actor: Actor) -> bool:
    """False where somebody was faster: a recording is measured by a model once.

    Raises StaleState where consent was withdrawn or the recording erased meanwhile, and VaultError:
    then nothing is added.
    """
    about = key.holder.public_id
    begin(BiometricPurpose.REMEASUREMENT, Use.KEEP, actor=actor, about=about, count=len(templates))
    with keys.open_key(key.pk) as opened:
        sealed = [sealed_row(template, opened) for template in templates]
    with transaction.atomic():
        still_wanted(key.holder_id, key.epoch)
        # Whoever erases it waits, or was first.
        if not CameoKey.objects.select_for_update(no_key=True).filter(pk=key.pk):
            raise StaleState
        if of_mark(templates[0].mark).filter(key_id=key.pk).exists():
            return False
        FaceTemplate.objects.bulk_create(sealed)
        record("cameos.recording.remeasured", actor=actor, target=about, count=len(sealed))
    return True


def forget_other_marks(mark: TemplateMark, *, actor: Actor) -> int:
    """Erase what other models made of recordings of which this one has templates. Returns how many
    templates went; of whom this model has none, the old ones stay. Safe to be killed within."""
    require_likeness()
    gone = 0
    while some := list(_superseded(mark).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            erased = FaceTemplate.objects.filter(pk__in=some).delete()[0]
            target = f"{mark.kind}/{mark.version}"
            record("cameos.templates.forgotten", actor=actor, target=target, count=erased)
        gone += erased
    return gone


def of_mark(mark: TemplateMark) -> QuerySet[FaceTemplate]:
    """What one model made."""
    return FaceTemplate.objects.filter(kind=mark.kind, version=mark.version, dims=mark.dims)


def _superseded(mark: TemplateMark) -> QuerySet[FaceTemplate]:
    measured = Exists(of_mark(mark).filter(key=OuterRef("key")))
    others = FaceTemplate.objects.exclude(pk__in=of_mark(mark).values("pk"))
    return others.filter(measured).order_by("pk")
