"""Banks made and changed, terms switched and removed. Every change gives the bank a new revision,
by which all processes know that theirs is old."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.ids import new_id
from moderation.categories import TEXT, Category, Surface
from moderation.detectors.lexicon.terms import Edges
from moderation.models import Term, TermBank

EDIT = "moderation.edit_terms"


def editor(person: User) -> Actor:
    """Who changes banks, if they may. Raises DomainError `permission_denied`."""
    if not person.has_perm(EDIT):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not change the banks of terms.")
    return Actor.person(person.pk)


def insisting(person: User) -> bool:
    """Whether the alarm may be passed over: one moderator must not ban a common word. Raises
    DomainError `permission_denied`."""
    if not person.is_superuser:
        raise DomainError(
            ErrorCode.PERMISSION_DENIED, "Only a superuser adds terms that the alarm rings for."
        )
    return True


def create_bank(
    *,
    name: str,
    category: Category,
    score: float,
    edges: Edges,
    actor: Actor,
    surfaces: Iterable[Surface] = (),
    note: str = "",
) -> TermBank:
    """Empty, and switched on. Raises DomainError `invalid` or `unique`."""
    kept = _surfaces(surfaces)
    _refuse_score(score)
    try:
        with transaction.atomic():
            bank = TermBank.objects.create(
                name=name, category=category, score=score, edges=edges.value,
                surfaces=kept, note=note, added_by=str(actor),
            )  # fmt: skip
            record(
                "moderation.term_bank.created",
                actor=actor,
                target=str(bank.pk),
                category=category.value,
            )
    except IntegrityError:
        raise DomainError(ErrorCode.UNIQUE, "A bank of this name exists.") from None
    return bank


def change_bank(
    *,
    bank: TermBank,
    actor: Actor,
    enabled: bool,
    score: float,
    surfaces: Iterable[Surface],
    note: str,
) -> TermBank:
    """All that can change of a bank; category and edges are what its terms were chosen for.

    Raises DomainError `invalid`.
    """
    _refuse_score(score)
    kept = _surfaces(surfaces)
    with transaction.atomic():
        row = TermBank.objects.select_for_update().get(pk=bank.pk)
        row.enabled, row.score, row.surfaces = enabled, score, kept
        row.note, row.revision = note, new_id()
        row.save(update_fields=["enabled", "score", "surfaces", "note", "revision"])
        record(
            "moderation.term_bank.changed",
            actor=actor,
            target=str(row.pk),
            enabled=enabled,
            score=str(score),
            surfaces=",".join(kept),
        )
    return row


def remove_term(*, term: Term, actor: Actor) -> None:
    """For good; a finding that named it keeps its id."""
    with transaction.atomic():
        revise(term.bank)
        Term.objects.filter(pk=term.pk).delete()
        record("moderation.term.removed", actor=actor, target=str(term.pk), bank=str(term.bank_id))


def switch_term(*, term: Term, until: datetime | None, actor: Actor) -> None:
    """Off until that moment, when it comes back by itself; None: on now.

    Raises DomainError `invalid` for a moment that has passed.
    """
    if until is not None and until <= timezone.now():
        raise DomainError(ErrorCode.INVALID, "That moment has passed.")
    with transaction.atomic():
        revise(term.bank)
        Term.objects.filter(pk=term.pk).update(disabled_until=until)
        record(
            "moderation.term.switched",
            actor=actor,
            target=str(term.pk),
            bank=str(term.bank_id),
            until=until.isoformat() if until else None,
        )


def revise(bank: TermBank) -> None:
    """In the transaction of a change, before it: the row's lock makes changes follow each other."""
    TermBank.objects.filter(pk=bank.pk).update(revision=new_id())


def _refuse_score(score: float) -> None:
    if not 0 < score <= 1:  # NaN too
        raise DomainError(ErrorCode.INVALID, "A score lies above 0 and up to 1.")


def _surfaces(surfaces: Iterable[Surface]) -> list[str]:
    chosen = set(surfaces)
    if chosen - TEXT:
        raise DomainError(ErrorCode.INVALID, "A bank reads only surfaces that carry text.")
    return sorted(surface.value for surface in chosen)
