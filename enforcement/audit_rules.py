"""What of the audit staff do not read: of child safety without the role (E15), and of cases about
themselves."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Model, Q

from accounts.models import User
from audit.services import SEALED
from enforcement.models import Appeal, Case, Decision, Proposal, Report
from enforcement.policies import CHILD_SAFETY
from lib.ids import IdKind, encode


def sealed_from(viewer: User) -> Q | None:
    """Rows of child safety, from whoever may not handle it."""
    return None if viewer.has_perm(CHILD_SAFETY) else Q(facts__has_key=SEALED)


def about(viewer: User) -> Q | None:
    """Rows about cases in which they are judged, or on whose other side they stand: neither ids of
    these, nor of what came of them."""
    keys = {name for kind, key in _theirs(viewer) for name in (encode(kind, key), str(key))}
    person = viewer.public_id
    # Never NULL, as a key that is not there would be: a rule takes rows out.
    says = Q(facts__contains={"person": person}) | Q(facts__contains={"subject": person})
    named = says & Q(action__startswith="enforcement.")
    return named | Q(target__in=sorted(keys)) | _done(viewer) if keys else named


def _done(viewer: User) -> Q:
    """What whoever decided did to the things and people of these: it says who they are."""
    deciders, things = set(), set()
    for one in Decision.objects.filter(pk__in=_decided(viewer, _cases(viewer))):
        deciders |= {one.decided_by, one.approved_by} - {""}
        things |= {one.subject, encode(IdKind.USER, one.owner_id)}
    return Q(target__in=sorted(things), actor__in=sorted(deciders))


def _cases(viewer: User) -> set[UUID]:
    by = viewer.pk
    said = Q(reporter_id=by, case__isnull=False), Q(of_id=by, case__isnull=False)
    return _of(Case, Q(owner_id=by)) | _of(Report, *said, name="case")


def _decided(viewer: User, cases: set[UUID]) -> set[UUID]:
    return _of(Decision, Q(owner_id=viewer.pk), Q(case__in=cases))


def _theirs(viewer: User) -> Iterator[tuple[IdKind, UUID]]:
    """One query for each index that serves it: an OR across tables has none."""
    by = viewer.pk
    cases = _cases(viewer)
    decisions = _decided(viewer, cases)
    appeals = Q(decision__in=decisions), Q(person_id=by)
    yield from ((Case.id_kind, key) for key in cases | _of(Appeal, *appeals, name="case"))
    yield from ((Decision.id_kind, key) for key in decisions)
    yield from ((Appeal.id_kind, key) for key in _of(Appeal, *appeals))
    asked = _of(Proposal, Q(owner_id=by), Q(case__in=cases))
    yield from ((Proposal.id_kind, key) for key in asked)
    mine = Q(case__owner_id=by), Q(case=None, owner_id=by), Q(of_id=by)
    yield from ((Report.id_kind, key) for key in _of(Report, *mine))


def _of(model: type[Model], *ways: Q, name: str = "pk") -> set[UUID]:
    rows = model._default_manager
    return {key for way in ways for key in rows.filter(way).values_list(name, flat=True)}
