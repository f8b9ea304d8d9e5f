"""What is taken down takes with it what was made of it, and brings exactly that back."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from generation.models import Asset, Draft, Job, Withdrawal
from generation.services.files import rekey, restore, withdraw
from generation.stages import Stage
from generation.tasks import sweep_leftovers
from generation.work.evidence import outlasts_erasure
from generation.work.moving import move_files_of
from lib.signed_media import move, new_key, storage, storage_path
from lib.signed_media.errors import StorageAway
from tests.cameos.capabilities.test_epoch_races import PATIENCE, Other
from tests.client import Api, code_of
from tests.feed.studio import finished as posted
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
    assert areas(unrelated) == {"kept"}
    for one in (draft, second, third):
        assert code_of(want(api, creator, "loop", one)) == "source_not_available"
    restore(draft.job)
    deliver()
    assert areas(draft, second, third) == {"kept"}
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
    assert areas(draft) == {"kept"}
    assert areas(second, third) == {"quarantine"}
    restore(draft.job)
    assert Withdrawal.objects.count() == 2
    restore(second.job)
    deliver()
    assert areas(draft, second, third) == {"kept"}


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
    assert areas(done) == {"kept", "out"}


def migrated() -> None:
    import_module("generation.migrations.0010_kept_area").move_kept(apps, None)


TIDYINGS = {"migrated": migrated, "swept": sweep_leftovers.fn}
tidyings = pytest.mark.parametrize("tidying", TIDYINGS.values(), ids=TIDYINGS)


@tidyings
def test_masters_that_were_kept_where_a_clock_ends_them_are_moved(
    tidying: Callable[[], object], creator: Any, draft: Draft, deliver: Callable[[], int]
) -> None:
    master = Asset.objects.get(job=draft.job, kind="master")
    Asset.objects.filter(pk=master.pk).update(
        storage_key=move(master.storage_key, f"work/{master.storage_key}")
    )
    tidying()
    deliver()
    assert areas(draft) == {"kept"}
    assert Draft.objects.usable_by(creator).get() == draft


@tidyings
@pytest.mark.parametrize("noticed", [True, False], ids=["under way", "there, unnoticed"])
def test_so_are_those_on_their_way_there(
    noticed: bool, tidying: Callable[[], object], draft: Draft, deliver: Callable[[], int]
) -> None:
    """Taken down and brought back by what ran before."""
    master = Asset.objects.get(job=draft.job, kind="master")
    there, before = f"work/{master.storage_key}", new_key("quarantine", ".mp4")
    move(master.storage_key, before if noticed else there)
    Asset.objects.filter(pk=master.pk).update(storage_key=before, moving_to=there)
    tidying()
    tidying()
    deliver()
    master.refresh_from_db()
    assert (areas(draft), master.moving_to, master.then_to) == ({"kept"}, "", "")


@pytest.mark.parametrize(
    ("verbs", "area"),
    [
        ((withdraw, restore), "kept"),
        ((withdraw, restore, withdraw), "quarantine"),
        ((withdraw, restore, withdraw, restore), "kept"),
    ],
    ids=["back", "again", "back-again"],
)
def test_whoever_takes_down_asks_no_store_whatever_is_owed_yet(
    draft: Draft,
    deliver: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    verbs: tuple[Callable[[Job], None], ...],
    area: str,
) -> None:
    def away(*_: Any) -> None:
        raise StorageAway("it does not answer")

    before = Asset.objects.get(job=draft.job).storage_key
    with monkeypatch.context() as patch:
        patch.setattr(storage, "move", away)
        for verb in verbs:
            verb(draft.job)
    deliver()
    assert areas(draft) == {area}
    after = Asset.objects.get(job=draft.job)
    assert (after.moving_to, after.then_to) == ("", "")
    assert after.storage_key != before


@pytest.mark.usefixtures("committing")
def test_nor_do_they_wait_for_whoever_moves_a_file(
    draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdraw(draft.job)
    real, others = storage.move, [Other(lambda: restore(draft.job))]

    def slow(old: str, new: str) -> None:
        if not others[0].pid:
            others[0].start()
            others[0].join(PATIENCE)
        real(old, new)

    monkeypatch.setattr(storage, "move", slow)
    move_files_of(draft.job_id)
    assert (others[0].is_alive(), others[0].outcome) == (False, None)
    assert areas(draft) == {"kept"}


def test_what_goes_to_quarantine_after_another_move_is_on_its_way_there(
    creator: Any, media_dir: Path
) -> None:
    job = posted(creator).job
    rekey(job)
    assert not outlasts_erasure(job)
    withdraw(job)
    assert outlasts_erasure(job)
