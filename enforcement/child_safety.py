"""What was found to be a matter of child safety, whichever case of it says so."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from enforcement.models import Case, CaseFinding
from enforcement.models.findings import FoundBy
from enforcement.services.films import film_of
from enforcement.states import Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.found import How
from generation.models import Draft

OF_FILMS = (SubjectKind.POST, SubjectKind.DRAFT)


def same_film(kind: str, key: UUID, *, of: str = "") -> Q:
    """Of rows with `subject_kind` and `subject_id` behind the lookup `of`: those about the same
    thing, or about a draft or a post of the same film."""

    def about(what: str, **keys: object) -> Q:
        rows = {f"{of}subject_id{name}": value for name, value in keys.items()}
        return Q(**{f"{of}subject_kind": what, **rows})

    same = about(kind, **{"": key})
    film = film_of(kind, key) if kind in OF_FILMS else None
    if film is None:
        return same
    # Keys, not subqueries: by keys an index finds the cases, otherwise all of them are read.
    shows = list(Draft.objects.filter(job=film).values_list("pk", "posts"))
    drafts, posts = {draft for draft, _ in shows}, {post for _, post in shows if post}
    return same | about(SubjectKind.DRAFT, __in=drafts) | about(SubjectKind.POST, __in=posts)


def found() -> "QuerySet[Case]":
    """Cases of child safety in which somebody found a violation, and those that a known hash
    opened, as long as nobody found that it breaks no rule."""
    known = CaseFinding.objects.filter(
        case=OuterRef("pk"), source=FoundBy.AUTOMATION, kind=How.KNOWN_HASH
    )
    by_hash = Q(Exists(known)) & ~Q(outcome=Outcome.NO_VIOLATION)
    return Case.objects.filter(Q(outcome=Outcome.VIOLATION) | by_hash, diverted=True)


def found_about(kind: str, key: UUID) -> Case | None:
    """The first that says so of this thing, or of another showing of its film."""
    rows = found().filter(same_film(kind, key)).order_by("opened_at", "pk")
    return rows.first()
