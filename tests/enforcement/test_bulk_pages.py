"""Deciding many cases in the admin (E35)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from enforcement.actions.names import ActionName
from enforcement.limits import BULK_ALONE
from enforcement.models import Batch, BatchState, Case, Decision, DecisionAction
from enforcement.reasons import REASONS
from enforcement.states import CaseState
from enforcement.work.lifting import lift_ended
from generation.eligibility import submit_refusal
from tests import cast
from tests.enforcement.decisions.stage import effects, set_up
from tests.enforcement.queueing import reviewer, waiting
from tests.enforcement.test_bulk import about_posts
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
CASES = "/admin/enforcement/case"
RIGHTS = ("handle_case", "decide_in_bulk")
FORM = {"policies": ["hate_speech"], "statement": "It breaks no rule.", "note": "a brigade"}


def page(batch: Batch) -> str:
    return f"/admin/enforcement/batch/{batch.pk}/change/"


def do(batch: Batch, step: str) -> str:
    return f"/admin/enforcement/batch/{batch.public_id}/{step}/do/"


def read(answer: Any) -> str:
    assert answer.status_code == 200, answer
    return " ".join(re.sub("<[^>]*>", " ", answer.content.decode()).split())


def chosen(client: Any, cases: list[Case]) -> str:
    """Where the action of the list leads."""
    keys = [str(one.pk) for one in cases]
    answer = client.post(f"{CASES}/", {"action": "decide_together", "_selected_action": keys})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_chosen_cases_are_planned_confirmed_and_undone(deliver: Callable[[], int]) -> None:
    client = at_the_desk(reviewer(*RIGHTS))
    cases = waiting(3)
    form = chosen(client, cases)
    assert "3 undecided cases chosen" in read(client.get(form))
    answer = client.post(form, FORM)
    batch = Batch.objects.get()
    assert answer["Location"] == page(batch)
    text = read(client.get(page(batch)))
    assert "Type “decide 3”" in text
    assert "It breaks no rule." in text
    assert not Decision.objects.exists()
    client.post(do(batch, "confirm"), {"typed": "decide"})
    assert Batch.objects.get().state == BatchState.PLANNED
    client.post(do(batch, "confirm"), {"typed": "decide 3"})
    deliver()
    assert Case.objects.filter(state=CaseState.DECIDED).count() == 3
    text = read(client.get(page(batch)))
    assert "decided : 3" in text.lower() or "decided 3" in text.lower()
    client.post(do(batch, "undo"), {"typed": "undo 3", "statement": "We were wrong."})
    deliver()
    assert Decision.objects.filter(supersedes__isnull=False).count() == 3
    assert "undone 3" in read(client.get(page(batch))).lower()


def test_a_limit_for_a_time_is_planned_told_and_lifts_itself(
    deliver: Callable[[], int], as_worker: Any
) -> None:
    stage, client = set_up(), at_the_desk(reviewer(*RIGHTS))
    before = effects(stage)
    form = chosen(client, about_posts(stage))
    name = ActionName.LIMIT_GENERATION
    said = FORM | {"statement": "It hates.", f"do_{name}": "on", f"span_{name}": "24"}
    # A length of what is not chosen does nothing.
    client.post(form, said | {f"span_{ActionName.LIMIT_UPLOADS}": "1"})
    text = read(client.get(page(Batch.objects.get())))
    assert "Close to them: make videos, for 24 hours" in text
    assert "send pictures" not in text
    client.post(do(Batch.objects.get(), "confirm"), {"typed": "decide 2"})
    deliver()
    rows = list(DecisionAction.objects.select_related("decision"))
    assert {one.name for one in rows} == {name}
    spans = {one.until - one.decision.at for one in rows if one.until is not None}
    assert [round(one / timedelta(hours=1), 2) for one in spans] == [24.0] * len(spans)
    assert len(rows) == 2
    people = [User.objects.get(pk=one.pk) for one in stage.people]
    assert [submit_refusal(one, engine=None, tool="text") is None for one in people] == [False] * 2
    with travel(timezone.now() + timedelta(hours=24, minutes=1), tick=False), as_worker():
        assert lift_ended() == 2
    assert effects(stage) == before


def test_a_length_that_there_is_not_is_refused_at_the_form() -> None:
    client = at_the_desk(reviewer(*RIGHTS))
    name = ActionName.LIMIT_GENERATION
    said = FORM | {f"do_{name}": "on", f"span_{name}": "5000000"}
    answer = client.post(chosen(client, waiting(1)), said)
    assert "5000000 is not one of the available choices" in read(answer)
    assert not Batch.objects.exists()


def test_rules_are_chosen_by_topic_with_boxes_as_where_one_case_is_decided() -> None:
    client = at_the_desk(reviewer(*RIGHTS))
    html = client.get(chosen(client, waiting(1))).content.decode()
    boxes = re.findall(r'<input type="checkbox" name="policies" value="([a-z_]+)"', html)
    assert set(boxes) == {one.code for one in REASONS.values() if not one.diverted}
    assert "Hate or extremism" in html
    assert '<select name="policies"' not in html


def test_all_that_waits_about_one_person_is_chosen_from_a_case() -> None:
    client = at_the_desk(reviewer(*RIGHTS))
    owner = cast.creator()
    cases = waiting(2, owner=owner)
    waiting(1)
    shown = client.get(f"{CASES}/{cases[0].pk}/change/").content.decode()
    address = f"{CASES}/together/?person={owner.public_id}"
    assert address in shown
    assert "2 undecided cases chosen" in read(client.get(address))
    alone = waiting(1)[0]
    assert "together/?person" not in client.get(f"{CASES}/{alone.pk}/change/").content.decode()


def test_a_second_person_approves_on_the_page(deliver: Callable[[], int]) -> None:
    first, second = at_the_desk(reviewer(*RIGHTS)), at_the_desk(reviewer(*RIGHTS))
    form = chosen(first, waiting(BULK_ALONE + 1))
    first.post(form, FORM)
    batch = Batch.objects.get()
    assert "a second person must approve then" in read(first.get(page(batch)))
    first.post(do(batch, "confirm"), {"typed": f"decide {BULK_ALONE + 1}"})
    assert "Approve all of it" not in read(first.get(page(batch)))
    first.post(do(batch, "approve"))
    assert Batch.objects.get().state == BatchState.WAITING
    assert "Approve all of it" in read(second.get(page(batch)))
    second.post(do(batch, "approve"))
    deliver()
    assert Batch.objects.get().state == BatchState.DONE
    said = {"typed": f"undo {BULK_ALONE + 1}", "statement": "We were wrong."}
    page_of_planner = read(first.get(page(batch)))
    assert "another lead can undo it" in page_of_planner
    assert "Undo it:" not in page_of_planner
    refused = read(first.post(do(batch, "undo"), said, follow=True))
    assert "You planned it and somebody else approved it: another must undo it." in refused
    assert Batch.objects.get().state == BatchState.DONE
    assert "Undo it:" in read(second.get(page(batch)))
    second.post(do(batch, "undo"), said)
    assert Batch.objects.get().state == BatchState.UNDOING


def test_whoever_lacks_the_right_finds_no_form_and_no_batch() -> None:
    client = at_the_desk(reviewer(*RIGHTS))
    cases = waiting(2)
    client.post(chosen(client, cases), FORM)
    batch = Batch.objects.get()
    plain = at_the_desk(reviewer())
    assert plain.get(f"{CASES}/together/?case={cases[0].public_id}").status_code == 403
    assert plain.get(page(batch)).status_code == 403
    assert plain.get("/admin/enforcement/batch/").status_code == 403
    for step in ("confirm", "approve", "drop", "undo"):
        assert plain.post(do(batch, step), {"typed": "decide 2"}).status_code == 403
    assert "Decide the chosen ones together" not in read(plain.get(f"{CASES}/"))
    assert Batch.objects.get().state == BatchState.PLANNED
    assert client.post(do(batch, "else")).status_code == 404


def test_cases_that_are_not_ones_own_to_see_stand_in_numbers_alone() -> None:
    client = at_the_desk(reviewer(*RIGHTS))
    other = reviewer(*RIGHTS)
    mine, about_them = waiting(1)[0], waiting(1, owner=other)[0]
    client.post(chosen(client, [mine, about_them]), FORM)
    text = read(at_the_desk(other).get(page(Batch.objects.get())))
    assert mine.public_id in text
    assert about_them.public_id not in text
    assert "1 more are not yours to see" in text
