"""What this room does when it hears of drafts, people and decisions.

Standing and blocks need nothing: visibility is asked at read. What would write to a person's log
is left to a worker: accounts hold that log already (generation/handlers.py).
"""

from accounts.events import AccountDeleted
from feed import tasks
from feed.models import Post
from feed.services.deletion import bury, withdraw_likeness
from feed.states import PostState
from generation.events import DraftDeleted, FilmWithdrawn
from lib.actors import Actor
from lib.events import subscribe
from lib.ids import IdKind
from lib.outbox.services import enqueue
from moderation.events import PolicyActivated, ReviewDecided

DRAFTS = Actor.system("drafts")


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(DraftDeleted, delete_its_posts)
    subscribe(FilmWithdrawn, withdraw_its_posts)
    subscribe(AccountDeleted, erase_everything)
    subscribe(ReviewDecided, obey)
    subscribe(PolicyActivated, rate_again)


def delete_its_posts(event: DraftDeleted) -> None:
    """At once: its files are going. The draft's row is locked by whoever deletes it."""
    posts = Post.objects.filter(draft_id=event.draft_id).exclude(state=PostState.DELETED)
    for post in posts.select_for_update():
        bury(post, actor=DRAFTS, reason="its draft was deleted")


def withdraw_its_posts(event: FilmWithdrawn) -> None:
    """The same, and its author is told. Nobody saw it since the consent was taken back."""
    posts = Post.objects.filter(draft_id=event.draft_id).exclude(state=PostState.DELETED)
    for post in posts.select_for_update():
        withdraw_likeness(post, actor=DRAFTS)


def erase_everything(event: AccountDeleted) -> None:
    """Posts, captions and likes go; nobody sees them from here on."""
    enqueue(tasks.erase_posts, event.user_id)


def obey(event: ReviewDecided) -> None:
    """What a person decided about a caption is done by a worker."""
    if event.subject.startswith(f"{IdKind.POST.value}_"):
        enqueue(tasks.obey_caption_review, event.review_id)


def rate_again(event: PolicyActivated) -> None:
    """Every post is stale, so hidden from all but its author: now, not at the next sweep."""
    enqueue(tasks.rerate_posts)
