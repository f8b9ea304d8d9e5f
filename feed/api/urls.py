from django.urls import path

import lib.api.converters  # noqa: F401 - makes <pst:…> and <vid:…> known
from feed.api import lists, transparency, views

urlpatterns = [
    path("drafts/<vid:draft_id>/publish", views.PublishView.as_view(), name="draft-publish"),
    path("feeds/latest", lists.LatestView.as_view(), name="feed-latest"),
    path("feeds/following", lists.FollowingView.as_view(), name="feed-following"),
    path("feeds/watching", lists.WatchingView.as_view(), name="feed-watching"),
    path("people/<str:handle>/posts", lists.PersonPostsView.as_view(), name="person-posts"),
    path("posts/<pst:post_id>", views.PostView.as_view(), name="post"),
    path("transparency/feed-proof", transparency.FeedProofView.as_view(), name="feed-proof"),
    path("posts/<pst:post_id>/like", views.LikeView.as_view(), name="post-like"),
]
