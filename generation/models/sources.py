from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from generation.models.jobs import Job

# By the rising depth nothing can ever be made out of itself, however long the way around.
FINISHED_AND_OLDER = """
IF NEW.source_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM generation_job AS made, generation_job AS source
    WHERE made.id = NEW.job_id AND source.id = NEW.source_id
      AND source.state = 'completed' AND source.depth < made.depth
) THEN
    RAISE EXCEPTION 'a source is finished before, and of a lower depth'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Source(models.Model):
    """What a job is made out of, in order. `start_s` and `end_s`: the part of it; null: all.

    `source` is null once that job was erased; what was made of it stays.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField()
    source = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="made_of_it")
    start_s = models.FloatField(null=True)
    end_s = models.FloatField(null=True)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta:
        ordering: ClassVar[list[str]] = ["job_id", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["job", "position"], name="sources_of_a_job_have_places_of_their_own"
            ),
            models.CheckConstraint(
                name="nothing_is_made_out_of_itself",
                condition=Q(source=None) | ~Q(source=F("job")),
            ),
            models.CheckConstraint(
                name="a_part_of_a_source_ends_after_it_begins",
                condition=(Q(start_s=None) | Q(start_s__gte=0))
                & (Q(end_s=None) | Q(end_s__gt=0))
                & (Q(start_s=None) | Q(end_s=None) | Q(end_s__gt=F("start_s"))),
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Trigger(
                name="finished_and_older",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=FINISHED_AND_OLDER,
            )
        ]
