"""From refused words to a finding. For workers that carry a model runtime."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from accounts.models import User
from lib.events import publish
from lib.ids import new_id
from moderation.events import FindingRaised
from moderation.models import ProbingFinding, ProbingMember, ProbingState, RefusedText
from moderation.probing.limits import CLUSTER_LEAST
from moderation.probing.nearness import clusters, plain
from moderation.probing.vectors import vectors_of
from moderation.services.probing import KIND
from moderation.services.refusals import recently_refused

BY_LETTERS, BY_BOTH = "letters", "letters+minilm"
Near = list[tuple[RefusedText, float]]


def find_cluster(person_id: UUID) -> None:
    """Raise a finding where refused words of a person are one thing tried in many ways.

    Compares outside any transaction. A doubled or late message finds everything kept already.
    """
    refused = recently_refused(person_id)
    if _different(refused) < CLUSTER_LEAST:
        return
    found, method = _compared(refused)
    with transaction.atomic():
        # One finder of this person at a time, and nobody who has left in between.
        rows = User.objects.select_for_update(no_key=True)
        if found and rows.filter(pk=person_id, deleted_at=None).exists():
            _raise(person_id, found, method=method)


def _compared(refused: Sequence[RefusedText]) -> tuple[list[Near], str]:
    words = [row.words or "" for row in refused]
    vectors = vectors_of(words)
    found = [
        [(refused[one.place], one.similarity) for one in cluster]
        for cluster in clusters(words, vectors)
    ]
    return found, BY_BOTH if vectors is not None else BY_LETTERS


def _raise(person_id: UUID, found: Sequence[Near], *, method: str) -> None:
    """Tell of what no finding has yet: it joins the open one that it is near to, or, where none is
    open, three different texts make a new one."""
    taken, gone = _known(row.pk for near in found for row, _ in near)
    open_one = ProbingFinding.objects.filter(person_id=person_id, state=ProbingState.OPEN).first()
    for near in found:
        fresh = [(row, likeness) for row, likeness in near if row.pk not in {*taken, *gone}]
        if open_one is None:
            tells = _different([row for row, _ in fresh]) >= CLUSTER_LEAST
        else:
            tells = bool(fresh) and open_one.pk in {taken.get(row.pk) for row, _ in near}
        if tells:
            _tell(person_id, open_one.pk if open_one else new_id(), fresh, method=method)
            return


def _tell(person_id: UUID, finding_id: UUID, near: Near, *, method: str) -> None:
    publish(
        FindingRaised(
            finding_id=finding_id,
            person_id=person_id,
            kind=KIND,
            category=_mostly(near),
            method=method,
            members=tuple((row.pk, likeness) for row, likeness in near),
        )
    )


def _known(keys: Iterable[UUID]) -> tuple[dict[UUID, UUID], set[UUID]]:
    """Of these, those in a finding (by its key), and those that were overturned meanwhile."""
    keys = list(keys)
    members = ProbingMember.objects.filter(refused_id__in=keys)
    overturned = RefusedText.objects.filter(pk__in=keys).exclude(overturned_at=None)
    return (
        dict(members.values_list("refused_id", "finding_id")),
        set(overturned.values_list("pk", flat=True)),
    )


def _different(rows: Sequence[RefusedText]) -> int:
    return len({plain(row.words or "") for row in rows})


def _mostly(near: Near) -> str:
    categories = sorted(row.category for row, _ in near)
    return max(categories, key=categories.count)
