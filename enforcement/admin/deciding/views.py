"""Form, preview, service: nothing is done that was not shown before."""

from functools import cached_property
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.api.access import viewer_of
from accounts.models import User
from enforcement.admin.case_page.claim import require_claim, told
from enforcement.admin.deciding.shown import foreseen_shown
from enforcement.admin.deciding.standing import agreement, is_same, version_of
from enforcement.models import Case, Decision
from enforcement.policies import see_proposed
from enforcement.proposed import waiting_about
from enforcement.services.deciding import decide, locked
from enforcement.services.foreseeing import foresee
from enforcement.services.proposing import propose
from enforcement.services.reply_templates import filled, templates_for
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted, accepted
from lib.admin_forms import ServiceFormView
from lib.errors import DomainError, StaleState
from lib.selecting import with_public_id

F = TypeVar("F", bound=forms.Form)
NOTHING_DONE = "Nothing was done, and what you typed stands here."


class DecidingView(ServiceFormView[F]):
    """A subclass says what it is about: `kind`, `key`, `case` and `old`, set by `open`."""

    template_name = "enforcement/admin/decide.html"
    verb: ClassVar[str] = "Decide"
    kind: Any
    key: UUID
    case: Case | None = None
    old: Decision | None = None
    foreseen: dict[str, Any] | None = None
    agreed = ""

    @property
    def is_first(self) -> bool:
        """Whether somebody works on the case; what was decided is undone without."""
        return self.old is None

    def wanted_of(self, form: F) -> Wanted:
        """The decision that a valid form describes."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A template's words are put into the form; nothing else of it is looked at."""
        if request.POST.get("step") != "fill":
            return super().post(request, *args, **kwargs)
        unbound = {"data": None, "files": None, "initial": self._with_template(request)}
        form = self.get_form_class()(**{**self.get_form_kwargs(), **unbound})
        return self.render_to_response(self.get_context_data(form=form))

    def _with_template(self, request: HttpRequest) -> dict[str, Any]:
        typed: dict[str, Any] = {
            name: name.startswith("do_") or request.POST.get(name) for name in request.POST
        }
        typed |= {name: request.POST.getlist(name) for name in ("policies", "evidence")}
        rows = templates_for(SubjectKind(self.kind))
        row = with_public_id(rows, request.POST.get("template", ""))
        if row is not None:
            owner = User.objects.get(pk=self.owner_id())
            words = filled(row, owner=owner, kind=SubjectKind(self.kind))
            before = (typed.get("statement") or "").strip()
            typed["statement"] = f"{before}\n\n{words}" if before else words
            if row.policy not in typed["policies"]:
                typed["policies"].append(row.policy)
        return typed

    def form_valid(self, form: F) -> HttpResponse:
        asked = self.request.POST.get("step", "preview")
        try:
            if not is_same(self.request.POST.get("version", ""), self.version):
                raise StaleState
            if self.case is not None and self.is_first:
                require_claim(self.case, self.staff)
            if done := self.step(form, is_last=asked == "do"):
                return done
            if asked == "do":
                form.add_error(None, "You changed it since the preview: read it again below.")
        except StaleState:
            del self.__dict__["version"]  # the next form is made from what stands now
            self.agreed = ""
            form.add_error(None, f"{self.what_changed()} {NOTHING_DONE}")
            return self.render_to_response(self.get_context_data(form=form), status=409)
        except DomainError as error:
            form.add_error(self.field_of(error), error.detail)
        return self.render_to_response(self.get_context_data(form=form))

    def step(self, form: F, *, is_last: bool) -> HttpResponse | None:
        """Do it, where it was agreed to; else foresee it. Raises DomainError."""
        wanted = accepted(self.wanted_of(form))
        self.agreed = agreement(wanted, self.staff, self.version)
        if is_last and self.is_agreed():
            return self._do(wanted)
        self.foreseen = foreseen_shown(foresee(wanted=wanted, by=self.staff))
        return None

    def refuse_changed(self) -> None:
        """What was seen is what stands, now that it is held. Raises StaleState."""
        case = Case.objects.get(pk=self.case.pk) if self.case else None
        if not is_same(self.version, version_of(self.kind, self.key, case, self.old)):
            self.case = case
            raise StaleState

    def is_agreed(self) -> bool:
        """Whether exactly this was previewed."""
        return is_same(self.request.POST.get("agreed", ""), self.agreed)

    def _do(self, wanted: Wanted) -> HttpResponse:
        with transaction.atomic():
            setting = locked(wanted, by=self.staff)
            self.refuse_changed()
            if setting.needs_two:
                proposal = propose(wanted=wanted, by=self.staff)
                said = "Proposed. Nothing holds until another member of staff approves."
                page = reverse("admin:enforcement_proposal_change", args=[proposal.pk])
            else:
                decision = decide(wanted=wanted, by=self.staff)
                said = f"Decided: {decision.public_id}."
                page = reverse("admin:enforcement_decision_change", args=[decision.pk])
        messages.success(self.request, said)
        return redirect(page)

    def what_changed(self) -> str:
        """In a sentence, with whom and what."""
        followed = Decision.objects.filter(supersedes=self.old).first() if self.old else None
        first = self.case.decisions.order_by("at").first() if self.case and not self.old else None
        made = followed or first
        if made is not None:
            return f"This was decided meanwhile, by {made.decided_by}: {made.public_id}."
        case = self.old.case if self.old else self.case
        rows = waiting_about(case, kind=self.kind, key=self.key)
        waiting = see_proposed.queryset(self.staff).filter(pk__in=rows.values("pk")).first()
        if waiting is not None:
            return f"A proposal about this waits already: {waiting.public_id}."
        return "What it is about, or what was reported of it, changed since: look at it again."

    def shown(self) -> dict[str, Any]:
        """Whoever works on a case holds it here as on its page."""
        works = self.case is not None and self.is_first
        return {
            **(told(self.case, self.staff) if works and self.case else {}),
            "verb": self.verb,
            "case": self.case,
            "old": self.old,
            "version": self.version,
            "agreed": self.agreed,
            "foreseen": self.foreseen,
            "back": self.back(),
            "title": self.title_of(),
            "templates": templates_for(SubjectKind(self.kind)),
        }

    def owner_id(self) -> UUID:
        """Whose it is."""
        return (self.case or self.old).owner_id  # type: ignore[union-attr]

    def title_of(self) -> str:
        """Of the page."""
        raise NotImplementedError

    def back(self) -> str:
        """The page that it was opened from."""
        raise NotImplementedError

    def field_of(self, error: DomainError) -> str | None:
        attr = getattr(error, "attr", None)
        return attr if attr in self.get_form_class().base_fields else None

    @cached_property
    def version(self) -> str:
        """Of what stands now."""
        return version_of(self.kind, self.key, self.case, self.old)

    @property
    def staff(self) -> User:
        """Who decides."""
        return viewer_of(self.request)


def one_seen(rows: Any, public_id: str, request: HttpRequest) -> Any:
    """Fetching is authorising: what this member of staff may not see is not there."""

    row = with_public_id(rows.queryset(viewer_of(request)), public_id)
    if row is None:
        raise Http404
    return row
