"""Who is in a video is in what is made of it, on terms that never widen (C21, D-3, G5)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cameos.models import Cameo, Capability
from cameos.permissions.terms import Cap
from cameos.services.pausing import pause
from generation.models import Draft, Job
from generation.stages import Stage
from generation.work.severed import stop_severed
from lib.outbox.models import OutboxMessage
from tests import cast
from tests.cameos.permissions.lending import granted, lent, mutual, set_level
from tests.client import Api, code_of
from tests.generation.likeness.ends import ENDS, End, expired, lent_by_grant
from tests.generation.studio import worked
from tests.generation.tools.making import Maker, job_of, settled_by, want

OVER = ("cancelled", "consent_ended")
ALL_TOOLS: dict[str, dict[str, Any]] = {
    "remix": {"prompt": "at night"},
    "extend": {"prompt": "it goes on", "seconds": 4},
    "recut": {},
    "loop": {},
}


@pytest.fixture
def cameo(creator: Any, friend: Any) -> Cameo:
    mutual(creator, friend)
    return lent(creator, "mutuals")


@pytest.fixture
def made(api: Api, friend: Any, media_dir: Path, blank_film: Path) -> Maker:
    """`made(tool, *sources, by=friend)`: a draft."""

    def make(tool: str, *sources: Any, by: Any = friend, **body: Any) -> Draft:
        return settled_by(want(api, by, tool, *sources, **body), blank_film)

    return make


@pytest.fixture
def source(cameo: Cameo, made: Maker) -> Draft:
    """A friend's video with the creator in it."""
    return made("text", subjects=[cameo.public_id])


def capabilities(job: Job) -> list[Capability]:
    return list(Capability.objects.filter(film_id=job.pk))


@pytest.mark.parametrize("tool", sorted(ALL_TOOLS))
def test_a_likeness_is_asked_for_again_and_bound_to_what_is_made(
    *, api: Api, cameo: Cameo, friend: Any, source: Draft, tool: str
) -> None:
    job = job_of(want(api, friend, tool, source, **ALL_TOOLS[tool]))
    (inherited,) = capabilities(job)
    assert (inherited.cameo_id, inherited.inherited) == (cameo.pk, True)
    assert inherited.requester_id == friend.pk
    assert (inherited.job, job.subjects) == (job.public_id, [])
    shown = api.get(f"/generations/{job.public_id}", as_=friend).json()
    assert shown["labels"]["likenesses"] == [cameo.owner.handle]


def test_whoever_is_chosen_again_is_not_inherited(
    api: Api, cameo: Cameo, friend: Any, source: Draft
) -> None:
    answer = want(api, friend, "remix", source, prompt="at night", subjects=[cameo.public_id])
    (chosen,) = capabilities(job_of(answer))
    assert not chosen.inherited


# What merely ran out for one video is asked for anew for the next.
ASKED_AGAIN = [end for end in ENDS if end is not expired]


@pytest.mark.parametrize("end", ASKED_AGAIN, ids=lambda one: one.__name__)
def test_what_ends_a_consent_ends_what_could_be_made_of_it(
    *, api: Api, friend: Any, creator: Any, made: Maker, end: End
) -> None:
    source = made("text", subjects=[lent_by_grant(creator, friend).public_id])
    job = job_of(want(api, friend, "loop", source))
    end(Cameo.objects.get(), friend)
    before = Job.objects.count()
    for tool, body in ALL_TOOLS.items():
        answer = want(api, friend, tool, source, **body)
        assert code_of(answer) in {"not_available", "source_not_available"}, tool
    assert Job.objects.count() == before
    # And what was begun under it: at its next step, if no message comes first.
    stop_severed(Cameo.objects.get().pk, None)
    worked(job, Stage.RENDER)
    assert (job.state, job.error_code) == OVER


def test_taking_a_consent_back_reaches_what_was_made_of_it(
    *,
    api: Api,
    cameo: Cameo,
    creator: Any,
    friend: Any,
    source: Draft,
    made: Maker,
    deliver: Callable[[], int],
    media_dir: Path,
) -> None:
    second = made("loop", source)
    third = made("remix", second, prompt="at night", seconds=4)
    running = job_of(want(api, friend, "recut", third))
    shown = api.get(f"/cameos/{cameo.public_id}/revocation", as_=creator).json()
    last = shown["choices"][-1]
    assert (last["scope"], last["takes"]["drafts"]) == ("also_remixes", 3)
    OutboxMessage.objects.all().delete()
    body = {"scope": "future_only", "confirm": shown["choices"][0]["confirm"]}
    answer = api.post(f"/cameos/{cameo.public_id}/revocation", body, as_=creator)
    assert answer.status_code in {200, 202}, answer.content
    assert api.get("/drafts", as_=friend).json()["results"] == []
    deliver()
    running.refresh_from_db()
    assert (running.state, running.error_code) == OVER
    assert not Draft.objects.filter(deleted_at=None).exists()
    assert [path for path in media_dir.rglob("*") if path.is_file()] == []
    for draft in (source, second, third):
        assert code_of(want(api, friend, "loop", draft)) == "source_not_available"


def test_together_they_are_at_most_two(
    api: Api, cameo: Cameo, friend: Any, source: Draft, made: Maker
) -> None:
    mine, third = lent(friend, "only_me"), cast.stranger()
    mutual(third, friend)
    other = made("text", subjects=[mine.public_id, lent(third, "mutuals").public_id])
    for tool, sources in (("blend", [source, other]), ("recut", [source, other])):
        answer = want(api, friend, tool, *sources)
        assert (answer.status_code, code_of(answer)) == (422, "too_many_people"), tool
    assert want(api, friend, "loop", other).status_code == 202


def test_nobody_new_comes_into_an_extension(
    api: Api, cameo: Cameo, friend: Any, source: Draft
) -> None:
    mine = lent(friend, "only_me")
    body: dict[str, Any] = {"prompt": "it goes on", "seconds": 4}
    answer = want(api, friend, "extend", source, subjects=[mine.public_id], **body)
    assert (answer.status_code, code_of(answer)) == (400, "invalid_choice")
    again = want(api, friend, "extend", source, subjects=[cameo.public_id], **body)
    assert again.status_code == 202
    new = want(api, friend, "remix", source, subjects=[mine.public_id], prompt="at night")
    assert len(capabilities(job_of(new))) == 2


def test_words_that_an_owner_refuses_are_refused_in_a_remix(
    api: Api, cameo: Cameo, friend: Any, source: Draft
) -> None:
    set_level(cameo, "mutuals", restrictions=["alcohol"])
    answer = want(api, friend, "remix", source, prompt="with a beer")
    assert (answer.status_code, code_of(answer)) == (422, "not_for_this_prompt")
    assert want(api, friend, "remix", source, prompt="at night").status_code == 202


def test_the_words_of_the_steps_before_count_too(
    api: Api, cameo: Cameo, friend: Any, made: Maker
) -> None:
    bar = made("text", prompt="a beer by the sea", subjects=[cameo.public_id])
    set_level(cameo, "mutuals", restrictions=["alcohol"])
    for tool, body in ALL_TOOLS.items():
        answer = want(api, friend, tool, bar, **body)
        assert (answer.status_code, code_of(answer)) == (422, "not_for_this_prompt"), tool


def test_terms_never_widen_on_the_way(api: Api, cameo: Cameo, friend: Any, made: Maker) -> None:
    """What its owner permits more now is for new videos, not for what was made before."""
    set_level(cameo, "mutuals", restrictions=["alcohol"], cap=Cap.FRIENDS, no_download=True)
    source = made("text", subjects=[cameo.public_id])
    set_level(cameo, "mutuals", restrictions=[], cap=Cap.EVERYONE, no_download=False)
    (before,) = capabilities(source.job)
    (after,) = capabilities(job_of(want(api, friend, "loop", source)))
    assert after.bounds() <= before.bounds()
    assert after.friends_only
    answer = want(api, friend, "remix", source, prompt="with a beer")
    assert code_of(answer) == "not_for_this_prompt"
    (fresh,) = capabilities(made("text", subjects=[cameo.public_id]).job)
    assert not fresh.bounds() <= before.bounds()


def test_of_two_the_narrower_terms_hold_for_both(
    api: Api, cameo: Cameo, friend: Any, source: Draft, made: Maker
) -> None:
    mine = lent(friend, "only_me")
    own = made("text", subjects=[mine.public_id])
    set_level(cameo, "mutuals", cap=Cap.FRIENDS, no_download=True)
    narrow = made("text", subjects=[cameo.public_id])
    job = job_of(want(api, friend, "blend", own, narrow))
    assert [one.bounds().no_download for one in capabilities(job)] == [True, True]
    assert [one.friends_only for one in capabilities(job)] == [True, True]


def test_whoever_forbids_remixes_is_in_none(
    api: Api, cameo: Cameo, friend: Any, made: Maker
) -> None:
    set_level(cameo, "mutuals", no_remix=True)
    source = made("text", subjects=[cameo.public_id])
    read = api.get(f"/drafts/{source.public_id}", as_=friend).json()
    assert (read["may_remix"], read["can"]["remix"]) == (False, False)
    for tool, body in ALL_TOOLS.items():
        answer = want(api, friend, tool, source, **body)
        assert (answer.status_code, code_of(answer)) == (422, "source_not_available"), tool


@pytest.mark.parametrize(
    ("tool", "chosen"), [*((tool, False) for tool in sorted(ALL_TOOLS)), ("remix", True)]
)
def test_whoever_forbids_remixes_by_now_is_in_none(
    *, api: Api, cameo: Cameo, friend: Any, source: Draft, tool: str, chosen: bool
) -> None:
    set_level(cameo, "mutuals", no_remix=True)
    body = ALL_TOOLS[tool] | ({"subjects": [cameo.public_id]} if chosen else {})
    answer = want(api, friend, tool, source, **body)
    assert (answer.status_code, code_of(answer)) == (422, "source_not_available")
    assert not Job.objects.filter(tool=tool).exists()


def test_a_grant_for_once_is_for_one_video(
    api: Api, creator: Any, friend: Any, made: Maker
) -> None:
    cameo = lent(creator, "approved")
    granted(cameo, friend, once=True)
    source = made("text", subjects=[cameo.public_id])
    answer = want(api, friend, "loop", source)
    assert (answer.status_code, code_of(answer)) == (403, "not_available")


def test_a_teens_likeness_depicts_a_minor_in_all_that_follows(
    api: Api, teen: Any, made: Maker
) -> None:
    other = cast.teen()
    cameo = lent(teen, "approved")
    granted(cameo, other)
    source = made("text", by=other, subjects=[cameo.public_id])
    job = job_of(want(api, other, "loop", source))
    assert job.depicts_minor
    assert capabilities(job)[0].bounds().depicts_minor


def test_what_is_only_cut_opens_no_recording(
    api: Api, friend: Any, source: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    OutboxMessage.objects.all().delete()
    assert job_of(want(api, friend, "loop", source)).state == "queued"
    assert job_of(want(api, friend, "remix", source, prompt="at night")).state == "screened"
    owed = list(OutboxMessage.objects.order_by("pk").values_list("actor_name", flat=True))
    assert owed == ["render_job", "prepare_job"]


def test_a_paused_likeness_stops_what_is_made_of_a_video(
    api: Api, cameo: Cameo, friend: Any, source: Draft
) -> None:
    pause(cameo=cameo, by=cameo.owner)
    assert code_of(want(api, friend, "loop", source)) == "not_available"
