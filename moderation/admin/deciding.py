"""The page on which a person decides about one review."""

from base64 import b64encode
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.models import User
from audit.reasons import stated_reason
from lib.errors import DomainError
from lib.ids import IdKind, InvalidId, decode
from lib.signed_media import exists, storage_path
from moderation.models import Outcome, Review, ReviewState
from moderation.services.rating import newest_scans
from moderation.services.reviews import DECIDE, decide
from moderation.subjects import card_of


class DecisionForm(forms.Form):
    """What shall be."""

    outcome = forms.ChoiceField(
        choices=[("", "Choose"), *Outcome.choices], widget=UnfoldAdminSelectWidget
    )


class DecideView(FormView[DecisionForm]):
    """Release or refuse, only through the service."""

    template_name = "moderation/admin/decide.html"
    form_class = DecisionForm
    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.review = _review(kwargs["review_id"])
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = self.model_admin.admin_site.each_context(self.request)
        own = {
            "title": f"Decide about {self.review.subject}",
            "review": self.review,
            "is_open": self.review.state == ReviewState.OPEN,
        }
        return {**site, **super().get_context_data(**kwargs), **own, **card_context(self.review)}

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        reason, staff = stated_reason(self.request), self.request.user
        assert isinstance(staff, User)  # noqa: S101 - admin_view has refused others
        outcome = Outcome(form.cleaned_data["outcome"])
        try:
            decide(
                review=self.review,
                by=staff,
                outcome=outcome,
                why=reason.code if reason else None,
            )
        except DomainError as error:
            form.add_error(None, error.detail)
            return self.form_invalid(form)
        messages.success(self.request, f"Decided: {outcome.label}.")
        return redirect(reverse("admin:moderation_review_changelist"))


def card_context(review: Review) -> dict[str, Any]:
    """What a template shows of a review's subject: words, a small picture, scans with findings."""
    card = card_of(review.subject)
    return {
        "statement": review.statement,
        "card": card,
        "picture": inline(card.picture, "image/webp") if card and card.picture else None,
        "sound": inline(card.sound, "audio/mp4") if card and card.sound else None,
        "scans": newest_scans(review.subject),
    }


def inline(key: str, mime: str) -> str | None:
    """Quarantined bytes have no URL: they travel inside the page, which is not cached."""
    if not exists(key):
        return None
    return f"data:{mime};base64," + b64encode(storage_path(key).read_bytes()).decode()


def _review(text: str) -> Review:
    try:
        review = Review.objects.filter(pk=decode(IdKind.REVIEW, text)).first()
    except InvalidId:
        review = None
    if review is None:
        raise Http404
    return review
