"""How subjects like to look, on its way into what is drawn."""

from cameos import tasks as cameo_tasks
from cameos.models import Cameo
from cameos.services.preferring import Combined, blocks, chosen_text, combined
from generation.models import Job
from generation.services.asking import Dressed
from generation.services.consent import capabilities_of
from generation.services.lineage import text_to_draw
from generation.services.screening import judged_dress
from lib.outbox.services import enqueue
from moderation.policy.judging import Judgement


def dress_of(job: Job) -> Combined | None:
    """What the subjects of a job prefer now; None where nobody prefers anything."""
    if not job.is_drawn:
        return None
    people = list(capabilities_of(job.pk).values_list("cameo_id", flat=True))
    people.sort(key=lambda one: job.subjects.index(one) if one in job.subjects else len(people))
    cameos = Cameo.objects.select_related("owner").in_bulk(people) if people else {}
    dress = combined(text_to_draw(job), [cameos[key] for key in people if key in cameos])
    return dress if dress.by else None


def wear(job: Job, dressed: Dressed, *, plain: Judgement) -> None:
    """Keep the text for the engine; `plain` is what was judged of the prompt alone.

    What makes it worse is left out and charged to nobody, and what makes it a block is paused: by
    a worker, since this transaction holds the cameos for share.
    """
    whole = judged_dress(job, dressed)
    text = chosen_text(dressed.words, plain=plain, whole=whole)
    job.rendered_text = None if text == job.prompt else text
    job.save(update_fields=["rendered_text"])
    if blocks(plain=plain, whole=whole):
        enqueue(cameo_tasks.pause_preferences, *dressed.words.by)
