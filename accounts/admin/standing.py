from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin.person_form import PersonFormView
from accounts.models import HeldVerb, Right, Standing, StandingReason
from accounts.models.standings import STAFF_REASONS
from accounts.protection import takes_two
from accounts.services.standing import change_standing


class StandingForm(forms.Form):
    """What shall be, and why."""

    to = forms.ChoiceField(
        choices=Standing.choices, label="New standing", widget=UnfoldAdminSelectWidget
    )
    reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *((one.value, one.label) for one in STAFF_REASONS)],
        widget=UnfoldAdminSelectWidget,
    )


class StandingView(PersonFormView[StandingForm]):
    """Suspend, ban, limit or reinstate; only through the service, never without a reason."""

    form_class = StandingForm
    title = "Change standing"
    right = Right.CHANGE_STANDING
    told = (
        "Limited: may look, makes nothing. Suspended and banned: all sessions end and nobody "
        "signs in. Alone you suspend for 30 days, which then end by themselves, and not again "
        "within 60 days. A ban, a suspension after another, the end of either and anything about "
        "a protected account wait for a second member of staff. Whoever is shut out here has a "
        "case opened, in which others look at it anew. Any standing can be taken back."
    )

    def act(self, data: dict[str, Any]) -> str:
        to, reason = Standing(data["to"]), StandingReason(data["reason"])
        if takes_two(self.person, to):
            return self.hold(HeldVerb.STANDING, reason=reason.value, to=to.value)
        change_standing(person=self.person, to=to, actor=self.staff(), reason=reason)
        return f"The standing is now {to.value}."
