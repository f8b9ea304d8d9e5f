"""Who watches over whom."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, Transition
from parental.bounds import MOST_GUARDIANS
from parental.states import LINK_GRAPH, LIVE, EndReason, LinkState


class LinkTransition(Transition):
    """When a link changed, and by whom."""

    class Meta(AppendOnly.Meta):
        abstract = False


class GuardianLink(Stateful, TypedIdModel):
    """A guardian and a teen who accepted them.

    `number` is what the guardian calls the teen by: the link tells them no handle and no id.
    `place` is which of the teen's guardians this is, while it is active. `shown_until`: so long
    the guardian reads a link that has ended as active (parental/services/safety.py);
    `left_by_guardian`: they ended, meanwhile, what they read so, or said what ends every link.
    """

    id_kind = IdKind.GUARDIAN_LINK
    state_graph = LINK_GRAPH
    transition_model = LinkTransition

    teen = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="guardian_links"
    )
    guardian = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="teen_links"
    )
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=LinkState, default=LINK_GRAPH.initial)
    place = models.PositiveSmallIntegerField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    active_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    shown_until = models.DateTimeField(null=True)
    left_by_guardian = models.BooleanField(default=False)

    # Whether a likeness may still be used is asked where templates are.
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta:
        permissions = (("end_link", "Can end a guardian's link"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["teen", "guardian"],
                condition=Q(state__in=sorted(LIVE)),
                name="two_people_have_one_live_link",
            ),
            models.UniqueConstraint(
                fields=["teen", "place"],
                condition=Q(state=LinkState.ACTIVE),
                name="each_place_of_a_guardian_is_taken_once",
            ),
            models.UniqueConstraint(
                fields=["guardian", "number"], name="a_guardian_numbers_each_link_apart"
            ),
            models.CheckConstraint(
                name="an_active_link_has_a_place_and_a_time",
                condition=~Q(state=LinkState.ACTIVE)
                | Q(place__gte=1, place__lte=MOST_GUARDIANS, active_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_link_has_an_end_exactly_when_over",
                condition=Q(state__in=sorted(LIVE), ended_at=None)
                | (~Q(state__in=sorted(LIVE)) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="an_ended_link_says_why",
                condition=Q(state=LinkState.ENDED, end_reason__in=EndReason.values)
                | (~Q(state=LinkState.ENDED) & Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="only_what_still_reads_as_active_is_left_later",
                condition=Q(left_by_guardian=False) | Q(shown_until__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_is_their_own_guardian", condition=~Q(teen=F("guardian"))
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["asked_at"], name="links_that_wait", condition=Q(state=LinkState.ASKED)
            ),
            models.Index(
                fields=["active_at"], name="links_that_stand", condition=Q(state=LinkState.ACTIVE)
            ),
        ]
