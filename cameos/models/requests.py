"""Asking somebody for their likeness."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cameos.models.request_states import (
    LOOKS_WAITING,
    REQUEST_GRAPH,
    NoteState,
    RequestState,
)
from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedTextField
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, Transition


class RequestTransition(Transition):
    """One step on a request's way; outlives it and holds ids and codes only."""

    class Meta(AppendOnly.Meta):
        abstract = False


class CameoRequest(Stateful, TypedIdModel):
    """`cameo_id` is what was asked for, whether there is such a cameo or not: a request that
    cannot reach anybody is kept unheard and looks like any other, or asking would tell who has a
    cameo and who blocked. `named` is the id that was sent, an address or the cameo's own, and the
    only one that whoever asked is ever shown. A refused note is erased."""

    id_kind = IdKind.CAMEO_REQUEST
    state_graph = REQUEST_GRAPH
    transition_model = RequestTransition

    cameo_id = models.UUIDField(db_index=True)
    named = models.UUIDField()
    heard = models.BooleanField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cameo_requests"
    )
    state = models.CharField(max_length=12, choices=RequestState, default=REQUEST_GRAPH.initial)
    note = EncryptedTextField(null=True)
    note_state = models.CharField(max_length=8, choices=NoteState, default=NoteState.NONE)
    rescan_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    denied_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["named", "person"],
                name="one_request_of_a_person_under_a_name_at_a_time",
                condition=Q(state__in=sorted(LOOKS_WAITING)),
            ),
            models.CheckConstraint(
                name="a_request_has_a_note_while_it_may_be_read",
                condition=Q(note_state__in=["waiting", "shown"], note__isnull=False)
                | (Q(note_state__in=["none", "refused"]) & Q(note__isnull=True)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["expires_at"],
                name="cameo_requests_that_run_out",
                condition=Q(state__in=sorted(LOOKS_WAITING)),
            ),
            models.Index(
                fields=["rescan_at"],
                name="cameo_notes_to_be_judged",
                condition=Q(note_state="waiting"),
            ),
        ]

    def looks(self, at: datetime) -> RequestState:
        """What whoever asked is shown: a denial is silence."""
        if self.state not in LOOKS_WAITING:
            return RequestState(self.state)
        return RequestState.WAITING if at < self.expires_at else RequestState.EXPIRED
