"""What a second person approves is what they saw: where the thing changed since, it is refused."""

from dataclasses import replace
from typing import Any

import pytest

from enforcement.actions.names import ActionName
from enforcement.models import Decision, Proposal, ProposalState
from enforcement.services.proposing import approve, propose
from enforcement.services.snapshots import state_of
from feed.models import Post
from lib.errors import StaleState
from tests.enforcement.decisions.stage import Stage, wanted, wish
from tests.enforcement.desk.pages import hidden_seen, read
from tests.staff import at_the_desk

BAN = wish(ActionName.BAN)


def edited(stage: Stage, words: str = "Other words since.") -> None:
    Post.objects.filter(pk=stage.posts[0].pk).update(caption=words)


def proposed(stage: Stage) -> Proposal:
    return propose(wanted=replace(wanted(stage, BAN)), by=stage.judge)


def test_what_changed_since_it_was_proposed_is_not_approved_unseen(stage: Stage) -> None:
    row = proposed(stage)
    before = state_of(row.subject_kind, row.subject_id)
    edited(stage)
    for seen in ("", before):
        with pytest.raises(StaleState) as refused:
            approve(proposal=row, by=stage.second, seen=seen)
        assert refused.value.code == "stale_state"
    row.refresh_from_db()
    assert (row.state, Decision.objects.count()) == (ProposalState.WAITING, 0)
    now = state_of(row.subject_kind, row.subject_id)
    assert approve(proposal=row, by=stage.second, seen=now).outcome == "violation"


def test_what_stands_as_it_was_proposed_is_approved(stage: Stage) -> None:
    assert approve(proposal=proposed(stage), by=stage.second).approved_by


def test_the_page_refuses_what_it_did_not_show(stage: Stage) -> None:
    row, desk = proposed(stage), at_the_desk(stage.second)
    page = f"/admin/enforcement/proposal/{row.public_id}/answer/"
    said: dict[str, Any] = {"answer": "approve"}
    said["seen"] = hidden_seen(desk.get(page).content.decode())
    edited(stage)
    refused = desk.post(page, said)
    assert refused.status_code == 409
    assert "What it is about changed since: look at it again." in read(refused)
    assert "changed since it was proposed" in read(refused)
    assert desk.post(page, {"answer": "approve"}).status_code == 409, "nor without what it showed"
    assert not Decision.objects.exists()
    said["seen"] = hidden_seen(refused.content.decode())
    assert desk.post(page, said).status_code == 302
    assert Decision.objects.get().approved_by == stage.second.public_id
