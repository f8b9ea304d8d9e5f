from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cameos.models.sent import SentFile
from cameos.uploads.states import REFERENCE_GRAPH, ReferenceState
from lib.append_only import AppendOnly
from lib.ids import IdKind
from lib.states import Transition


class ReferenceTransition(Transition):
    """One step on a picture's way."""

    class Meta(AppendOnly.Meta):
        abstract = False


class ReferenceImage(SentFile):
    """A picture that somebody sent to make a video of it.

    `kept_key`: what was looked at, and nothing else of the file; until `kept_until`. `ended_at`:
    from when nothing of it may lie anywhere. `hidden`: no reviewer is shown it. `width`, `height`:
    of what is kept, in pixels. `origin`: what its signature said of it before that was dropped
    (uploads/origins.py); null where nobody has looked, and once its bytes are gone.
    """

    id_kind = IdKind.REFERENCE_IMAGE
    state_graph = REFERENCE_GRAPH
    transition_model = ReferenceTransition

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reference_images"
    )
    state = models.CharField(max_length=16, choices=ReferenceState, default=REFERENCE_GRAPH.initial)
    kept_until = models.DateTimeField(null=True)
    hidden = models.BooleanField(default=False)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    origin = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_refused_reference_says_why",
                condition=~Q(state=ReferenceState.REFUSED) | ~Q(problems=[]),
            ),
            models.CheckConstraint(
                name="a_usable_reference_has_bytes_and_an_end",
                condition=~Q(state__in=["attested", "ready"])
                | (~Q(kept_key="") & Q(kept_until__isnull=False)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "-created_at"], name="references_of_a_person"),
            models.Index(
                fields=["created_at"],
                name="references_on_their_way",
                condition=Q(state__in=["awaiting_file", "held", "pending"]),
            ),
            models.Index(
                fields=["kept_until"], name="references_that_run_out", condition=~Q(kept_key="")
            ),
        ]
