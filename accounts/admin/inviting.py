from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldBooleanSwitchWidget

from accounts.admin.person_form import PersonFormView
from accounts.models import HeldVerb, Right
from accounts.services.invite_trees import MOST, InvitingReason, inviter_of, set_inviting, subtree
from accounts.services.second_approval import HeldInviting


class InvitingForm(forms.Form):
    """What shall be, for whom, and why."""

    may = forms.ChoiceField(
        choices=[("no", "May not invite"), ("yes", "May invite")],
        label="From now on",
        widget=UnfoldAdminSelectWidget,
    )
    whole_subtree = forms.BooleanField(
        required=False,
        label="And everybody who came through them",
        widget=UnfoldBooleanSwitchWidget,
    )
    reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *InvitingReason.choices], widget=UnfoldAdminSelectWidget
    )


class InvitingView(PersonFormView[InvitingForm]):
    """Who came through somebody, and ending their inviting."""

    form_class = InvitingForm
    title = "Invites"
    right = Right.CHANGE_INVITING
    template_name = "accounts/admin/inviting.html"

    def shown(self) -> dict[str, Any]:
        branches = subtree(self.person)
        return {
            **super().shown(),
            "inviter": inviter_of(self.person),
            "branches": branches[:MOST],
            "number": len(branches),
        }

    def act(self, data: dict[str, Any]) -> str:
        if self.person.is_protected:
            may, may_not = HeldInviting.MAY, HeldInviting.MAY_NOT
            if data["whole_subtree"]:
                may, may_not = HeldInviting.ALL_MAY, HeldInviting.ALL_MAY_NOT
            to = may if data["may"] == "yes" else may_not
            return self.hold(HeldVerb.INVITING, reason=data["reason"], to=to.value)
        number = set_inviting(
            person=self.person,
            may=data["may"] == "yes",
            actor=self.staff(),
            reason=InvitingReason(data["reason"]),
            whole_subtree=data["whole_subtree"],
        )
        return f"Changed for {number}."
