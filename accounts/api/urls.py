from django.urls import path

import lib.api.converters  # noqa: F401 - <ses:…>
from accounts.api import me, people, safeguards, sessions

urlpatterns = [
    path("me", me.MeView.as_view(), name="me"),
    path("me/safeguards", safeguards.SafeguardsView.as_view(), name="me-safeguards"),
    path("me/standing", me.StandingView.as_view(), name="me-standing"),
    path("me/sessions", sessions.SessionsView.as_view(), name="me-sessions"),
    path("me/sessions/revoke-all", sessions.RevokeAllView.as_view(), name="me-sessions-end"),
    path("me/sessions/<ses:session_id>", sessions.SessionView.as_view(), name="me-session"),
    path("me/following", people.FollowingView.as_view(), name="me-following"),
    path("me/followers", people.FollowersView.as_view(), name="me-followers"),
    path("me/blocks", people.BlocksView.as_view(), name="me-blocks"),
    path("people/<str:handle>", people.PersonView.as_view(), name="person"),
    path("people/<str:handle>/follow", people.FollowView.as_view(), name="person-follow"),
    path("people/<str:handle>/block", people.BlockView.as_view(), name="person-block"),
]
