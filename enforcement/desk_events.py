"""The events that staff are told by: queues and counts, never a case or a person; and those that
tell makers that a post is hidden until somebody decided."""

from django.utils.translation import gettext_lazy as _

from enforcement.reasons import Queue
from inbox.event_types import EventType, closed_object, typed_id
from inbox.notices import Category, Notice, for_all
from lib.ids import IdKind

_COUNT = {"type": "integer", "minimum": 1}
_ABOUT_A_QUEUE = closed_object(queue={"type": "string", "enum": list(Queue.values)}, cases=_COUNT)

EVENT_TYPES = (
    EventType(
        "desk.due_soon",
        _ABOUT_A_QUEUE,
        "To staff who look at a queue: so many cases must be decided soon.",
    ),
    EventType(
        "desk.overdue",
        _ABOUT_A_QUEUE,
        "To staff who look at a queue, and to leads: so many cases are past their time.",
    ),
    EventType(
        "desk.replied",
        _ABOUT_A_QUEUE,
        "To whoever asked something about an appeal, or where they answer it no more to staff who "
        "look at its queue: so many got their reply.",
    ),
    EventType(
        "desk.hiding_spike",
        closed_object(posts=_COUNT),
        "To leads: so many posts were hidden within an hour before anybody decided.",
    ),
    EventType(
        "post.hidden_first",
        closed_object(post=typed_id(IdKind.POST)),
        "Nobody else sees your post until somebody decided about it. You may contest that "
        "(`POST /posts/{post_id}/hidden/contest`).",
    ),
    EventType(
        "post.shown_again",
        closed_object(post=typed_id(IdKind.POST)),
        "Your post is hidden no more.",
    ),
)
NOTICES = (
    Notice(
        "desk.due_soon",
        Category.ENFORCEMENT,
        adult=_("For staff: cases must be decided soon."),
    ),
    Notice(
        "desk.overdue",
        Category.ENFORCEMENT,
        adult=_("For staff: cases are past their time."),
    ),
    Notice(
        "desk.replied",
        Category.ENFORCEMENT,
        adult=_("For staff: a question about an appeal got its reply."),
    ),
    Notice(
        "desk.hiding_spike",
        Category.ENFORCEMENT,
        adult=_("For leads: unusually many posts are being hidden."),
    ),
    for_all(
        "post.hidden_first",
        Category.ENFORCEMENT,
        _("A post of yours is hidden until we have looked at it. You may contest that."),
    ),
    for_all("post.shown_again", Category.ENFORCEMENT, _("A post of yours is shown again.")),
)
