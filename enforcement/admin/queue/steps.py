"""What the buttons around a case do: each is one POST, and one call of a service."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from accounts.api.access import viewer_of
from accounts.models import User
from enforcement.admin.case_page.claim import others_at, stay
from enforcement.admin.queue.board import CUTS
from enforcement.models import Case, SkipReason
from enforcement.policies import see_case
from enforcement.reasons import Queue
from enforcement.services import claiming
from lib.errors import DomainError
from lib.selecting import with_public_id

BOARD = "admin:enforcement_case_board"
# No page: the look was recorded when the page was opened.
STILL_HERE = 202


class NextView(View):
    """Claims the case whose turn it is, and leads there."""

    model_admin: Any = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Sent here by the form that asks why: they press the button again."""
        return redirect(BOARD)

    def post(self, request: HttpRequest) -> HttpResponse:
        said = request.POST.get("queue", "")
        queue = Queue(said) if said in Queue.values else None
        cut = request.POST.get("at_least", "")
        at_least = int(cut) if cut in map(str, CUTS) else 0
        try:
            row = claiming.claim_next(viewer_of(request), queue, at_least=at_least)
        except DomainError as refused:
            self.model_admin.message_user(request, refused.detail, messages.ERROR)
            return redirect(BOARD)
        if row is None:
            self.model_admin.message_user(request, "Nothing waits for you here.", messages.WARNING)
            return redirect(BOARD)
        return redirect(page_of(row.case))


class StepView(View):
    """One step with one case, which `verb` does; then `onward`."""

    model_admin: Any = None

    def get(self, request: HttpRequest, case_id: str) -> HttpResponse:
        """As of the next case."""
        return redirect(page_of(self.case(request, case_id)))

    def post(self, request: HttpRequest, case_id: str) -> HttpResponse:
        by, case = viewer_of(request), self.case(request, case_id)
        try:
            told = self.verb(case, by)
        except DomainError as refused:
            self.model_admin.message_user(request, refused.detail, messages.ERROR)
            return redirect(page_of(case))
        self.model_admin.message_user(request, told)
        return self.onward(case)

    def case(self, request: HttpRequest, case_id: str) -> Case:
        """Among those that they see: fetching is authorising."""
        found = with_public_id(see_case.queryset(viewer_of(request)), case_id)
        if found is None:
            raise Http404
        return found

    def verb(self, case: Case, by: User) -> str:
        """Do it. Returns what is told. Raises DomainError."""
        raise NotImplementedError

    def onward(self, case: Case) -> HttpResponse:
        """Where to go then."""
        return redirect(BOARD)


class ClaimView(StepView):
    """Begin to work on this one."""

    def verb(self, case: Case, by: User) -> str:
        claiming.claim(case, by)
        return "It is yours now."

    def onward(self, case: Case) -> HttpResponse:
        return redirect(page_of(case))


class ReleaseView(StepView):
    """Give it back."""

    def verb(self, case: Case, by: User) -> str:
        claiming.release(case, by)
        return "Given back: it waits for somebody else."


class SkipView(StepView):
    """Leave it to another, and say why."""

    def verb(self, case: Case, by: User) -> str:
        claiming.skip(case, by, SkipReason(self.request.POST.get("reason", "")))
        return "Skipped: it waits for somebody else."

    def post(self, request: HttpRequest, case_id: str) -> HttpResponse:
        if request.POST.get("reason") not in SkipReason.values:
            self.model_admin.message_user(request, "Say why you skip it.", messages.ERROR)
            return redirect(page_of(self.case(request, case_id)))
        return super().post(request, case_id)


class HereView(StepView):
    """The page says that somebody is at it: who else is, and until when one's claim holds."""

    def post(self, request: HttpRequest, case_id: str) -> HttpResponse:
        by, case = viewer_of(request), self.case(request, case_id)
        said = {"held_until": stay(case, by), "others": others_at(case, by)}
        return JsonResponse(said, status=STILL_HERE)


def page_of(case: Case) -> str:
    """Of the admin."""
    return reverse("admin:enforcement_case_change", args=[case.pk])
