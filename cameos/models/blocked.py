from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cameos.blocked.states import (
    BLOCKED_GRAPH,
    OVER,
    BlockedProblem,
    BlockedState,
    ReleasedBy,
)
from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedTextField
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, Transition


class BlockedTransition(Transition):
    """One step; outlives what it speaks of and holds ids and codes only."""

    database_rights: ClassVar[dict[str, str]] = {"worker": "", "likeness": "SELECT, INSERT"}

    class Meta(AppendOnly.Meta):
        abstract = False


class BlockedLikeness(Stateful, TypedIdModel):
    """Somebody whom no film shows and whose face nobody enrols. It is no cameo: it has no owner,
    no address and no terms, and nothing of it is in any API.

    `release_*`: the text that was signed, and when; the paper lies with the operator, under
    `proof_reference`. `picture_keys`: sealed files, until they were measured; `picture_digests`:
    SHA-256 of each as it was sent, to be compared with the release. `contact` is erased some weeks
    after the end. `erased_at`: nothing of a face is left.
    """

    id_kind = IdKind.BLOCKED_LIKENESS
    state_graph = BLOCKED_GRAPH
    transition_model = BlockedTransition

    state = models.CharField(max_length=12, choices=BlockedState, default=BLOCKED_GRAPH.initial)
    released_by = models.CharField(max_length=12, choices=ReleasedBy)
    is_minor = models.BooleanField()
    release_version = models.PositiveSmallIntegerField()
    release_locale = models.CharField(max_length=16)
    release_sha256 = models.CharField(max_length=64)
    released_at = models.DateTimeField()
    legal_basis = EncryptedTextField()
    proof_reference = models.CharField(max_length=80)
    contact = EncryptedTextField(null=True)
    ends_on = models.DateField()
    picture_keys = ArrayField(models.CharField(max_length=200), default=list)
    picture_digests = ArrayField(models.CharField(max_length=64), default=list)
    problem = models.CharField(max_length=20, choices=BlockedProblem, blank=True)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    measured_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)

    # Who looks at hostile films learns of nobody here.
    database_rights: ClassVar[dict[str, str]] = {
        "web": "SELECT, INSERT, UPDATE",
        "worker": "",
        "likeness": "SELECT, UPDATE",
    }

    class Meta:
        verbose_name = "blocked likeness"
        verbose_name_plural: ClassVar[str] = "blocked likenesses"
        permissions = (
            ("propose_blockedlikeness", "Can record the release of somebody not to be shown"),
            ("confirm_blockedlikeness", "Can confirm what another recorded"),
            ("withdraw_blockedlikeness", "Can end a protection for whoever asks for it"),
        )
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="another_confirms_a_blocked_person_than_proposed",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="nobody_is_blocked_unconfirmed",
                condition=~Q(state__in=[BlockedState.CONFIRMED, BlockedState.MEASURED])
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_minor_is_blocked_by_a_guardians_release",
                condition=Q(is_minor=False) | Q(released_by=ReleasedBy.GUARDIAN),
            ),
            models.CheckConstraint(
                name="a_failed_block_says_why",
                condition=~Q(state=BlockedState.FAILED) | ~Q(problem=""),
            ),
            models.CheckConstraint(
                name="a_block_has_an_end_exactly_when_over",
                condition=Q(state__in=sorted(OVER), ended_at__isnull=False)
                | (~Q(state__in=sorted(OVER)) & Q(ended_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
