"""Whoever takes their consent back destroys no evidence against themself, nor their own (E7, Q-2);
of everybody else in a film nothing is kept without a claim."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.services.deletion import delete_account
from cameos.models import Cameo
from enforcement.actions.names import ActionName
from enforcement.admin.case_page.media import files_of, withheld
from enforcement.models import Appeal, Case, CopyState, Report, Snapshot, SnapshotFile
from enforcement.services.deciding import decide
from enforcement.services.setting_aside import set_aside_all_of
from enforcement.states import Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from enforcement.work import expiring
from enforcement.work.expiring import expire
from feed.models import Post
from generation.models import Asset, Draft, Job
from generation.services.drafts import delete_draft
from lib.actors import Actor
from lib.outbox.models import OutboxMessage
from lib.signed_media import exists, listed
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown, used
from tests.cameos.revoking.taking_back import revoked
from tests.client import Api
from tests.enforcement.appeals.sides import appealed
from tests.enforcement.decisions.stage import chief, wish
from tests.enforcement.reporting import case_of, given, report, reported

pytestmark = pytest.mark.django_db
Deliver = Callable[[], int]
ROLES = {"video", "poster", "spritesheet"}


class Film:
    """A post of `creator` with their own likeness and that of `friend` in it."""

    def __init__(self, creator: Any, friend: Any) -> None:
        self.own, self.hers = lent(creator), lent(friend)
        self.post = shown(creator, self.hers)
        assert self.post.draft is not None
        self.draft = self.post.draft
        used(self.draft, self.own, published_at=timezone.now())

    @property
    def case(self) -> Case:
        return case_of(self.post)

    def copies(self) -> int:
        rows = SnapshotFile.objects.filter(copy_state=CopyState.COPIED)
        assert all(exists(row.key) for row in rows)
        return rows.count()

    def take_back(self, cameo: Cameo, deliver: Deliver) -> None:
        """Its films are erased, as the worker does."""
        revoked(cameo, "hide_existing")
        deliver()
        assert not Asset.objects.filter(job=self.draft.job).exists()


@pytest.fixture
def film(creator: Any, friend: Any) -> Film:
    return Film(creator, friend)


def pictures(case: Case) -> set[str]:
    return {one.role for one in files_of(case)}


def test_the_maker_destroys_no_evidence_by_taking_back_their_own_likeness(
    api: Api, film: Film, friend: Any, deliver: Deliver
) -> None:
    reported(api, friend, film.post, "sexual_deepfake")
    deliver()
    film.take_back(film.own, deliver)
    assert film.copies() == 3
    assert pictures(film.case) == ROLES


def test_nor_where_somebody_reported_it_for_anything_else(
    api: Api, film: Film, stranger: Any, deliver: Deliver
) -> None:
    reported(api, stranger, film.post, "violence_graphic")
    deliver()
    film.take_back(film.own, deliver)
    assert pictures(film.case) == ROLES


def test_a_victim_reports_revokes_and_keeps_their_proof_until_all_is_over(
    api: Api, film: Film, creator: Any, friend: Any, deliver: Deliver, as_worker: Any
) -> None:
    reported(api, friend, film.post, "harassment_targeted")
    deliver()
    film.take_back(film.hers, deliver)
    case = film.case
    assert pictures(case) == ROLES
    wishes = (wish(ActionName.WARN),)
    about = Wanted(
        SubjectKind.POST, film.post.pk, ("sexual_deepfake",), "It does.", wishes, case_id=case.pk
    )
    decision = decide(wanted=about, by=chief())
    deliver()
    case.refresh_from_db()
    assert film.copies() == 3
    assert withheld(case)
    assert pictures(case) == set()
    one = appealed(api, creator, decision)
    deliver()
    assert pictures(Appeal.objects.get(pk=one.pk).case) == ROLES
    case.refresh_from_db()
    assert pictures(case) == set()
    with as_worker():
        assert expire() == 0
        Snapshot.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert expire() > 0
    assert not SnapshotFile.objects.exists()


def test_a_case_about_their_likeness_keeps_it_whoever_reported(
    api: Api, film: Film, stranger: Any, deliver: Deliver
) -> None:
    reported(api, stranger, film.post, "likeness_other")
    deliver()
    film.take_back(film.hers, deliver)
    assert pictures(film.case) == ROLES


def test_once_its_reports_are_set_aside_nothing_is_claimed_and_nothing_kept(
    api: Api, film: Film, stranger: Any, moderator: Any, deliver: Deliver
) -> None:
    reported(api, stranger, film.post, "likeness_other")
    deliver()
    film.take_back(film.hers, deliver)
    set_aside_all_of(
        person=stranger, by=given(moderator, "handle_case", "manage_reporters"), why="false"
    )
    assert pictures(film.case) == set()
    deliver()
    assert not SnapshotFile.objects.exists()


def test_of_somebody_whom_no_case_is_about_nothing_stays(
    api: Api, film: Film, stranger: Any, deliver: Deliver
) -> None:
    reported(api, stranger, film.post, "violence_graphic")
    deliver()
    film.take_back(film.hers, deliver)
    assert not SnapshotFile.objects.exists()
    assert pictures(film.case) == set()
    assert Snapshot.objects.get().seen["texts"]


@pytest.mark.parametrize("first", ["withdrew", "deleted"])
def test_nor_where_the_maker_had_withdrawn_or_deleted_it_before(
    api: Api, film: Film, creator: Any, stranger: Any, deliver: Deliver, first: str
) -> None:
    """Of these films the other's revocation has nothing left to remove elsewhere."""
    reported(api, stranger, film.post, "violence_graphic")
    deliver()
    if first == "withdrew":
        film.take_back(film.own, deliver)
    else:
        delete_draft(draft=film.draft, by=creator)
        deliver()
    assert film.copies() == 3
    film.take_back(film.hers, deliver)
    assert not SnapshotFile.objects.exists()


def leaves(person: Any, deliver: Deliver) -> None:
    delete_account(person=person, actor=Actor.person(person.pk))
    deliver()


# abuse: whoever made it leaves, and what the other takes back leads to no copy any more
def test_nor_where_the_makers_account_went_before(
    api: Api, film: Film, creator: Any, stranger: Any, deliver: Deliver, as_worker: Any
) -> None:
    """Their own consent alone erases nothing, neither with the account nor by the clock."""
    reported(api, stranger, film.post, "violence_graphic")
    deliver()
    leaves(creator, deliver)
    assert not Draft.objects.filter(pk=film.draft.pk).exists()
    assert not Job.objects.filter(pk=film.draft.job_id).exists()
    with as_worker():
        assert expire() == 0
    assert film.copies() == 3
    revoked(film.hers, "hide_existing")
    deliver()
    assert not SnapshotFile.objects.exists()
    assert not list(listed("quarantine/reported"))


@pytest.mark.parametrize(("reason", "left"), [("violence_graphic", 0), ("likeness_other", 3)])
def test_the_clock_finds_what_no_message_did(
    api: Api, film: Film, creator: Any, stranger: Any, deliver: Deliver, as_worker: Any,
    monkeypatch: Any, reason: str, left: int,
) -> None:  # fmt: skip
    """One at a time, as batches of a long list are."""
    monkeypatch.setattr(expiring, "BATCH", 1)
    reported(api, stranger, film.post, reason)
    others = shown(creator, lent(stranger))
    reported(api, stranger, others, "violence_graphic")
    deliver()
    leaves(creator, deliver)
    assert film.copies() == 6
    revoked(film.hers, "hide_existing")
    OutboxMessage.objects.all().delete()
    with as_worker():
        assert expire() == 3 - left
        assert expire() == 0
    assert film.copies() == 3 + left


def test_a_copy_that_was_owed_is_made_where_it_would_be_kept(
    api: Api, film: Film, friend: Any, deliver: Deliver
) -> None:
    reported(api, friend, film.post, "sexual_deepfake")
    Cameo.objects.filter(pk=film.own.pk).update(epoch=2, hidden_through=1)
    deliver()
    assert film.copies() == 3


def test_whoever_revoked_reports_it_at_once_and_later(
    api: Api, film: Film, friend: Any, stranger: Any, deliver: Deliver
) -> None:
    """Before the worker came by nobody sees it, and whoever is in it reports it all the same."""
    revoked(film.hers, "hide_existing")
    assert not Post.objects.visible_to(friend).filter(pk=film.post.pk).exists()
    assert report(api, stranger, film.post, "violence_graphic").status_code == 404
    first = reported(api, friend, film.post, "sexual_deepfake")
    deliver()
    later = reported(api, friend, film.post, "likeness_me")
    assert first.verified
    assert later.verified
    assert later.case_id == first.case_id
    assert Report.objects.filter(case=first.case_id, outcome=Outcome.VIOLATION).count() == 0
