from django.urls import reverse

from accounts.admin.sections.registry import Section
from accounts.admin.sections.shown import Link, Shown, Table, when
from accounts.admin.timeline import timeline_of
from accounts.models import Right, User

MOST = 15


def read(person: User, viewer: User) -> Shown:
    """The newest lines of the timeline."""
    lines, onward = timeline_of(person, viewer=viewer, size=MOST)
    href = reverse("admin:accounts_person_timeline", args=[person.public_id])
    return Shown(
        facts=(("The whole timeline", Link("by day and by kind, page by page", href)),),
        tables=(
            Table(
                "Newest first",
                ("when", "kind", "what", "said", "by"),
                tuple((when(one.at), one.kind, one.what, one.said, one.actor) for one in lines),
                more="There is more in the whole timeline." if onward else "",
            ),
        ),
    )


SECTION = Section("timeline", "Timeline", 90, read, Right.SEE_TIMELINE)
