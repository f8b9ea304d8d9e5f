"""Posts for staff: everything but the caption, which only a review shows."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from audit.acting_admin import ActingAdmin, why
from audit.recorded_admin import RecordedAdmin
from feed.models import Post, ProofFinding, ProofRun
from feed.services.takedowns import TAKE_DOWN, reinstate, take_down
from generation.api.viewer import viewer
from lib.ids import IdKind, encode


@admin.register(Post)
class PostAdmin(ActingAdmin):
    """Who published what when, and where it is."""

    list_display = ("public_id", "author", "state", "rating", "policy_version", "published_at")
    list_filter = ("state", "rating", "screened_as", "refused_as", "policy_version")
    ordering = ("-created_at", "-id")
    list_select_related = ("author",)
    exclude = ("caption",)
    actions: ClassVar[list[str]] = ["take_down_posts", "reinstate_posts"]
    show_full_result_count = False

    @admin.action(description="Take down", permissions=["take_down"])
    def take_down_posts(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        """Through the service, so that it is audited and told."""
        by, reason = viewer(request), why(request)
        self.act_on_each(request, queryset, lambda post: take_down(post=post, by=by, why=reason))

    @admin.action(description="Reinstate", permissions=["take_down"])
    def reinstate_posts(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        """Undo takedowns."""
        by, reason = viewer(request), why(request)
        self.act_on_each(request, queryset, lambda post: reinstate(post=post, by=by, why=reason))

    def has_take_down_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the actions of that name."""
        return request.user.has_perm(TAKE_DOWN)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        """Captions are not even read."""
        posts: QuerySet[Post] = super().get_queryset(request)
        return posts.defer("caption")


@admin.register(ProofRun)
class ProofRunAdmin(RecordedAdmin):
    """The nightly proofs that came to their end."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("finished_at", "violations", "examined", "fixed", "hidden", "unproven", "reinstated"),
        *("policy_version", "profile"),
    )
    list_filter = ("policy_version", "profile")
    ordering = ("-finished_at",)
    show_full_result_count = False


@admin.register(ProofFinding)
class ProofFindingAdmin(RecordedAdmin):
    """Which posts a proof found and what was wrong with them."""

    list_display = ("at", "post", "violation", "was", "run")
    list_filter = ("violation",)
    ordering = ("-at",)
    show_full_result_count = False

    @admin.display(description="post")
    def post(self, finding: ProofFinding) -> str:
        """Its public id."""
        return encode(IdKind.POST, finding.post_id)
