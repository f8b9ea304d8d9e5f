from django.urls import path

import lib.api.converters  # noqa: F401 - <lnk:…>, <fpr:…>
from parental.api import ages, controls, linking, policies

LINK = "family/links/<lnk:link_id>"
PROPOSAL = "family/proposals/<fpr:proposal_id>"

urlpatterns = [
    path("family/texts", linking.TextsView.as_view(), name="family-texts"),
    path("family/invitations", linking.InvitationsView.as_view(), name="family-invitations"),
    path("family/invitations/redeem", linking.RedeemView.as_view(), name="family-redeem"),
    path("family/links", linking.LinksView.as_view(), name="family-links"),
    path(LINK, linking.LinkView.as_view(), name="family-link"),
    path(f"{LINK}/accept", linking.AcceptView.as_view(), name="family-accept"),
    path(f"{LINK}/decline", linking.DeclineView.as_view(), name="family-decline"),
    path(f"{LINK}/leave", linking.LeaveView.as_view(), name="family-leave"),
    path(f"{LINK}/age", ages.AgeView.as_view(), name="family-age"),
    path(f"{LINK}/controls", controls.ControlsView.as_view(), name="family-controls"),
    path(f"{LINK}/controls/<str:limit>", controls.ControlView.as_view(), name="family-control"),
    path(f"{LINK}/proposals", controls.ProposalsView.as_view(), name="family-proposals"),
    path(f"{PROPOSAL}/agree", controls.AgreeView.as_view(), name="family-agree"),
    path(f"{PROPOSAL}/disagree", controls.DisagreeView.as_view(), name="family-disagree"),
    path(f"{PROPOSAL}/withdraw", controls.WithdrawView.as_view(), name="family-withdraw"),
    path(f"{LINK}/activity", controls.ActivityView.as_view(), name="family-activity"),
    path(f"{LINK}/ledger", controls.LedgerView.as_view(), name="family-ledger"),
    path(f"{LINK}/receipts", controls.ReceiptsView.as_view(), name="family-receipts"),
    path(f"{LINK}/releases", controls.ReleasesView.as_view(), name="family-releases"),
    path(f"{LINK}/policies", policies.PoliciesView.as_view(), name="family-policies"),
    path(f"{LINK}/policies/<str:name>", policies.PolicyView.as_view(), name="family-policy"),
    path(f"{LINK}/releases/<str:kind>", controls.ReleaseView.as_view(), name="family-release"),
]
