"""Pages on which a member of staff decides something about one person."""

from datetime import date
from typing import Any, TypeVar

from django import forms
from django.http import Http404
from django.urls import reverse

from accounts.api.access import viewer_of
from accounts.models import HeldVerb, User
from accounts.services.second_approval import propose
from accounts.services.standing import standing_refusal
from lib.admin_forms import ServiceFormView
from lib.selecting import with_public_id

F = TypeVar("F", bound=forms.Form)


class PersonFormView(ServiceFormView[F]):
    """One form about one person; a subclass says what is decided, always through a service."""

    template_name = "accounts/admin/person_form.html"

    def open(self) -> None:
        person = with_public_id(User.objects.all(), self.kwargs["person_id"])
        if person is None:
            raise Http404
        self.person = person

    def shown(self) -> dict[str, Any]:
        refusal = standing_refusal(actor=self.staff(), person=self.person)
        return {"person": self.person, "refusal": refusal}

    def onward(self) -> str:
        return reverse("admin:accounts_user_change", args=[self.person.public_id])

    def staff(self) -> User:
        """Who decides."""
        return viewer_of(self.request)

    def hold(
        self, verb: HeldVerb, *, reason: str, to: str = "", adult_from: date | None = None
    ) -> str:
        """Leave the decision to a second approver. Raises DomainError."""
        propose(
            person=self.person, verb=verb, actor=self.staff(), reason=reason, to=to,
            adult_from=adult_from,
        )  # fmt: skip
        return "Held until a second member of staff approves."
