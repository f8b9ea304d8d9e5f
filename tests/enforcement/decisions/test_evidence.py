"""What a decision rests on is kept with it, for staff alone (E16)."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction

from accounts.models import User
from audit.models import AuditEvent
from enforcement.actions.names import ActionName
from enforcement.evidence import Evidence
from enforcement.exporting import WALKERS
from enforcement.limits import MOST_EVIDENCE
from enforcement.models import Decision, DecisionEvidence, EvidenceKind, Report, Snapshot
from enforcement.reasons import REASONS
from enforcement.services.deciding import decide
from enforcement.services.proposing import approve, propose
from enforcement.wanted import as_json, from_json
from generation.models import Asset, AssetKind
from inbox.models import Event
from lib.errors import DomainError
from lib.exporting import Walker
from moderation.models import Scan
from tests.client import Api
from tests.enforcement.decisions.stage import Stage, wanted, wish
from tests.enforcement.reporting import case_of, reported

A, K = ActionName, EvidenceKind
CHILD = next(code for code, one in REASONS.items() if one.diverted)


def refused(stage: Stage, *pieces: Evidence) -> bool:
    what = wanted(stage, wish(A.REMOVE_POST), evidence=pieces)
    with pytest.raises(DomainError) as error:
        decide(wanted=what, by=stage.judge)
    assert not Decision.objects.exists()
    return (error.value.code, error.value.attr) == ("invalid", "evidence")


def told_of(api: Api, stage: Stage) -> str:
    """All that the person and their archive can read, the audit and the events."""
    who = stage.people[0]
    archive = [list(one.records(who)) for one in WALKERS if isinstance(one, Walker)]
    mine = [api.get(f"/me/{page}", as_=who).json() for page in ("decisions", "strikes")]
    events = list(Event.objects.filter(person_id=who.pk).values("type", "data"))
    audit = list(AuditEvent.objects.filter(action__startswith="enforcement.decision").values())
    return str([archive, mine, events, audit])


def test_it_is_kept_in_its_order_and_for_staff_alone(
    api: Api, stage: Stage, stranger: User
) -> None:
    report = reported(api, stranger, stage.posts[0])
    snapshot, case = Snapshot.objects.get(), case_of(stage.posts[0])
    pieces = (
        Evidence(K.SNAPSHOT, snapshot.pk),
        Evidence(K.REPORT, report.pk),
        Evidence(K.PART, start_s=0.5, end_s=1.25),
    )
    what = wanted(stage, wish(A.REMOVE_POST), case_id=case.pk, evidence=pieces)
    decision = decide(wanted=what, by=stage.judge)
    rows = list(decision.evidence.order_by("position"))
    assert [Evidence(K(row.kind), row.about, row.start_s, row.end_s) for row in rows] == [*pieces]
    everything = told_of(api, stage)
    assert decision.public_id in everything
    for kept in (report.pk, report.public_id, snapshot.pk):
        assert str(kept) not in everything
    with pytest.raises(ProgrammingError), transaction.atomic():
        DecisionEvidence.objects.filter(decision=decision).update(about=None)
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows[0].delete()


def test_what_is_about_something_else_is_no_evidence(
    api: Api, stage: Stage, stranger: User
) -> None:
    report = reported(api, stranger, stage.posts[1])
    assert refused(stage, Evidence(K.REPORT, report.pk))
    assert refused(stage, Evidence(K.SNAPSHOT, Snapshot.objects.get().pk))
    for kind in (K.REPORT, K.SNAPSHOT, K.FINDING, K.SCAN):
        assert refused(stage, Evidence(kind, uuid4()))
        assert refused(stage, Evidence(kind))
    scan = Scan.objects.create(
        subject=stage.posts[1].public_id, stage="post", policy_version="1", profile="test",
        audience={}, verdict="allow", coverage={}, detectors=[], depicts_minor=False,
    )  # fmt: skip
    assert refused(stage, Evidence(K.SCAN, scan.pk))
    fits = wanted(stage, wish(A.LABEL_POST), who=1, evidence=(Evidence(K.SCAN, scan.pk),))
    assert decide(wanted=fits, by=stage.judge).evidence.count() == 1


PARTS: list[dict[str, Any]] = [
    {"start_s": 1.0},
    {"start_s": 2.0, "end_s": 1.0},
    {"start_s": -1.0, "end_s": 1.0},
    {"start_s": 0.0, "end_s": float("inf")},
    {"start_s": 0.0, "end_s": 10_000.0},
    {"key": uuid4(), "start_s": 0.0, "end_s": 1.0},
]


def test_a_part_is_one_of_the_film(api: Api, stage: Stage, stranger: User) -> None:
    for part in PARTS:
        assert refused(stage, Evidence(K.PART, **part)), part
    assert stage.posts[0].draft is not None
    Asset.objects.filter(job=stage.posts[0].draft.job, kind=AssetKind.VIDEO).delete()
    for end in ("inf", "nan"):
        assert refused(stage, Evidence(K.PART, None, 0.0, float(end))), "of unknown length"
    what = wanted(stage, wish(A.REMOVE_BIO), evidence=(Evidence(K.PART, None, 0, 1),))
    with pytest.raises(DomainError, match="invalid"):
        decide(wanted=what, by=stage.judge)
    report = reported(api, stranger, stage.posts[0])
    assert refused(stage, Evidence(K.REPORT, report.pk, 0.0, 1.0)), "a reference has none"


def test_not_twice_nor_without_end(api: Api, stage: Stage, stranger: User) -> None:
    one = Evidence(K.REPORT, reported(api, stranger, stage.posts[0]).pk)
    assert refused(stage, one, one)
    assert refused(stage, *[Evidence(K.PART, None, 0, n / 1000) for n in range(MOST_EVIDENCE + 1)])


def test_what_is_said_of_child_safety_is_evidence_in_such_a_case_alone(
    api: Api, stage: Stage, stranger: User
) -> None:
    report = reported(api, stranger, stage.posts[0], CHILD)
    assert Report.objects.get(pk=report.pk).diverted
    piece = Evidence(K.REPORT, report.pk)
    assert refused(stage, piece)
    case = case_of(stage.posts[0])
    what = wanted(stage, wish(A.REMOVE_POST), case_id=case.pk, evidence=(piece,))
    assert decide(wanted=what, by=stage.judge).evidence.get().about == report.pk


def test_a_proposal_keeps_it(api: Api, stage: Stage, stranger: User) -> None:
    report = reported(api, stranger, stage.posts[0])
    pieces = (Evidence(K.REPORT, report.pk), Evidence(K.PART, None, 0.0, 1.0))
    what = wanted(stage, wish(A.BAN), evidence=pieces)
    assert from_json(as_json(what)) == what
    made = approve(proposal=propose(wanted=what, by=stage.judge), by=stage.second)
    assert made.evidence.count() == 2
