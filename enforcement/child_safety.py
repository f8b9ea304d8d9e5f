"""What was found to be a matter of child safety, whichever case of it says so."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from enforcement.models import Case, CaseFinding, Lane, Report, Reporter
from enforcement.models.findings import FoundBy
from enforcement.models.weighed import Weighed
from enforcement.reasons import REASONS
from enforcement.services.contacts import known_of_mailboxes
from enforcement.services.films import film_of
from enforcement.services.reporters import is_muted
from enforcement.states import UNDECIDED, Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.children import is_supported
from enforcement.triage.found import How
from enforcement.trust import trust_of
from generation.models import Draft

OF_FILMS = (SubjectKind.POST, SubjectKind.DRAFT)
# Below this share of right reports a voice keeps nothing back; one wrong word is not below. Ours.
MOSTLY_WRONG = 1 / 3


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


def keeps_back(kind: str, key: UUID) -> bool:
    """Whether a case of child safety about this thing, or about another showing of its film, keeps
    its pictures from ordinary cases while nobody decided it: as long as something but words
    supports it, else until its clock is over, and for no voice that is mostly wrong or muted. A
    trusted flagger's word, or that of whoever is in it, has its own clock, whoever spoke before."""
    cases = Case.objects.filter(
        same_film(kind, key), diverted=True, state__in=sorted(UNDECIDED)
    ).order_by("opened_at", "pk")
    return any(_is_supported(case) or _is_fresh(case) for case in cases)


def _is_supported(case: Case) -> bool:
    if case.findings.exists() or case.hidings.filter(lane=Lane.CHILD, ended_at=None).exists():
        return True
    return is_supported(case.subject_kind, case.subject_id)


def _is_fresh(case: Case) -> bool:
    now = timezone.now()
    said = Report.objects.filter(case=case, counts=True)
    known = said.filter(Q(verified=True) | Q(trusted=True)).values_list("created_at", "reason")
    if any(now < at + REASONS[reason].sla for at, reason in known):
        return True
    return now < case.sla_due_at and (bool(known) or _somebody_is_heard(said))


def _somebody_is_heard(said: QuerySet[Report]) -> bool:
    """Somebody of whom nothing is known is."""
    people = Reporter.objects.filter(person_id__in=said.values("reporter_id"))
    known: list[Weighed] = [*people, *known_of_mailboxes(said.values("contact__mailbox"))]
    voices = said.values("reporter_id", "contact__mailbox").distinct().count()
    return voices > len(known) or any(map(_is_heard, known))


def _is_heard(voice: Weighed) -> bool:
    return not is_muted(voice) and trust_of(voice).share >= MOSTLY_WRONG
