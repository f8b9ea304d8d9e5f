"""Whether what is known of a film already supports that it is a matter of child safety. Read by a
worker, and written nowhere."""

from uuid import UUID

from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.copies import known
from enforcement.triage.facts import minor_in
from enforcement.triage.rescan import look_at_scans
from feed.models import Post
from lib.ids import IdKind, encode


def is_supported(post_id: UUID) -> bool:
    """By an entry of a hash bank that it meets, or by what detectors said when it was made."""
    film = Post.objects.filter(pk=post_id).values_list("draft__job_id", flat=True).first()
    things = [encode(IdKind.POST, post_id)]
    found = []
    if film is not None:
        things.append(encode(IdKind.GENERATION, film))
        found += known(film)
    found += look_at_scans(things, minor=minor_in(SubjectKind.POST, post_id))
    return any(one.is_of_children for one in found)
