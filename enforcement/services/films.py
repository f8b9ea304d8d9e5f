from uuid import UUID

from enforcement.models import Decision
from enforcement.subjects.kinds import SubjectKind
from feed.models import Post
from generation.models import Draft


def film_of(decision: Decision) -> UUID | None:
    """The key of the film that a decision about a post or a draft is about; None where it is
    gone."""
    key = decision.subject_id
    if decision.subject_kind == SubjectKind.DRAFT:
        return Draft.objects.filter(pk=key).values_list("job_id", flat=True).first()
    return Post.objects.filter(pk=key).values_list("draft__job_id", flat=True).first()
