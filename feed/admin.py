"""Posts for staff: everything but the caption, which only a review shows."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin, why
from audit.recorded_admin import RecordedAdmin
from cameos.reading import hidden
from feed.cards import describe
from feed.desk_notes import notes_of
from feed.models import Post, ProofFinding, ProofRun
from feed.models.posts import FILM
from feed.services.takedowns import REINSTATE, reinstate
from feed.services.verdicts import job_of, rating_of
from feed.services.withheld import put_through, put_through_refusal
from generation.models import AssetKind
from lib.admin import DetailedAdmin
from lib.ids import IdKind, encode
from moderation.admin.deciding import inline
from moderation.services.rating import newest_scans
from moderation.subjects import Card

DECIDE_ABOUT = "admin:enforcement_decision_about"  # of another room, by name


@admin.register(Post)
class PostAdmin(DetailedAdmin, ActingAdmin):
    """Who published what when, and where it is."""

    list_display = ("public_id", "author", "state", "rating", "policy_version", "published_at")
    list_filter = ("state", "rating", "screened_as", "refused_as", "policy_version")
    ordering = ("-created_at", "-id")
    list_select_related = ("author",)
    exclude = ("caption",)
    actions: ClassVar[list[str]] = ["decide_about", "reinstate_posts", "put_posts_through"]
    show_full_result_count = False
    change_form_template = "feed/admin/post.html"

    def details(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """With all there is to see of a withheld post, for those who may put it through, and what
        other rooms say of it."""
        own = withheld_context(row) if self.has_reinstate_permission(request) else {}
        return {**own, "notes": notes_of(row, viewer_of(request))}

    @admin.action(description="Decide about it …", permissions=["decide_without_case"])
    def decide_about(self, request: HttpRequest, queryset: QuerySet[Post]) -> HttpResponse | None:
        """Leads to the form: rules, words for its author, a preview."""
        chosen = list(queryset[:2])
        if len(chosen) > 1:
            self.message_user(request, "Choose one: each is decided by itself.", messages.WARNING)
            return None
        return redirect(reverse(DECIDE_ABOUT, args=[chosen[0].public_id]))

    def has_decide_without_case_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the action of that name."""
        return request.user.has_perm("enforcement.decide_without_case")

    @admin.action(description="Reinstate", permissions=["reinstate"])
    def reinstate_posts(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        """Undo what a rule took down, and takedowns from before decisions."""
        by, reason = viewer_of(request), why(request)
        self.act_on_each(request, queryset, lambda post: reinstate(post=post, by=by, why=reason))

    @admin.action(description="Put through (withheld: show to adults)", permissions=["reinstate"])
    def put_posts_through(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        """After a look at each: the page of a withheld post shows its frames."""
        by, reason = viewer_of(request), why(request)
        self.act_on_each(request, queryset, lambda post: put_through(post=post, by=by, why=reason))

    def has_reinstate_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the actions of that name."""
        return request.user.has_perm(REINSTATE)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        """Captions are not even read."""
        posts: QuerySet[Post] = super().get_queryset(request)
        return posts.defer("caption")


def withheld_context(post: Post) -> dict[str, Any]:
    """What its page shows beside its row; nothing of what nobody may put through, nor of what
    somebody in it withdrew."""
    if not post.is_withheld or put_through_refusal(post, rating_of(post)):
        return {}
    if not Post.objects.filter(pk=post.pk).exclude(hidden(FILM)).exists():
        return {}
    job = job_of(post)
    sheet = job.assets.filter(kind=AssetKind.SPRITESHEET).first()
    return {
        "card": describe(post.public_id) or Card(words=[], judged=[]),
        "picture": inline(sheet.storage_key, "image/webp") if sheet else None,
        "scans": [*newest_scans(job.public_id), *newest_scans(post.public_id)],
    }


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
