"""Pages on which a member of staff decides something about one person."""

from datetime import date
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from accounts.api.access import viewer_of
from accounts.models import HeldVerb, Right, User
from accounts.services.second_approval import propose
from accounts.services.standing import standing_refusal
from lib.admin_forms import ServiceFormView
from lib.selecting import with_public_id

F = TypeVar("F", bound=forms.Form)


class PersonFormView(ServiceFormView[F]):
    """One form about one person; a subclass says what is decided, always through a service.

    `right`: of whoever decides it; `told`: what it does, for whoever has not done it before."""

    template_name = "accounts/admin/person_form.html"
    right: ClassVar[Right]
    told: ClassVar[str] = ""

    def open(self) -> None:
        """Raises PermissionDenied before Http404: a role that may not learns nothing."""
        if not self.staff().has_perm(self.right):
            raise PermissionDenied
        person = with_public_id(User.objects.all(), self.kwargs["person_id"])
        if person is None:
            raise Http404
        self.person = person

    def shown(self) -> dict[str, Any]:
        refusal = standing_refusal(actor=self.staff(), person=self.person, right=self.right)
        return {"person": self.person, "refusal": refusal, "told": self.told}

    def onward(self) -> str:
        return reverse("admin:accounts_user_change", args=[self.person.public_id])

    def staff(self) -> User:
        """Who decides."""
        return viewer_of(self.request)

    def hold(
        self, verb: HeldVerb, *, reason: str, to: str = "", adult_from: date | None = None
    ) -> str:
        """Of a protected account: leave the decision to a second approver. Raises DomainError."""
        propose(
            person=self.person, verb=verb, actor=self.staff(), reason=reason, to=to,
            adult_from=adult_from,
        )  # fmt: skip
        return "This account is protected: held until a second member of staff approves."
