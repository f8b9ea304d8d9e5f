"""What turns out to be of child safety late: ordinary copies go to the vault or go, later ones go
there at once, and pages show nothing of it (E15)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from enforcement.actions.names import ActionName
from enforcement.limits import VAULT_KEPT
from enforcement.models import Case, Decision, Snapshot, SnapshotFile, VaultedFile
from enforcement.services.deciding import decide
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from enforcement.work import copying, sealing
from enforcement.work.expiring import expire
from enforcement.work.sealing import seal, seal_left
from feed.models import Post
from feed.services.publishing import publish
from lib import signed_media
from lib.outbox.models import OutboxMessage
from lib.signed_media import StorageFault, listed
from moderation.categories import Category
from tests import cast
from tests.client import Api
from tests.enforcement.decisions.stage import chief, wish
from tests.enforcement.desk.pages import read
from tests.enforcement.reporting import case_of, given, reported
from tests.enforcement.test_snapshots import CAPTION
from tests.enforcement.triage.test_examining import SEEDS, bank, entry, remember
from tests.feed.studio import evidence, finished
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
REPORTED, VAULT = "quarantine/reported", "quarantine/child-safety"


@pytest.fixture
def captioned(creator: Any) -> Post:
    return publish(draft=finished(creator), by=creator, caption=CAPTION, evidence=evidence())


def copies(prefix: str) -> list[str]:
    return [one.key for one in listed(prefix)]


def ruled(what: Post, *names: ActionName) -> Decision:
    """In its case of child safety."""
    case = Case.objects.get(subject_id=what.pk, diverted=True)
    wanted = Wanted(
        *(SubjectKind.POST, what.pk, ("child_sexual",), "For the record."),
        wishes=tuple(map(wish, names)),
        case_id=case.pk,
    )
    return decide(wanted=wanted, by=chief())


def test_ordinary_copies_go_to_the_vault_once_it_is_found(
    api: Api, stranger: Any, friend: Any, captioned: Post, deliver: Callable[[], int]
) -> None:
    reported(api, stranger, captioned)
    deliver()
    assert len(copies(REPORTED)) == 3
    reported(api, friend, captioned, "child_sexual")
    ruled(captioned, ActionName.REMOVE_POST)
    deliver()
    assert copies(REPORTED) == []
    assert not SnapshotFile.objects.exists()
    (film,) = copies(VAULT)
    with signed_media.reading(film) as path:
        assert path.read_bytes() == b"video"


def test_what_only_ordinary_cases_have_moves_whole(
    api: Api, stranger: Any, friend: Any, captioned: Post, deliver: Any, as_worker: Any
) -> None:
    """Nobody's report brought it to the vault: a hash did, later."""
    reported(api, stranger, captioned)
    deliver()
    before = {one.role: one for one in SnapshotFile.objects.all()}
    remember(captioned, *SEEDS)
    entry(2, bank(Category.CHILD_SAFETY))
    Case.objects.update(examined_at=None)
    OutboxMessage.objects.all().delete()
    from enforcement.triage.examining import examine

    with as_worker():
        assert examine(case_of(captioned).pk)
    deliver()
    apart = Case.objects.get(diverted=True)
    assert copies(REPORTED) == []
    (film,) = copies(VAULT)
    with as_worker():
        row = VaultedFile.objects.get()
        assert (row.key, row.report_id, row.source_key) == (film, apart.pk, before["video"].key)
    with signed_media.reading(film) as path:
        assert path.read_bytes() == b"video"


def test_later_snapshots_go_there_too(
    api: Api, stranger: Any, friend: Any, captioned: Post, deliver: Callable[[], int]
) -> None:
    reported(api, friend, captioned, "child_sexual")
    ruled(captioned)  # that it breaks no rule
    reported(api, stranger, captioned)
    deliver()
    assert len(copies(REPORTED)) == 3
    reported(api, cast.adult("again"), captioned, "child_abuse")
    ruled_again = Case.objects.filter(diverted=True).order_by("-opened_at")[0]
    wanted = Wanted(
        *(SubjectKind.POST, captioned.pk, ("child_abuse",), "For the record."),
        wishes=(wish(ActionName.LIMIT_POST),),
        case_id=ruled_again.pk,
    )
    decide(wanted=wanted, by=chief())
    deliver()
    assert copies(REPORTED) == []
    Post.objects.filter(pk=captioned.pk).update(caption="another state of it")
    reported(api, cast.adult("later"), captioned, "violence_graphic")
    deliver()
    assert copies(REPORTED) == []
    assert not SnapshotFile.objects.exists()
    assert copies(VAULT)


def test_a_store_that_is_away_loses_nothing_and_the_sweeper_goes_on(
    api: Api, stranger: Any, captioned: Post, deliver: Any, as_worker: Any, monkeypatch: Any
) -> None:
    reported(api, stranger, captioned)
    deliver()
    reported(api, cast.adult("more"), captioned, "child_sexual")
    ruled(captioned, ActionName.REMOVE_POST)
    OutboxMessage.objects.all().delete()
    case = Case.objects.get(diverted=True)

    def away(*_: Any) -> None:
        raise StorageFault

    with as_worker():
        with monkeypatch.context() as patch:
            patch.setattr(copying, "copy", away)
            patch.setattr(sealing, "delete", away)
            assert seal(case.pk) == 0
        assert len(copies(REPORTED)) == 3
        assert copies(VAULT) == []
        assert seal_left() == 3
        assert seal_left() == 0
    assert copies(REPORTED) == []
    assert len(copies(VAULT)) == 1


def test_nothing_goes_before_the_vault_has_the_film(
    api: Api, stranger: Any, captioned: Post, deliver: Any, as_worker: Any, monkeypatch: Any
) -> None:
    """Posters and sprite sheets neither: they are what shows that there was one."""
    reported(api, stranger, captioned)
    deliver()
    reported(api, cast.adult("more"), captioned, "child_sexual")
    ruled(captioned, ActionName.REMOVE_POST)
    OutboxMessage.objects.all().delete()

    def away(*_: Any) -> None:
        raise StorageFault

    with as_worker():
        with monkeypatch.context() as patch:
            patch.setattr(copying, "copy", away)
            assert seal_left() == 0
        assert len(copies(REPORTED)) == 3
        assert seal_left() == 3


# abuse: a copy that is about to end is taken for the evidence, and the only other ones are erased
@pytest.mark.parametrize("has_ordinary", [True, False])
def test_what_is_found_lasts_from_the_finding_on(
    api: Api, stranger: Any, friend: Any, captioned: Post, deliver: Any, as_worker: Any,
    has_ordinary: bool,
) -> None:  # fmt: skip
    reported(api, friend, captioned, "child_sexual")
    deliver()
    late = timezone.now() + VAULT_KEPT - timedelta(days=1)
    with travel(late, tick=False):
        if has_ordinary:
            reported(api, stranger, captioned)
            deliver()
            assert len(copies(REPORTED)) == 3
        ruled(captioned, ActionName.REMOVE_POST)
        deliver()
        assert copies(REPORTED) == []
        assert len(copies(VAULT)) == 1
    with travel(late + VAULT_KEPT - timedelta(minutes=1), tick=False), as_worker():
        expire()
        assert len(copies(VAULT)) == 1
    with travel(late + VAULT_KEPT + timedelta(minutes=1), tick=False), as_worker():
        expire()
        assert copies(VAULT) == []


def test_a_copy_that_is_just_ending_is_none(
    api: Api, stranger: Any, friend: Any, captioned: Post, deliver: Any, as_worker: Any
) -> None:
    """`expire` deletes the file, then the row; whoever is killed between leaves the row."""
    reported(api, friend, captioned, "child_sexual")
    reported(api, stranger, captioned)
    deliver()
    ruled(captioned, ActionName.REMOVE_POST)
    OutboxMessage.objects.all().delete()
    (old,) = copies(VAULT)
    signed_media.delete(old)
    with as_worker():
        assert seal_left() == 3
    (film,) = copies(VAULT)
    assert film != old
    with signed_media.reading(film) as path:
        assert path.read_bytes() == b"video"


def test_a_row_that_ended_since_it_was_read_is_none(
    api: Api, stranger: Any, friend: Any, captioned: Post, deliver: Any, as_worker: Any,
    monkeypatch: Any,
) -> None:  # fmt: skip
    reported(api, friend, captioned, "child_sexual")
    reported(api, stranger, captioned)
    deliver()
    ruled(captioned, ActionName.REMOVE_POST)
    OutboxMessage.objects.all().delete()
    (old,) = copies(VAULT)
    really_now = timezone.now

    def ends_first() -> Any:
        """Between the read of the row and what is written to it."""
        monkeypatch.setattr(timezone, "now", really_now)
        with travel(timezone.now() + VAULT_KEPT + timedelta(days=1), tick=False):
            expire()
        return really_now()

    with as_worker():
        monkeypatch.setattr(timezone, "now", ends_first)
        assert seal_left() == 3
    (film,) = copies(VAULT)
    assert film != old


@pytest.mark.parametrize("same", ["post", "draft"])
def test_the_sweeper_looks_only_at_what_has_copies_left(
    api: Api, stranger: Any, captioned: Post, deliver: Any, as_worker: Any, creator: Any, same: str
) -> None:
    other = publish(draft=finished(creator), by=creator, evidence=evidence())
    for one in (captioned, other):
        reported(api, stranger, one)
    reported(api, cast.adult("more"), captioned, "child_sexual")
    deliver()
    ruled(captioned, ActionName.REMOVE_POST)
    OutboxMessage.objects.all().delete()
    if same == "draft":  # another showing of the film
        rows = Snapshot.objects.filter(subject_id=captioned.pk)
        rows.update(subject_kind=SubjectKind.DRAFT, subject_id=captioned.draft_id)
    with as_worker():
        assert seal_left() == 3
        with CaptureQueriesContext(connection) as asked:
            assert seal_left() == 0
    assert len(asked) == 1
    assert len(copies(REPORTED)) == 3


def test_pages_of_ordinary_cases_show_nothing_of_it_any_more(
    api: Api, stranger: Any, friend: Any, captioned: Post, moderator: User, deliver: Any
) -> None:
    reported(api, stranger, captioned)
    ordinary = case_of(captioned)
    page = f"/admin/enforcement/case/{ordinary.pk}/change/"
    desk = at_the_desk(given(moderator, "handle_case"))
    assert CAPTION in read(desk.get(page))
    reported(api, friend, captioned, "child_sexual")
    ruled(captioned, ActionName.REMOVE_POST)
    deliver()
    said = read(desk.get(page))
    assert CAPTION not in said
    assert "What it was and what it is stands on no page." in said
    assert CAPTION in read(at_the_desk(chief()).get(page))
