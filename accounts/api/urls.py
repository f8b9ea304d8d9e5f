from django.urls import path

import lib.api.converters  # noqa: F401 - <ses:…>
from accounts.api import age, invites, me, people, relations, safeguards, sessions

urlpatterns = [
    path("me", me.MeView.as_view(), name="me"),
    path("me/age", age.AgeView.as_view(), name="me-age"),
    path("me/age/declared-range", age.DeclaredRangeView.as_view(), name="me-age-range"),
    path("me/age/appeal", age.AppealView.as_view(), name="me-age-appeal"),
    path("me/age/verification", age.VerificationView.as_view(), name="me-age-verification"),
    path("age/proof", age.ProofView.as_view(), name="age-proof"),
    path("me/safeguards", safeguards.SafeguardsView.as_view(), name="me-safeguards"),
    path("me/standing", me.StandingView.as_view(), name="me-standing"),
    path("me/sessions", sessions.SessionsView.as_view(), name="me-sessions"),
    path("me/sessions/revoke-all", sessions.RevokeAllView.as_view(), name="me-sessions-end"),
    path("me/sessions/<ses:session_id>", sessions.SessionView.as_view(), name="me-session"),
    path("me/following", relations.FollowingView.as_view(), name="me-following"),
    path("me/followers", relations.FollowersView.as_view(), name="me-followers"),
    path("me/followers/<str:handle>", relations.FollowerView.as_view(), name="me-follower"),
    path("me/blocks", relations.BlocksView.as_view(), name="me-blocks"),
    path("me/mutes", relations.MutesView.as_view(), name="me-mutes"),
    path("me/follow-requests", relations.FollowRequestsView.as_view(), name="me-follow-requests"),
    path("me/follow-requests/sent", relations.SentFollowRequestsView.as_view(), name="me-asked"),
    path(
        "me/follow-requests/<str:handle>/accept",
        relations.AcceptView.as_view(),
        name="me-follow-request-accept",
    ),
    path(
        "me/follow-requests/<str:handle>/decline",
        relations.DeclineView.as_view(),
        name="me-follow-request-decline",
    ),
    path("invites", invites.InvitesView.as_view(), name="invites"),
    path("invites/<inv:invite_id>", invites.InviteView.as_view(), name="invite"),
    path("people/<str:handle>", people.PersonView.as_view(), name="person"),
    path("people/<str:handle>/follow", people.FollowView.as_view(), name="person-follow"),
    path("people/<str:handle>/mute", people.MuteView.as_view(), name="person-mute"),
    path("people/<str:handle>/block", people.BlockView.as_view(), name="person-block"),
]
