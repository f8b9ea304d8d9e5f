"""A draft policy against what was judged before: the same changes nothing, a change is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lib.actors import Actor
from lib.ids import IdKind, encode, new_id
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.models import Cause, Scan
from moderation.policy.audience import Audience, Column
from moderation.policy.judging import Effect, Evidence
from moderation.policy.loading import CURRENT, FOLDER, current_policy
from moderation.policy.rows import NEVER, Policy, Thresholds, Verdict
from moderation.replaying.tables import Replay
from moderation.services.replays import replay
from moderation.services.reviews import open_review
from moderation.services.screening import judged, record_scan
from tests import roles
from tests.feed.studio import LIMITED, published

pytestmark = pytest.mark.django_db
SOURCE = (FOLDER / f"{CURRENT}.toml").read_text()
EVERYTHING = dict.fromkeys(Category, Coverage.ASSESSED)


def scanned(
    *hits: Hit,
    subject: str = "",
    stage: str = "screen",
    surface: Surface = Surface.PROMPT,
    audience: Audience = Audience(),  # noqa: B008 - frozen
    coverage: dict[Category, Coverage] | None = None,
    version: str = "1",
    elsewhere: frozenset[tuple[Surface, Category]] = frozenset(),
) -> Scan:
    answer = Answer("told", version, coverage or EVERYTHING, hits, depicts_minor=False)
    evidence = [Evidence(surface, [answer])]
    return record_scan(
        subject=subject or encode(IdKind.GENERATION, new_id()),
        stage=stage,
        evidence=evidence,
        audience=audience,
        judgement=judged(evidence, audience=audience, elsewhere=elsewhere),
    )


def violence(score: float) -> Hit:
    return Hit(Category.VIOLENCE, score)


def draft(**levels: float) -> Policy:
    """Other thresholds for violence, whoever sees it."""
    policy = current_policy()
    row = dict.fromkeys(Column, Thresholds(**levels))
    return replace(policy, version="draft", rows={**policy.rows, Category.VIOLENCE: row})


def moves(found: Replay) -> dict[tuple[str, str], int]:
    return {(now.word, then.word): number for (now, then), number in found.all.counts.items()}


def test_the_policy_in_force_as_a_draft_changes_nothing(
    creator: Any, screener_answers: Any
) -> None:
    for score in (0.0, 0.3, 0.45, 0.6, 0.85, 0.95):
        for under_18 in (False, True):
            scanned(violence(score), audience=Audience(under_18=under_18))
    scanned(coverage={Category.SEXUAL: Coverage.PARTIAL})
    published(creator, LIMITED)
    found = replay(current_policy(), days=1)
    assert found.scans == Scan.objects.count()
    assert found.changed == 0
    assert found.moves == {}
    assert (found.posts.gone, found.posts.newly_for_under_18) == ((), ())
    assert found.appeals.newly_refused == ()
    assert found.limits.unlike_recorded == ()


def test_a_known_change_gives_the_expected_rows() -> None:
    calm, rough, worst = (scanned(violence(score)) for score in (0.3, 0.6, 0.95))
    scanned(Hit(Category.HATE, 0.6), violence(0.2))
    found = replay(draft(limit=0.25, block=0.55), days=1)
    assert moves(found) == {
        ("allow", "limit"): 1,
        ("limit", "block"): 1,
        ("block", "block"): 1,
        ("limit", "limit"): 1,
    }
    assert found.changed == 2
    assert found.moves == {
        (Verdict.ALLOW, Verdict.LIMIT): (calm.public_id,),
        (Verdict.LIMIT, Verdict.BLOCK): (rough.public_id,),
    }
    assert found.effects[Effect.PASS, Effect.REFUSE] == 1
    assert worst.public_id not in str(found.moves)
    by = {one.group: (one.total, one.changed) for one in found.by_category}
    assert by == {"violence": (3, 2), "hate": (1, 0)}


def test_tables_tell_the_surface_and_the_audience_of_a_change() -> None:
    scanned(violence(0.3), surface=Surface.CAPTION)
    scanned(violence(0.3), audience=Audience(under_18=True))
    scanned()
    found = replay(draft(limit=0.25), days=1)
    assert {one.group: one.changed for one in found.by_surface} == {
        "caption": 1, "prompt": 1, "none": 0,
    }  # fmt: skip
    assert {one.group: one.changed for one in found.by_audience} == {
        "draft": 1,
        "draft + under_18": 1,
    }
    assert moves(found)[("allow", "block")] == 1  # what is limited is refused to people under 18


def test_only_the_last_days_are_judged_again() -> None:
    with time_machine.travel(timezone.now() - timedelta(days=3), tick=True):
        scanned(violence(0.6))
    scanned(violence(0.6))
    assert replay(current_policy(), days=2).scans == 1
    assert replay(current_policy(), days=4).scans == 2


def test_posts_that_would_go_and_what_teens_could_newly_see(creator: Any) -> None:
    post = published(creator, LIMITED)
    stricter = replay(draft(limit=0.2, block=0.4), days=1).posts
    assert (stricter.published, stricter.gone) == (1, (post.public_id,))
    assert (stricter.never_reported, stricter.reports_kept) == ((post.public_id,), False)
    assert stricter.newly_for_under_18 == ()
    laxer = replay(draft(limit=0.99), days=1).posts
    assert laxer.gone == ()
    assert laxer.newly_for_under_18 == (post.public_id,)
    calm = published(creator)
    teens = replay(draft(limit=NEVER), days=1).posts
    assert teens.newly_for_under_18 == (post.public_id,)
    assert calm.public_id not in teens.no_longer_for_under_18


def test_what_people_under_18_would_lose_is_told(creator: Any) -> None:
    post = published(creator, {Category.VIOLENCE: 0.3})
    found = replay(draft(limit=0.25), days=1).posts
    assert (found.gone, found.no_longer_for_under_18) == ((), (post.public_id,))


def test_a_post_that_nobody_sees_cannot_go(creator: Any) -> None:
    scanned(violence(0.6))
    assert replay(draft(block=0.1), days=1).posts.published == 0


def test_appeals_are_expected_from_what_was_contested_so_far(creator: Any) -> None:
    refused = [scanned(violence(0.95)) for _ in range(4)]
    open_review(
        subject=refused[0].subject, person_id=creator.pk, stage="screen", category="violence",
        cause=Cause.CONTESTED, actor=Actor.person(creator.pk),
    )  # fmt: skip
    newly = [scanned(violence(0.6)).subject for _ in range(2)]
    found = replay(draft(block=0.5), days=1).appeals
    assert sorted(found.newly_refused) == sorted(newly)
    assert (found.contested.hits, found.contested.count) == (1, 4)
    assert found.likely is not None
    assert found.likely[0] == pytest.approx(0.5)
    assert found.likely[1] < 0.5 < found.likely[2]


def test_without_any_refusal_no_number_of_appeals_is_made_up() -> None:
    scanned(violence(0.6))
    assert replay(draft(block=0.5), days=1).appeals.likely is None


@contextmanager
def deciding(review: Any, by: Any) -> Iterator[None]:
    from django.contrib.auth.models import Permission

    from moderation.models import Outcome
    from moderation.services.reviews import decide

    with roles.acting_as("worker"):
        by.user_permissions.add(Permission.objects.get(codename="decide_review"))
    decide(review=review, by=type(by).objects.get(pk=by.pk), outcome=Outcome.FINE_FOR_ALL)
    yield


def test_what_a_person_found_fine_stays_so_under_any_policy(creator: Any, moderator: Any) -> None:
    scan = scanned(violence(0.85))
    review = open_review(
        subject=scan.subject, person_id=creator.pk, stage="screen", category="violence",
        cause=Cause.POLICY, actor=Actor.person(creator.pk),
    )  # fmt: skip
    with deciding(review, moderator):
        found = replay(draft(block=0.1), days=1)
    assert moves(found) == {("allow", "allow"): 1}
    assert found.limits.unlike_recorded == ()


def test_what_another_stage_assesses_is_not_missed_here() -> None:
    subject = encode(IdKind.GENERATION, new_id())
    likeness = frozenset({(Surface.FRAME, Category.LIKENESS)})
    most = dict(EVERYTHING)
    del most[Category.LIKENESS]
    scanned(subject=subject, stage="inspect", surface=Surface.FRAME, coverage=most,
            elsewhere=likeness)  # fmt: skip
    found = replay(current_policy(), days=1)
    assert dict(found.effects) == {(Effect.PASS, Effect.PASS): 1}


def test_a_draft_that_demands_more_holds_what_lacks_it() -> None:
    partly = dict(EVERYTHING) | {Category.THIRD_PARTY: Coverage.PARTIAL}
    scanned(coverage=partly)
    policy = current_policy()
    wanted = policy.required["development"]
    prompt = {**wanted[Surface.PROMPT], Category.THIRD_PARTY: Coverage.ASSESSED}
    required = {**policy.required, "development": {**wanted, Surface.PROMPT: prompt}}
    found = replay(replace(policy, version="draft", required=required), days=1)
    assert dict(found.effects) == {(Effect.PASS, Effect.HOLD): 1}
    assert found.changed == 1


def test_what_cannot_be_known_is_told() -> None:
    scanned(violence(0.6), version="1")
    scanned(violence(0.6), version="2")
    scanned()  # assessed, and no score kept: lower thresholds cannot be tried on it
    old = scanned(violence(0.6))
    copy = {
        field.name: getattr(old, field.name) for field in Scan._meta.fields if field.name != "id"
    }
    Scan.objects.create(**copy | {"policy_version": "2020-01-01"})
    wrong = Scan.objects.create(**copy | {"verdict": "block"})
    broken = Scan.objects.create(**copy | {"audience": {"destination": "moon"}})
    found = replay(draft(limit=0.3), days=1)
    assert found.limits.unreadable == (broken.public_id,)
    assert found.limits.unlike_recorded == (wrong.public_id,)
    assert found.limits.other_policies == {"2020-01-01": 1}
    assert found.limits.other_detectors == {"told": 1}
    assert found.limits.without_scores == {"violence": 3}
    assert found.scans == 6


def test_a_replay_writes_nothing_and_asks_for_rows_by_the_hundreds(creator: Any) -> None:
    for _ in range(30):
        scanned(violence(0.6))
    published(creator, LIMITED)
    with CaptureQueriesContext(connection) as queries:
        replay(draft(block=0.1), days=1)
    assert len(queries) < 12
    assert all(one["sql"].lstrip("(").startswith(("SELECT", "DECLARE", "FETCH", "CLOSE"))
               for one in queries)  # fmt: skip


def commanded(*args: str) -> str:
    out = StringIO()
    call_command("replay_policy", *args, stdout=out)
    return out.getvalue()


def test_the_command_takes_a_file_or_a_loaded_version(tmp_path: Path) -> None:
    scan = scanned(violence(0.45))
    path = tmp_path / "draft.toml"
    before, violent = SOURCE.split("[thresholds.violence]")
    path.write_text(
        f"{before}[thresholds.violence]{violent.replace('limit = 0.5', 'limit = 0.4', 2)}"
    )
    told = commanded(str(path), "--days", "1", "--json", str(tmp_path / "out.json"))
    assert f"- allow to limit: {scan.public_id}" in told
    found = json.loads((tmp_path / "out.json").read_text())
    assert found["all"]["counts"] == [{"now": "allow", "draft": "limit", "n": 1}]
    assert found["samples"] == [{"now": "allow", "draft": "limit", "scans": [scan.public_id]}]
    assert "None: no verdict changes." in commanded(CURRENT, "--days", "1")


@pytest.mark.parametrize(("text", "why"), [("version = 1", "does not load"), (None, "neither a")])
def test_a_draft_that_is_none_is_told(tmp_path: Path, text: str | None, why: str) -> None:
    path = tmp_path / "draft.toml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(CommandError, match=why):
        commanded(str(path), "--days", "1")
