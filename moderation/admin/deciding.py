"""The page on which a person decides about one review."""

from base64 import b64encode
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.api.access import viewer_of
from audit.acting_admin import why
from lib.admin_forms import ServiceFormView
from lib.selecting import with_public_id
from lib.signed_media import opened
from moderation.models import Outcome, Review, ReviewState
from moderation.services.rating import newest_scans
from moderation.services.reviews import DECIDE, decide
from moderation.subjects import card_of

F = TypeVar("F", bound=forms.Form)


class DecisionForm(forms.Form):
    """What shall be."""

    outcome = forms.ChoiceField(
        choices=[("", "Choose"), *Outcome.choices], widget=UnfoldAdminSelectWidget
    )


class ReviewFormView(ServiceFormView[F]):
    """A page about one review, for whoever has the permission."""

    permission = ""

    def open(self) -> None:
        review = with_public_id(Review.objects.all(), self.kwargs["review_id"])
        if review is None:
            raise Http404
        if not self.request.user.has_perm(self.permission):
            raise PermissionDenied
        self.review = review


class DecideView(ReviewFormView[DecisionForm]):
    """Release or refuse, only through the service."""

    template_name = "moderation/admin/decide.html"
    form_class = DecisionForm
    permission = DECIDE

    def shown(self) -> dict[str, Any]:
        own = {
            "title": f"Decide about {self.review.subject}",
            "review": self.review,
            "is_open": self.review.state == ReviewState.OPEN,
        }
        return {**own, **card_context(self.review)}

    def act(self, data: dict[str, Any]) -> str:
        by, outcome = viewer_of(self.request), Outcome(data["outcome"])
        decide(review=self.review, by=by, outcome=outcome, why=why(self.request))
        return f"Decided: {outcome.label}."

    def onward(self) -> str:
        return reverse("admin:moderation_review_changelist")


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
    try:
        with opened(key) as file:
            content = file.read()
    except FileNotFoundError:
        return None
    return f"data:{mime};base64," + b64encode(content).decode()
