"""What is made of what: no circles, an end to every way, and the words of all steps (G21)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generation.descent import behind, beyond
from generation.limits import MOST_EXTENSIONS, MOST_STEPS
from generation.models import Draft, Job, Source
from generation.services.lineage import chain_of
from generation.services.submit import submit
from generation.tools import Tool
from lib.errors import DomainError
from moderation.answers import Hit
from moderation.categories import Category
from tests.answering import answering
from tests.client import Api, code_of
from tests.generation.studio import WISH
from tests.generation.tools.making import job_of, settled, settled_by, want

Made = Callable[..., Draft]


@pytest.fixture
def made(api: Api, creator: Any, blank_film: Path) -> Made:
    """`made(tool, *sources, **body)`: a draft that was made with a tool."""

    def make(tool: str, *sources: Any, **body: Any) -> Draft:
        return settled_by(want(api, creator, tool, *sources, **body), blank_film)

    return make


def test_a_row_that_closes_a_circle_is_refused(made: Made, draft: Draft) -> None:
    second = made("loop", draft)
    third = made("loop", second)
    for job, source in (
        (draft.job, second.job), (draft.job, third.job), (second.job, third.job),
        (second.job, second.job),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Source.objects.create(job=job, position=9, source=source)
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.filter(job=third.job).update(source=third.job)


def test_nothing_is_made_of_what_is_not_finished(made: Made, draft: Draft, creator: Any) -> None:
    waiting = submit(owner=creator, **WISH)
    late = made("loop", draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.create(job=late.job, position=9, source=waiting)


def test_the_depth_of_a_job_never_changes(made: Made, draft: Draft) -> None:
    second = made("loop", draft)
    for change in ({"depth": 5}, {"tool": "recut"}, {"extensions": 1}):
        with pytest.raises(ProgrammingError), transaction.atomic():
            Job.objects.filter(pk=second.job_id).update(**change)


def test_each_step_knows_its_root_and_depth(made: Made, draft: Draft) -> None:
    other = made("text")
    second = made("loop", draft)
    third = made("blend", second, other)
    jobs = [one.job for one in (draft, other, second, third)]
    assert [job.depth for job in jobs] == [0, 0, 1, 2]
    assert [job.root_id for job in jobs] == [None, None, draft.job_id, draft.job_id]
    assert behind([third.job_id]) == {job.pk for job in jobs}
    assert beyond([draft.job_id]) == {draft.job_id, second.job_id, third.job_id}


def test_a_way_of_twenty_steps_is_read_by_one_query_and_ends_there(
    *,
    api: Api,
    creator: Any,
    draft: Draft,
    blank_film: Path,
    django_assert_num_queries: Any,
) -> None:
    last, jobs = draft, {draft.job_id}
    for _ in range(MOST_STEPS):
        job = submit(owner=creator, tool=Tool.LOOP, parts=[part_of(last)])
        last = settled(job, blank_film)
        jobs.add(job.pk)
    assert last.job.depth == MOST_STEPS
    with django_assert_num_queries(1):
        assert beyond([draft.job_id]) == jobs
    with django_assert_num_queries(1):
        assert behind([last.job_id]) == jobs
    answer = want(api, creator, "loop", last)
    assert (answer.status_code, code_of(answer)) == (422, "chain_too_long")


def test_the_seventh_extension_is_refused_whatever_stands_between(
    api: Api, creator: Any, draft: Draft, blank_film: Path, made: Made
) -> None:
    last = draft
    for number in range(MOST_EXTENSIONS):
        last = made("extend", last, prompt="it goes on", seconds=4)
        assert last.job.extensions == number + 1
    recut = made("recut", last)
    for source in (last, recut):
        answer = want(api, creator, "extend", source, prompt="it goes on", seconds=4)
        assert (answer.status_code, code_of(answer)) == (422, "chain_too_long")
    again = made("remix", last, prompt="at night", seconds=4)
    assert made("extend", again, prompt="it goes on", seconds=4).job.extensions == 1


def test_no_video_is_longer_than_two_minutes(api: Api, creator: Any, draft: Draft) -> None:
    draft.job.assets.filter(kind="master").update(duration=116.0)
    answer = want(api, creator, "extend", draft, prompt="it goes on", seconds=4)
    assert (answer.status_code, answer.json()["seconds"]) == (202, 120)
    bodies: tuple[dict[str, Any], ...] = (
        {"tool": "extend", "prompt": "on", "seconds": 8},
        {"tool": "recut", "times": 2},
    )
    for body in bodies:
        tool, times = body.pop("tool"), body.pop("times", 1)
        answer = want(api, creator, tool, *[draft] * times, **body)
        assert (answer.status_code, code_of(answer)) == (422, "chain_too_long")


def test_the_words_of_all_steps_are_judged_with_the_last(
    api: Api, creator: Any, made: Made, screener_answers: Any
) -> None:
    """Each step is harmless; only all of them together say it."""
    first = made("text", prompt="two men in a yard")
    second = made("remix", first, prompt="one holds a stick")
    third = made("remix", second, prompt="a third man watches")
    assert chain_of(third.job).texts()[-1][1] == (
        "two men in a yard\none holds a stick\na third man watches"
    )
    screener_answers(
        answering(Hit(Category.VIOLENCE, 0.99), where="two men in a yard\none holds a stick\na")
    )
    answer = want(api, creator, "remix", third, prompt="he hits harder")
    assert (answer.status_code, code_of(answer)) == (422, "input_moderation")
    refused = job_of(answer)
    # Of what stands before it nothing is lost, and no word is new to whoever cuts it alone.
    assert Draft.objects.filter(deleted_at=None).count() == 3
    assert refused.sources.get().source_id == third.job_id
    assert chain_of(job_of(want(api, creator, "loop", first))).refused == frozenset()
    beside = chain_of(submit_waiting(creator, third))
    assert beside.refused == {Category.VIOLENCE}


def test_a_cut_without_words_is_judged_by_those_it_goes_back_to(
    api: Api, creator: Any, made: Made, screener_answers: Any
) -> None:
    first = made("text", prompt="a quiet yard")
    screener_answers(answering(Hit(Category.VIOLENCE, 0.99), where="a quiet yard"))
    for tool in ("recut", "loop"):
        answer = want(api, creator, tool, first)
        assert (answer.status_code, code_of(answer)) == (422, "input_moderation"), tool


def test_every_beat_of_a_storyboard_is_judged(
    api: Api, creator: Any, screener_answers: Any
) -> None:
    screener_answers(answering(Hit(Category.VIOLENCE, 0.99), where="the second"))
    beats = [{"at": 0, "prompt": "the first"}, {"at": 2, "prompt": "the second"}]
    body = {"prompt": "a day", "seconds": 4, "size": "720x1280", "beats": beats}
    answer = want(api, creator, "storyboard", **body)
    assert (answer.status_code, code_of(answer)) == (422, "input_moderation")
    fine = {**body, "beats": [beats[0], {"at": 2, "prompt": "the other"}]}
    assert want(api, creator, "storyboard", **fine).status_code == 202


def test_a_minor_that_was_depicted_stays_one(creator: Any, made: Made, draft: Draft) -> None:
    Job.objects.filter(pk=draft.job_id).update(depicts_minor=True)
    other = made("text")
    for tool, sources in (("loop", [draft]), ("blend", [other, draft]), ("recut", [other])):
        assert made(tool, *sources).job.depicts_minor is (draft in sources), tool


def test_what_is_erased_leaves_what_was_made_of_it(made: Made, draft: Draft) -> None:
    from generation.work.erasure import erase

    second = made("loop", draft)
    erase(draft.job)
    second.job.refresh_from_db()
    assert not Job.objects.filter(pk=draft.job_id).exists()
    assert (second.job.root_id, Source.objects.get(job=second.job).source_id) == (None, None)
    assert chain_of(second.job).texts()


@pytest.mark.slow
@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6))
def test_whatever_is_made_of_what_the_way_back_ends(
    creator: Any, draft: Draft, blank_film: Path, steps: list[tuple[int, int]]
) -> None:
    """A model beside it: the set of all that stands behind each draft."""
    with transaction.atomic():
        drafts, known = [draft], {draft.job_id: {draft.job_id}}
        Job.objects.filter(pk=draft.job_id).update(owner=creator)
        for one, other in steps:
            sources = [drafts[one % len(drafts)], drafts[other % len(drafts)]]
            try:
                job = submit(owner=creator, tool=Tool.BLEND, parts=[part_of(s) for s in sources])
            except DomainError:  # a hundred and twenty seconds are full
                continue
            known[job.pk] = {job.pk}.union(*(known[s.job_id] for s in sources))
            drafts.append(settled(job, blank_film))
            assert job.depth == 1 + max(s.job.depth for s in sources)
        for draft_ in drafts:
            assert behind([draft_.job_id]) == known[draft_.job_id]
            assert beyond([draft_.job_id]) == {k for k, v in known.items() if draft_.job_id in v}
        transaction.set_rollback(True)


def part_of(draft: Draft) -> Any:
    from generation.making.wanted import Part

    return Part(draft.pk)


def submit_waiting(creator: Any, source: Draft) -> Job:
    return submit(owner=creator, tool=Tool.REMIX, prompt="something else", parts=[part_of(source)])
