from uuid import UUID

from django.utils.translation import gettext_lazy as _

from enforcement.actions.base import Action, Changed, Doing
from enforcement.actions.names import ActionName, Audience, TargetKind
from feed.models import Post, PostHoldKind
from feed.services.holds import hold_post, lift_post
from feed.services.takedowns import is_removed
from generation.models import Draft, FilmHoldKind
from generation.services.film_holds import hold_film, lift_film


class RemoveDraft(Action):
    """Nobody publishes the draft, and no address of its files works any more; where it was
    published meanwhile, its posts are removed with it."""

    name = ActionName.REMOVE_DRAFT
    title = "Withhold the draft"
    target = TargetKind.DRAFT
    severity = 54
    automatic = True
    texts = {
        Audience.AUTHOR: _("We withdrew your draft: it cannot be published."),
        Audience.REPORTER: _("We withdrew the draft."),
    }

    def apply(self, doing: Doing) -> Changed | None:
        draft = Draft.objects.filter(pk=doing.target_id, deleted_at=None).first()
        shown = self._posts(doing.target_id)
        posts = [key for key in shown if self._remove(key, doing)]
        held = draft is not None and hold_film(
            job_id=draft.job_id,
            kind=FilmHoldKind.REMOVED,
            cause=doing.cause,
            actor=doing.actor,
            told=doing.told,
        )
        return {"hold": "removed", "posts": [str(key) for key in posts]} if held or posts else None

    def reverse(self, doing: Doing) -> None:
        for key in self._posts(doing.target_id):
            lift_post(
                post_id=key,
                kind=PostHoldKind.REMOVED,
                cause=doing.cause,
                actor=doing.actor,
                told=doing.told,
            )
        draft = Draft.objects.filter(pk=doing.target_id).first()
        if draft is not None:
            lift_film(
                job_id=draft.job_id,
                kind=FilmHoldKind.REMOVED,
                cause=doing.cause,
                actor=doing.actor,
                told=doing.told,
                is_down=is_removed,
            )

    def _posts(self, draft_id: UUID) -> list[UUID]:
        """In the order of their keys, which is that of their locks."""
        posts = Post.objects.filter(draft=draft_id, published_at__isnull=False)
        return list(posts.order_by("pk").values_list("pk", flat=True))

    def _remove(self, post_id: UUID, doing: Doing) -> bool:
        return hold_post(
            post_id=post_id,
            kind=PostHoldKind.REMOVED,
            cause=doing.cause,
            actor=doing.actor,
            told=doing.told,
        )
