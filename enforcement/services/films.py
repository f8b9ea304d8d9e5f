from uuid import UUID

from enforcement.subjects.kinds import SubjectKind
from feed.models import Post
from generation.models import Draft


def film_of(kind: str, key: UUID) -> UUID | None:
    """The job whose film a post or a draft shows; None where it is gone."""
    if kind == SubjectKind.DRAFT:
        return Draft.objects.filter(pk=key).values_list("job_id", flat=True).first()
    return Post.objects.filter(pk=key).values_list("draft__job_id", flat=True).first()
