"""The pages with the whole form: a case's first decision, and one that takes another's place."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.admin.deciding.evidence import lines_of, offered, ticked
from enforcement.admin.deciding.forms import BREAKS, BREAKS_NOTHING, SOURCES, Before, DecisionForm
from enforcement.admin.deciding.views import DecidingView, one_seen
from enforcement.evidence import Evidence, pieces_of
from enforcement.models import ActionState, Case, Decision, DecisionAction, Report
from enforcement.policies import beyond, see_case, see_decided
from enforcement.reasons import Queue
from enforcement.services.films import film_of
from enforcement.states import CaseSource, Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.queues import DESKS
from enforcement.wanted import Wanted
from lib.ids import IdKind, encode
from moderation.services.bank_subjects import would_meet


class WholeView(DecidingView[DecisionForm]):
    """Rules, actions, words."""

    form_class = DecisionForm
    expected: int | None = None
    rests_on: tuple[Evidence, ...] = ()

    def get_form_kwargs(self) -> dict[str, Any]:
        hidden = DESKS[Queue(self.case.queue)].hidden if self.case else frozenset()
        diverted = self.case is not None and self.case.diverted
        own = {
            "kind": SubjectKind(self.kind),
            "hidden": hidden | beyond(self.staff),
            "diverted": diverted,
            "evidence": offered(self.case, self.staff),
            "before": self.before(),
        }
        return {**super().get_form_kwargs(), **own}

    def before(self) -> dict[ActionName, Before]:
        """When what is replaced began and ends, where that is not with the decision or never."""
        return {}

    def wanted_of(self, form: DecisionForm) -> Wanted:
        wanted = form.wanted(
            key=self.key,
            case_id=self.case.pk if self.case else None,
            supersedes=self.old.pk if self.old else None,
        )
        self.rests_on = wanted.evidence
        return replace(wanted, wishes=self.expecting(form, wanted.wishes))

    def expecting(self, form: DecisionForm, wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
        """With how many other things a bank would meet: counted for the preview, and held to what
        that said."""
        banks = any(one.name == ActionName.BANK_HASHES for one in wishes)
        if banks and self.request.POST.get("step") == "do":
            self.expected = form.cleaned_data.get("expected")
        elif banks:
            self.expected = self._would_meet()
        return tuple(self._expecting(one) for one in wishes)

    def shown(self) -> dict[str, Any]:
        own = {"expected": self.expected, "is_whole": True}
        return {**super().shown(), **own, "rests_on": lines_of(self.rests_on, self.staff)}

    def _expecting(self, wish: Wish) -> Wish:
        if wish.name != ActionName.BANK_HASHES:
            return wish
        return replace(wish, expected=self.expected)

    def _would_meet(self) -> int | None:
        film: UUID | None = film_of(self.kind, self.key)
        return would_meet(encode(IdKind.GENERATION, film)) if film else None


class DecideView(WholeView):
    """The first decision of a case."""

    case: Case

    def open(self) -> None:
        case: Case = one_seen(see_case, self.kwargs["case_id"], self.request)
        if case.source == CaseSource.APPEAL:
            raise Http404  # it is answered (admin/deciding/appeals.py)
        self.case, self.kind, self.key = case, case.subject_kind, case.subject_id

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.case)

    def title_of(self) -> str:
        return f"Decide about {self.case.subject}"

    def back(self) -> str:
        return reverse("admin:enforcement_case_change", args=[self.case.pk])


class ReplaceView(WholeView):
    """Another decision in the place of one: what that did is undone, then this is done."""

    verb = "Decide instead"
    old: Decision

    def open(self) -> None:
        old: Decision = one_seen(see_decided, self.kwargs["decision_id"], self.request)
        self.old, self.case = old, old.case
        self.kind, self.key = old.subject_kind, old.subject_id

    def get_initial(self) -> dict[str, Any]:
        """As it was decided, without the words: they are said anew. Ticked is what still holds or
        waits, for it is undone; for how long and from when, where one was said, is chosen anew."""
        finding = BREAKS if self.old.outcome == Outcome.VIOLATION else BREAKS_NOTHING
        rows = self._did().filter(state__in=[ActionState.APPLIED, ActionState.WAITING])
        chosen = {f"do_{row.name}": True for row in rows}
        values = {f"value_{row.name}": row.value for row in rows if row.value}
        named = pieces_of(self.old)
        own = {
            "finding": finding,
            "policies": self.old.policies,
            "ground": self.old.ground,
            "legal_ground": self.old.legal_ground,
            "no_appeal": self.old.no_appeal,
            "source": self.old.source if self.old.source in dict(SOURCES) else None,
            "evidence": ticked(named),
        }
        return {**own, **chosen, **values}

    def before(self) -> dict[ActionName, Before]:
        rows = self._did().exclude(until=None, begins_at=None)
        return {ActionName(row.name): Before(row.begins_at, row.until) for row in rows}

    def _did(self) -> QuerySet[DecisionAction]:
        """Of itself; what strikes reached follows from them again."""
        return self.old.actions.filter(reached=None)

    def title_of(self) -> str:
        return f"Decide instead of {self.old.public_id}"

    def back(self) -> str:
        return reverse("admin:enforcement_decision_change", args=[self.old.pk])


def initial_of(case: Case) -> dict[str, Any]:
    """The reasons that were given are the rules that are asked about first."""
    said = Report.objects.filter(case=case, counts=True).values_list("reason", flat=True)
    return {"policies": sorted(set(said))}
