"""The nightly proof (D-7): what was put into the feed past the services is found and taken out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit.models import AuditEvent
from feed.models import Post, ProofFinding, ProofRun, ProofStep
from feed.services.publishing import publish
from feed.services.takedowns import reinstate
from feed.work.proving_on import prove_now
from feed.work.rating import rerate
from generation.models import Draft, Job
from generation.services.screening import audience_of
from moderation.answers import Answer, Coverage
from moderation.categories import Category
from moderation.models import Scan
from moderation.policy.judging import Evidence
from moderation.policy.loading import CURRENT
from moderation.services.screening import judged, record_scan
from tests.client import Api
from tests.feed.studio import (
    BLOCKED,
    LIMITED,
    STAGES,
    Scores,
    answer,
    evidence,
    finished,
    published,
)
from tests.feed.test_visibility import EVERYWHERE, NOWHERE, seen
from tests.moderation.policy.drafts import draft, keeper, put_in_force
from tests.takedowns import taken_down_before


def injected(draft: Draft, **claims: Any) -> Post:
    """A row as SQL would write it: nobody asked whether it may be there."""
    now = timezone.now()
    facts = {
        "state": "published", "rating": "everyone", "policy_version": CURRENT,
        "screened_as": "development", "published_at": now,
    }  # fmt: skip
    return Post.objects.create(author=draft.owner, draft=draft, **facts | claims)


def rescan(job: Job, scores: Scores, *, stage: str = "inspect", minor: bool = False) -> None:
    """A newer scan than the one by which it was published."""
    found = [Evidence(STAGES[stage], [answer(scores, minor=minor)])]
    audience = audience_of(job)
    record_scan(
        subject=job.public_id, stage=stage, evidence=found, audience=audience,
        judgement=judged(found, audience=audience),
    )  # fmt: skip


def blocked(person: Any) -> Post:
    return injected(finished(person, BLOCKED))


def of_another(person: Any) -> Post:
    """All its scans are those of another video."""
    bare = finished(person)
    fine = finished(person)
    post = injected(bare)
    with connection.cursor() as cursor:  # a job whose own scans nobody finds
        cursor.execute("SELECT count(*) FROM moderation_scan WHERE subject = %s",
                       [fine.job.public_id])  # fmt: skip
        assert cursor.fetchone() == (3,)
    other = Job.objects.create(
        owner=person, prompt="-", size="720x1280", seconds=4, engine="sketch", seed=1,
        state="completed", progress=100, finished_at=timezone.now(), screened_as="development",
    )  # fmt: skip
    Draft.objects.filter(pk=bare.pk).update(job=other)
    return post


def skipped(person: Any) -> Post:
    return injected(finished(person, skipped="inspect"))


def unread_caption(person: Any) -> Post:
    return injected(finished(person), caption="words that nobody read")


def looser(person: Any) -> Post:
    """The stamp of the policy in force, and a milder rating than its own."""
    return injected(finished(person, LIMITED))


def minor_denied(person: Any) -> Post:
    return injected(finished(person, minor=True), depicts_minor=False)


INJECTED = {
    "its scans say block": (blocked, "fits_nobody", "taken_down"),
    "it is rated too loosely": (looser, "not_under_18", "published"),
    "it denies that a minor is in it": (minor_denied, "minor_denied", "published"),
    "its scans are another's": (of_another, "unscanned", "taken_down"),
    "a stage was skipped": (skipped, "unscanned", "taken_down"),
    "its caption was never read": (unread_caption, "unscanned", "taken_down"),
}


@pytest.mark.parametrize(("put", "violation", "state"), INJECTED.values(), ids=INJECTED)
def test_what_sql_put_there_is_counted_and_taken_out(
    api: Api,
    creator: Any,
    friend: Any,
    teen: Any,
    put: Callable[[Any], Post],
    violation: str,
    state: str,
) -> None:
    good, bad = published(friend), put(creator)
    assert seen(api, bad, teen) == EVERYWHERE, "as long as nobody proves anything"
    run = prove_now()
    assert (run.violations, run.examined, run.fixed) == (1, 2, 1)
    found = ProofFinding.objects.get()
    assert (found.post_id, found.violation, found.was) == (bad.pk, violation, "everyone")
    bad.refresh_from_db()
    assert bad.state == state
    if violation != "minor_denied":
        assert seen(api, bad, teen) == NOWHERE
    assert seen(api, good, teen) == EVERYWHERE
    again = prove_now()
    assert (again.violations, again.examined) == (0, 1 if state == "taken_down" else 2)


def wanting(person: Any) -> Post:
    """Published; its newest look could not say all that is demanded, and found nothing bad."""
    post = published(person)
    assert post.draft
    found = answer({})
    less: dict[Category, Coverage] = {
        key: value for key, value in found.coverage.items() if key != Category.SEXUAL
    }
    rescanned(post.draft.job, [replace(found, coverage=less)])
    rescanned(post.draft.job, [replace(found, coverage=less)], stage="likeness")
    return post


def test_what_merely_lacks_an_answer_is_withheld_and_counted_apart(
    api: Api, creator: Any, friend: Any, teen: Any
) -> None:
    good, bad = published(friend), wanting(creator)
    for _ in range(2):
        run = prove_now()
        assert (run.violations, run.unproven) == (0, 1)
        assert str(run) == f"0 of {run.examined}, 1 unproven"
        bad.refresh_from_db()
        assert (bad.state, seen(api, bad, teen)) == ("published", NOWHERE)
        assert seen(api, good, teen) == EVERYWHERE
    assert not AuditEvent.objects.filter(action="feed.post.taken_down").exists()
    assert AuditEvent.objects.filter(action="feed.post.withheld").count() == 1


def test_a_monitor_that_is_new_takes_down_nothing_of_before(creator: Any, settings: Any) -> None:
    published(creator)
    settings.MONITOR_URL = "http://127.0.0.1:1"
    run = prove_now()
    assert (str(run), run.unproven) == ("0 of 1", 0)


def test_a_film_of_which_the_monitor_was_asked_needs_its_scan(creator: Any, settings: Any) -> None:
    post = published(creator)
    assert post.draft
    rescanned(post.draft.job, [answer({}), Answer("monitor", "1")])
    settings.MONITOR_URL = "http://127.0.0.1:1"
    run = prove_now()
    assert (str(run), run.unproven) == ("0 of 1, 1 unproven", 1)
    settings.MONITOR_URL = ""
    rerate(withheld=True)
    assert str(prove_now()) == "0 of 1", "shown again"


def test_what_was_never_scanned_is_taken_down_by_a_new_rating_too(creator: Any) -> None:
    post = injected(finished(creator, skipped="inspect"), policy_version="1999")
    rerate()
    post.refresh_from_db()
    assert post.state == "taken_down"


def test_a_verdict_takes_down_whatever_is_lacking(creator: Any) -> None:
    post = injected(finished(creator, BLOCKED, skipped="screen"))
    assert str(prove_now()) == "1 of 1"
    post.refresh_from_db()
    assert post.state == "taken_down"


@pytest.mark.usefixtures("policy_rows")
def test_a_policy_that_demands_more_takes_nothing_down(creator: Any, moderator: Any) -> None:
    post = published(creator)
    assert post.draft
    found = answer({})
    less = dict(found.coverage)
    less.pop(Category.DECEPTION)
    for stage in ("inspect", "likeness"):
        rescanned(post.draft.job, [replace(found, coverage=less)], stage=stage)
    frame = 'frame = { assessed = ["sexual", '
    text = draft("2030", (frame, frame.replace('"sexual"', '"deception", "sexual"')))
    put_in_force(text, keeper(moderator))
    rerate()
    run = prove_now()
    post.refresh_from_db()
    assert (post.state, run.violations, run.unproven) == ("published", 0, 1)


def rescanned(job: Job, answers: list[Answer], *, stage: str = "inspect") -> None:
    found, audience = [Evidence(STAGES[stage], answers)], audience_of(job)
    record_scan(
        subject=job.public_id, stage=stage, evidence=found, audience=audience,
        judgement=judged(found, audience=audience),
    )  # fmt: skip


def test_a_feed_that_holds_what_it_should_is_proven_with_0_of_n(
    creator: Any, friend: Any, teen: Any
) -> None:
    published(creator, LIMITED)
    published(teen)
    publish(draft=finished(friend), by=friend, caption="hi", evidence=evidence())
    run = prove_now()
    assert (str(run), run.examined, run.fixed) == ("0 of 3", 3, 0)
    assert (run.policy_version, run.profile) == (CURRENT, "development")
    assert run.detectors == ["told 1"]
    assert Post.objects.filter(state="published").count() == 3
    assert not AuditEvent.objects.filter(action="feed.post.taken_down").exists()


def test_a_stricter_rating_than_need_be_is_no_violation(creator: Any) -> None:
    injected(finished(creator), rating="adults")
    assert str(prove_now()) == "0 of 1"
    assert Post.objects.get().rating == "adults"


def test_what_is_for_adults_only_is_a_violation_where_it_fits_nobody(
    api: Api, creator: Any, stranger: Any
) -> None:
    post = injected(finished(creator, BLOCKED), rating="adults")
    assert seen(api, post, stranger)["profile"]
    assert str(prove_now()) == "1 of 1"
    assert not seen(api, post, stranger)["profile"]


def test_a_newer_scan_counts(creator: Any) -> None:
    post = published(creator)
    assert post.draft
    rescan(post.draft.job, BLOCKED)
    assert str(prove_now()) == "1 of 1"


def test_a_reinstated_post_stands_for_adults_and_never_for_people_under_18(
    creator: Any, friend: Any, moderator: Any
) -> None:
    judge = keeper(moderator, "reinstate_post")
    adults, everyone = blocked(creator), blocked(friend)
    Post.objects.filter(pk=adults.pk).update(rating="adults")
    for post in (adults, everyone):
        reinstate(post=taken_down_before(post=post, by=judge), by=judge)
    run = prove_now()
    assert (str(run), run.reinstated) == ("1 of 2", 1)
    assert ProofFinding.objects.get().post_id == everyone.pk


def test_what_is_stale_is_hidden_and_not_counted_as_shown(api: Api, creator: Any) -> None:
    injected(finished(creator, BLOCKED), policy_version="1999")
    run = prove_now()
    assert (str(run), run.hidden) == ("0 of 0", 1)


def unreadable(post: Post) -> None:
    """A scan whose words no program knows; rows of scans cannot be changed, only added to."""
    assert post.draft
    scan = Scan.objects.filter(subject=post.draft.job.public_id, stage="inspect").latest("id")
    scan.pk, scan.coverage = None, {"hologram": {"hate": "assessed"}}
    scan.id = Scan._meta.get_field("id").get_default()
    scan._state.adding = True
    scan.save(force_insert=True)


def test_what_cannot_be_rated_is_hidden_and_keeps_no_proof_from_its_end(
    api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    broken, fine = published(creator), published(friend)
    unreadable(broken)
    run = prove_now()
    assert (str(run), run.fixed) == ("1 of 2", 1)
    assert ProofFinding.objects.get().violation == "unprovable"
    assert seen(api, broken, stranger) == NOWHERE
    assert seen(api, fine, stranger) == EVERYWHERE


def test_the_command_says_0_of_n_or_fails(creator: Any, capsys: Any) -> None:
    published(creator)
    call_command("prove_feed")
    assert "0 of 1 by policy" in capsys.readouterr().out
    blocked(creator)
    with pytest.raises(CommandError, match=r"1 of 2 .*1 ended"):
        call_command("prove_feed")


def test_anybody_reads_the_last_proof(api: Api, creator: Any) -> None:
    path = "/transparency/feed-proof"
    assert api.get(path).status_code == 404
    published(creator)
    prove_now()
    body = api.get(path).json()
    assert (body["violations"], body["examined"], body["policy_version"]) == (0, 1, CURRENT)
    assert set(body) == {
        *("violations", "examined", "fixed", "unproven", "policy_version", "profile"),
        *("detectors_sha256", "started_at", "finished_at"),
    }


def test_readyz_says_what_a_proof_found(creator: Any) -> None:
    from feed.health import proof_lacks

    blocked(creator)
    prove_now()
    assert proof_lacks() == "1 violations of 1, 1 ended"
    prove_now()
    assert proof_lacks() is None


@pytest.mark.parametrize("table", [ProofRun, ProofFinding, ProofStep])
def test_no_role_changes_a_proof(creator: Any, table: Any) -> None:
    blocked(creator)
    prove_now()
    with pytest.raises(DatabaseError), transaction.atomic():
        table.objects.all().delete()
    assert table.objects.exists()
