"""What is taken down takes with it what was made of it, and brings exactly that back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generation.models import Asset, Draft, Withdrawal
from generation.services.files import restore, withdraw
from generation.stages import Stage
from lib.signed_media import storage_path
from tests.client import Api, code_of
from tests.generation.studio import TO_CLEARED, Puppet, worked
from tests.generation.tools.making import Maker, finished, job_of, settled_by, want


@pytest.fixture
def made(api: Api, creator: Any, blank_film: Path) -> Maker:
    def make(tool: str, *sources: Any, **body: Any) -> Draft:
        return settled_by(want(api, creator, tool, *sources, **body), blank_film)

    return make


def areas(*drafts: Draft) -> set[str]:
    assets = Asset.objects.filter(job__in=[one.job_id for one in drafts])
    assert all(storage_path(one.storage_key).is_file() for one in assets)
    return {one.storage_key.partition("/")[0] for one in assets}


def test_what_was_made_of_it_goes_and_comes_back_with_it(
    *, api: Api, creator: Any, draft: Draft, made: Maker, deliver: Callable[[], int]
) -> None:
    second = made("loop", draft)
    third = made("blend", second, made("text"))
    unrelated = made("text")
    withdraw(draft.job)
    deliver()
    assert areas(draft, second, third) == {"quarantine"}
    assert areas(unrelated) == {"work"}
    for one in (draft, second, third):
        assert code_of(want(api, creator, "loop", one)) == "source_not_available"
    restore(draft.job)
    deliver()
    assert areas(draft, second, third) == {"work"}
    assert want(api, creator, "loop", third).status_code == 202


def test_undoing_one_lifts_only_what_that_one_caused(
    draft: Draft, made: Maker, deliver: Callable[[], int]
) -> None:
    second = made("loop", draft)
    third = made("loop", second)
    withdraw(draft.job)
    withdraw(second.job)
    deliver()
    restore(draft.job)
    deliver()
    assert areas(draft) == {"work"}
    assert areas(second, third) == {"quarantine"}
    restore(draft.job)
    assert Withdrawal.objects.count() == 2
    restore(second.job)
    deliver()
    assert areas(draft, second, third) == {"work"}


def test_what_is_in_the_making_is_given_up_before_it_is_drawn(
    api: Api, creator: Any, draft: Draft, studio: Puppet
) -> None:
    job = job_of(want(api, creator, "extend", draft, prompt="it goes on", seconds=4))
    withdraw(draft.job)
    worked(job, Stage.RENDER)
    assert (job.state, job.error_code) == ("failed", "source_gone")
    assert studio.renders == []
    shown = api.get(f"/generations/{job.public_id}", as_=creator).json()
    assert shown["error"]["code"] == "source_gone"


def test_what_was_drawn_by_then_is_given_up_before_it_is_handed_out(
    *,
    api: Api,
    creator: Any,
    draft: Draft,
    studio: Puppet,
    quick_joins: list[int],
    deliver: Callable[[], int],
    media_dir: Path,
) -> None:
    job = job_of(want(api, creator, "loop", draft))
    worked(job, *TO_CLEARED)
    assert job.state == "cleared"
    withdraw(draft.job)
    worked(job, Stage.FINISH)
    assert (job.state, job.error_code) == ("failed", "source_gone")
    deliver()
    assert not Asset.objects.filter(job=job).exists()
    assert not [path for path in (media_dir / "out").rglob("*") if path.is_file()]


def test_a_source_that_its_maker_deletes_takes_only_what_is_not_made_yet(
    *,
    api: Api,
    creator: Any,
    draft: Draft,
    studio: Puppet,
    quick_joins: list[int],
    deliver: Callable[[], int],
) -> None:
    done = finished(want(api, creator, "loop", draft), deliver)
    drawn, waiting = (job_of(want(api, creator, "loop", draft)) for _ in range(2))
    worked(drawn, Stage.RENDER)
    api.delete(f"/drafts/{draft.public_id}", as_=creator)
    deliver()
    for job in (drawn, waiting):
        job.refresh_from_db()
    assert (drawn.state, waiting.error_code) == ("completed", "source_gone")
    assert api.get(f"/drafts/{done.public_id}", as_=creator).status_code == 200
    assert areas(done) == {"out", "work"}
