from django.urls import path

import lib.api.converters  # noqa: F401 - <ses:…>
from accounts.api import age, me, people, sessions, stores, terms

urlpatterns = [
    path("me", me.MeView.as_view(), name="me"),
    path("me/age", age.AgeView.as_view(), name="me-age"),
    path("me/age/declared-range", age.DeclaredRangeView.as_view(), name="me-age-range"),
    path("me/age/appeal", age.AppealView.as_view(), name="me-age-appeal"),
    path("me/age/verification", age.VerificationView.as_view(), name="me-age-verification"),
    path("age/proof", age.ProofView.as_view(), name="age-proof"),
    path("me/store/apple", stores.StoreView.as_view(), name="me-store"),
    path("store/apple/notifications", stores.NotificationView.as_view(), name="store-notified"),
    path("store/apple/consents", stores.ConsentView.as_view(), name="store-consent"),
    path("me/policies", terms.TermsView.as_view(), name="me-policies"),
    path("me/policies/<str:name>", terms.AcknowledgeView.as_view(), name="me-policy"),
    path("me/safeguards", me.SafeguardsView.as_view(), name="me-safeguards"),
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
