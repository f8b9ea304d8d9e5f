"""Every bad combination of a tool and what it is given (G4)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generation.engines.base import Start
from generation.engines.registry import capabilities_of
from generation.models import Draft, Job, Source, StopSwitch
from lib.ids import IdKind, encode, new_id
from lib.outbox.models import OutboxMessage
from tests.client import Api, code_of
from tests.generation.tools.making import PROMPT, job_of, of, settled_by, want

MISSING_DRAFT = {"draft": encode(IdKind.VIDEO, new_id())}
BEATS = [{"at": 0, "prompt": "a red ball"}, {"at": 2, "prompt": "a blue boat"}]
WORDS = {"prompt": PROMPT, "seconds": 4}


def attr_of(answer: Any) -> Any:
    return answer.json()["errors"][0]["attr"]


# tool, how many times the same draft is a source, the rest of the body, status, code, attr
BAD: list[tuple[str, int, dict[str, Any], int, str, str]] = [
    ("paint", 0, {}, 400, "invalid_choice", "tool"),
    ("remix", 0, {"prompt": PROMPT}, 400, "required", "sources"),
    ("remix", 1, {}, 400, "required", "prompt"),
    ("remix", 2, {"prompt": PROMPT}, 400, "invalid", "sources"),
    ("remix", 1, {"prompt": ""}, 422, "prompt_empty", "prompt"),
    ("remix", 1, {"prompt": "x" * 4000}, 422, "prompt_too_long", "prompt"),
    ("remix", 1, {"prompt": PROMPT, "size": "1280x720"}, 400, "invalid_choice", "size"),
    ("remix", 1, {"prompt": PROMPT, "seconds": 5}, 400, "invalid_choice", "seconds"),
    ("remix", 1, {"prompt": PROMPT, "beats": BEATS}, 400, "unknown_field", "beats"),
    ("extend", 1, {"prompt": PROMPT}, 400, "required", "seconds"),
    ("extend", 1, {"seconds": 4}, 400, "required", "prompt"),
    ("extend", 1, {**WORDS, "seconds": 20}, 400, "invalid_choice", "seconds"),
    ("fill", 1, WORDS, 400, "required", "sources"),
    ("fill", 3, WORDS, 400, "invalid", "sources"),
    ("blend", 1, {}, 400, "required", "sources"),
    ("blend", 2, {"prompt": PROMPT}, 400, "unknown_field", "prompt"),
    ("blend", 2, {"seconds": 4}, 400, "unknown_field", "seconds"),
    ("blend", 2, {"model": "sketch"}, 400, "unknown_field", "model"),
    ("recut", 0, {}, 400, "required", "sources"),
    ("recut", 11, {}, 400, "max_length", "sources"),
    ("recut", 1, {"prompt": PROMPT}, 400, "unknown_field", "prompt"),
    ("loop", 2, {}, 400, "invalid", "sources"),
    ("storyboard", 0, {**WORDS, "size": "720x1280"}, 400, "required", "beats"),
    ("storyboard", 0, {**WORDS, "beats": BEATS}, 400, "required", "size"),
    ("storyboard", 1, {**WORDS, "size": "720x1280", "beats": BEATS}, 400, "unknown_field",
     "sources"),
    ("text", 1, {}, 400, "unknown_field", "sources"),
    ("text", 0, {"beats": BEATS}, 400, "unknown_field", "beats"),
    ("text", 0, {"variations": 0}, 400, "min_value", "variations"),
    ("text", 0, {"variations": 5}, 400, "max_value", "variations"),
    ("text", 0, {"variations": True}, 400, "wrong_type", "variations"),
    ("text", 0, {"batch": "x"}, 400, "unknown_field", "batch"),
]  # fmt: skip


def told(answer: Any) -> tuple[int, str, str]:
    return answer.status_code, code_of(answer), attr_of(answer)


def test_what_a_tool_does_not_take_is_named(api: Api, creator: Any, draft: Draft) -> None:
    """One draft for the whole table: a refused wish leaves nothing behind."""
    wrong = []
    for tool, times, body, *expected in BAD:
        answer = want(api, creator, tool, *[draft] * times, **body)
        if told(answer) != tuple(expected):
            wrong.append((tool, times, body, told(answer)))
    assert wrong == []
    assert Job.objects.count() == 1


CUTS: list[tuple[dict[str, Any], int, str, str]] = [
    ({"start": -1}, 400, "min_value", "sources.0.start"),
    ({"start": "1"}, 400, "wrong_type", "sources.0.start"),
    ({"start": True}, 400, "wrong_type", "sources.0.start"),
    ({"end": 121}, 400, "max_value", "sources.0.end"),
    ({"end": 4.1}, 400, "invalid", "sources.0.end"),
    ({"start": 3, "end": 2}, 400, "invalid", "sources.0"),
    ({"start": 1, "end": 1.4}, 400, "invalid", "sources.0"),
    ({"start": 4}, 400, "invalid", "sources.0"),
    ({"begin": 1}, 400, "unknown_field", "sources.0.begin"),
    ({"draft": "vid_0"}, 400, "invalid", "sources.0.draft"),
]


def test_a_part_lies_within_its_video(api: Api, creator: Any, draft: Draft) -> None:
    for cut, *expected in CUTS:
        answer = want(api, creator, "recut", {**of(draft), **cut})
        assert told(answer) == tuple(expected), cut


def test_a_tool_that_takes_whole_videos_takes_no_part(api: Api, creator: Any, draft: Draft) -> None:
    answer = want(api, creator, "extend", of(draft, start=1, end=2), **WORDS)
    assert (answer.status_code, code_of(answer)) == (400, "unknown_field")


BALL = "a red ball bounces over green grass"
UNORDERED: list[tuple[list[dict[str, Any]], str]] = [
    ([{"at": 1, "prompt": "a red ball"}], "invalid"),
    ([*BEATS, {"at": 2.2, "prompt": "a tree"}], "invalid"),
    ([BEATS[0], {"at": 3.8, "prompt": "a tree"}], "invalid"),
    ([BEATS[0], {"at": 9, "prompt": "a tree"}], "invalid"),
    ([BEATS[0], {"at": 2, "prompt": " "}], "prompt_empty"),
    ([], "required"),
    ([{"at": 0.5 * n, "prompt": "a"} for n in range(13)], "max_length"),
]


@pytest.mark.django_db
def test_the_beats_of_a_storyboard_follow_each_other(api: Api, creator: Any) -> None:
    for beats, code in UNORDERED:
        answer = want(api, creator, "storyboard", size="720x1280", beats=beats, **WORDS)
        assert (code_of(answer), Job.objects.count()) == (code, 0), beats


def test_a_model_that_cannot_do_it_says_so(
    api: Api, creator: Any, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    blind = replace(capabilities_of("sketch"), starts=frozenset({Start.LAST_FRAME}))
    monkeypatch.setattr("generation.making.checking.capabilities_of", lambda _: blind)
    for tool, sources in (("extend", 1), ("fill", 2)):
        answer = want(api, creator, tool, *[draft] * sources, **WORDS)
        assert (answer.status_code, code_of(answer)) == (422, "tool_not_offered")
    answer = want(api, creator, "storyboard", size="720x1280", beats=BEATS, **WORDS)
    assert code_of(answer) == "tool_not_offered"
    assert want(api, creator, "remix", draft, prompt="at night").status_code == 202
    assert want(api, creator, "loop", draft).status_code == 202


@pytest.mark.parametrize(
    ("tool", "prompt", "model"),
    [
        ("remix", "The ball is blue.", "shapes"),
        ("remix", "a dog runs by", "sketch"),
        ("extend", "a red ball falls", "sketch"),
    ],
)
def test_a_small_model_goes_on_with_what_it_knows_and_the_default_with_the_rest(
    api: Api, creator: Any, draft: Draft, tool: str, prompt: str, model: str
) -> None:
    Job.objects.filter(pk=draft.job_id).update(engine="shapes", prompt=BALL)
    answer = want(api, creator, tool, draft, prompt=prompt, seconds=4)
    assert answer.status_code == 202, answer.content
    assert answer.json()["model"] == model
    named = want(api, creator, "remix", draft, prompt="a dog runs by", model="shapes")
    assert named.json()["model"] == "shapes", "whoever names it is taken at their word"


def test_what_is_only_cut_needs_no_model(api: Api, creator: Any, draft: Draft) -> None:
    Job.objects.filter(pk=draft.job_id).update(engine="retired")
    assert want(api, creator, "loop", draft).status_code == 202
    assert code_of(want(api, creator, "extend", draft, **WORDS)) == "tool_not_offered"


def test_a_switch_of_the_default_stops_nothing_that_another_goes_on_with(
    api: Api, creator: Any, draft: Draft
) -> None:
    Job.objects.filter(pk=draft.job_id).update(engine="shapes", prompt=BALL)
    StopSwitch.objects.create(engine="sketch", engaged_by="test", reason="test")
    assert code_of(want(api, creator)) == "temporarily_disabled"
    assert want(api, creator, "loop", draft).status_code == 202
    StopSwitch.objects.update(engine="shapes")
    assert want(api, creator).status_code == 202
    assert code_of(want(api, creator, "remix", draft, prompt="at night")) == "temporarily_disabled"


def test_videos_of_two_sizes_do_not_go_together(
    api: Api, creator: Any, draft: Draft, blank_film: Path
) -> None:
    Job.objects.filter(pk=draft.job_id).update(size="1280x720")
    other = settled_by(want(api, creator), blank_film)
    answer = want(api, creator, "blend", draft, other)
    assert (answer.status_code, code_of(answer), attr_of(answer)) == (
        400,
        "invalid_choice",
        "sources",
    )


@pytest.mark.parametrize("why", ["missing", "not mine", "deleted", "unfinished", "moved"])
def test_what_is_not_there_for_you_is_no_source(
    *,
    api: Api,
    creator: Any,
    stranger: Any,
    draft: Draft,
    deliver: Callable[[], int],
    why: str,
) -> None:
    source, by = of(draft), creator
    if why == "missing":
        source = MISSING_DRAFT
    elif why == "not mine":
        by = stranger
    elif why == "deleted":
        api.delete(f"/drafts/{draft.public_id}", as_=creator)
        deliver()
    elif why == "unfinished":
        source = {"draft": encode(IdKind.VIDEO, Job.objects.get().pk)}
    else:
        draft.job.assets.filter(kind="master").update(moving_to="quarantine/00/0.mp4")
    answers = [
        want(api, by, "remix", source, prompt="at night"),
        want(api, by, "loop", source),
    ]
    for answer in answers:
        assert (answer.status_code, code_of(answer)) == (422, "source_not_available")
        assert draft.public_id.encode() not in answer.content
    assert Job.objects.count() == 1


def test_an_answer_shows_what_it_is_made_of(api: Api, creator: Any, draft: Draft) -> None:
    body = want(api, creator, "recut", of(draft, start=0.5, end=2)).json()
    shown = [{"draft": draft.public_id, "start": 0.5, "end": 2.0}]
    assert (body["tool"], body["sources"], body["prompt"]) == ("recut", shown, "")
    assert (body["model"], body["size"], body["seconds"]) == ("sketch", "720x1280", 2)
    assert body["labels"]["remix_of"] == draft.public_id
    read = api.get(f"/generations/{body['id']}", as_=creator).json()
    assert (read["sources"], read["labels"]["remix_of"]) == (shown, draft.public_id)
    listed = api.get("/generations", as_=creator).json()["results"][0]
    assert listed["sources"] == shown
    api.delete(f"/drafts/{draft.public_id}", as_=creator)
    gone = api.get(f"/generations/{body['id']}", as_=creator).json()
    assert gone["sources"] == [{"draft": None, "start": 0.5, "end": 2.0}]
    assert gone["labels"]["remix_of"] is None


def test_a_draft_says_whether_it_can_be_a_source(
    api: Api, creator: Any, draft: Draft, blank_film: Path
) -> None:
    made = settled_by(want(api, creator, "loop", draft), blank_film)
    body = api.get(f"/drafts/{made.public_id}", as_=creator).json()
    assert body["can"]["remix"] is True
    assert body["labels"]["remix_of"] == draft.public_id
    draft.job.assets.filter(kind="master").delete()
    body = api.get(f"/drafts/{draft.public_id}", as_=creator).json()
    assert body["can"]["remix"] is False


def test_lists_ask_as_often_whatever_they_show(
    *,
    api: Api,
    creator: Any,
    draft: Draft,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(3):
        assert want(api, creator, "recut", draft, draft, draft).status_code == 202
    api.get("/generations", as_=creator)
    with django_assert_max_num_queries(16):
        shown = api.get("/generations", as_=creator).json()["results"]
    assert [len(one["sources"]) for one in shown] == [3, 3, 3, 0]
    assert Source.objects.count() == 9


def test_a_request_that_waits_for_the_screener_is_the_same(
    api: Api, creator: Any, draft: Draft, screener_answers: Any
) -> None:
    from tests.answering import away

    screener_answers(away)
    OutboxMessage.objects.all().delete()
    job = job_of(want(api, creator, "remix", draft, prompt="at night"))
    assert job.state == "submitted"
    assert list(OutboxMessage.objects.values_list("actor_name", flat=True)) == ["screen_job"]
