"""A post that several reasons hide: its maker hears of the first and of the last end, and never
that one of them is child safety (E24, E47)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.exporting import WALKERS
from enforcement.models import Case, Decision, Hiding, Lane, Report, TrustedFlagger
from enforcement.services.deciding import decide, overturn
from enforcement.services.setting_aside import set_aside_all_of
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.lanes import CONTEST_LASTS
from enforcement.wanted import Wanted
from enforcement.work.hidings import end_over
from feed.models import Post
from lib.exporting import Walker
from moderation.categories import Category
from tests import cast
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown
from tests.client import Api
from tests.enforcement.decisions.stage import chief
from tests.enforcement.reporting import given, reported
from tests.enforcement.triage.test_examining import SEEDS, bank, entry, remember
from tests.enforcement.triage.test_hidden_shown import day, status
from tests.enforcement.triage.test_hiding import seen, settled, told
from tests.feed.studio import published

pytestmark = pytest.mark.django_db
HIDDEN, SHOWN = "post.hidden_first", "post.shown_again"


@pytest.fixture
def flagger() -> Any:
    person = cast.adult("flagger")
    TrustedFlagger.objects.create(person_id=person.pk, appointed_by=person.pk)
    return person


def lapse(**which: Any) -> None:
    Hiding.objects.filter(**which).update(ends_at=timezone.now())
    end_over()


def ordinary() -> Case:
    return Case.objects.get(diverted=False)


def of_children() -> Case:
    return Case.objects.get(diverted=True)


def acted(case: Case, post: Post, action: ActionName, rule: str = "hate_extremism") -> Decision:
    wanted = Wanted(SubjectKind.POST, post.pk, (rule,), "Why.", (Wish(action),), case_id=case.pk)
    return decide(wanted=wanted, by=chief())


def archived(person: Any) -> Any:
    walker = next(one for one in WALKERS if isinstance(one, Walker) and one.model is Hiding)
    (row,) = walker.records(person)
    return row


@pytest.fixture
def both(api: Api, creator: Any, stranger: Any, flagger: Any, deliver: Any) -> Post:
    """Hidden by a flagger, and by a report of child safety that a known hash supports."""
    post = published(creator)
    reported(api, flagger, post, "hate_extremism")
    remember(post, *SEEDS)
    entry(2, bank(Category.CHILD_SAFETY))
    reported(api, stranger, post, "child_sexual")
    deliver()
    assert set(Hiding.objects.values_list("lane", flat=True)) == {Lane.FLAGGER, Lane.CHILD}
    return post


def test_of_two_reasons_the_first_and_the_last_end_are_told(
    api: Api, creator: Any, friend: Any, flagger: Any
) -> None:
    post = shown(creator, lent(friend))
    reported(api, friend, post, "likeness_me")
    reported(api, flagger, post, "hate_extremism")
    assert told(creator) == [HIDDEN]
    lapse(reason="likeness_me")
    assert (seen(post), told(creator)) == (False, [HIDDEN])
    lapse(reason="hate_extremism")
    assert (seen(post), told(creator)) == (True, [HIDDEN, SHOWN])


def test_one_decision_that_ends_two_is_told_once(
    api: Api, creator: Any, friend: Any, flagger: Any
) -> None:
    post = shown(creator, lent(friend))
    reported(api, friend, post, "likeness_me")
    reported(api, flagger, post, "hate_extremism")
    settled(ordinary())
    assert told(creator) == [HIDDEN, SHOWN]


def test_beside_child_safety_its_time_moves_on_as_by_another_reason(
    api: Api, creator: Any, both: Post
) -> None:
    (before,) = status(api, creator)
    lapse(lane=Lane.FLAGGER)
    assert (seen(both), told(creator)) == (False, [HIDDEN])
    until = day(timezone.now() + timedelta(days=7))
    assert status(api, creator) == [{**before, "until": until}]
    row = AuditEvent.objects.get(action="enforcement.post.hidden_on")
    assert row.facts["sealed"]
    settled(of_children())
    assert (seen(both), told(creator)) == (False, [HIDDEN])
    end_over()
    assert (seen(both), told(creator), status(api, creator)) == (True, [HIDDEN, SHOWN], [])


def test_it_goes_on_at_a_moment_of_its_last_day_that_is_drawn_by_lot(
    both: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    row = Hiding.objects.filter(lane=Lane.FLAGGER)

    def drawn(below: int) -> int:
        asked.append(below)
        return 1

    monkeypatch.setattr("secrets.randbelow", drawn)
    row.update(ends_at=timezone.now() + timedelta(hours=25))
    end_over()
    assert asked == []
    early = timezone.now() + timedelta(hours=12)
    row.update(ends_at=early)
    end_over()
    assert asked == [143], "one in so many sweeps as are left: each is as likely"
    assert row.get().ends_at == early
    monkeypatch.setattr("secrets.randbelow", lambda below: 0)
    end_over()
    moved = row.get().ends_at
    assert moved is not None
    assert moved > early


def test_beside_child_safety_no_ordinary_end_shows(
    api: Api, creator: Any, moderator: Any, flagger: Any, both: Post
) -> None:
    before = status(api, creator)
    by = given(moderator, "handle_case", "manage_reporters")
    set_aside_all_of(person=flagger, by=by, why="complaint")
    assert not Report.objects.filter(diverted=False, counts=True).exists()
    end_over()
    assert (status(api, creator), told(creator)) == (before, [HIDDEN])
    settled(of_children())
    end_over()
    assert (seen(both), told(creator), status(api, creator)) == (True, [HIDDEN, SHOWN], [])
    assert Hiding.objects.get(lane=Lane.FLAGGER).ended_as == "closed"


def test_what_was_found_fine_beside_child_safety_is_contested_as_anything(
    api: Api, creator: Any, both: Post
) -> None:
    before = status(api, creator)
    settled(ordinary())
    assert (status(api, creator), told(creator)) == (before, [HIDDEN])
    assert api.post(f"/posts/{both.public_id}/hidden/contest", as_=creator).status_code == 200
    (now,) = status(api, creator)
    assert (now["contestable"], now["until"]) == (False, day(timezone.now() + CONTEST_LASTS))
    lapse(lane=Lane.FLAGGER)
    assert status(api, creator) == [{**now, "contestable": True, "until": before[0]["until"]}]
    settled(of_children())
    end_over()
    assert (seen(both), told(creator)) == (True, [HIDDEN, SHOWN])
    assert Hiding.objects.get(lane=Lane.FLAGGER).ended_as == "decided"


def test_an_ordinary_reason_beside_child_safety_is_told_as_the_first(
    api: Api, creator: Any, stranger: Any, flagger: Any, deliver: Any
) -> None:
    post = published(creator)
    remember(post, *SEEDS)
    entry(2, bank(Category.CHILD_SAFETY))
    reported(api, stranger, post, "child_sexual")
    deliver()
    assert told(creator) == []
    reported(api, flagger, post, "hate_extremism")
    assert (told(creator), len(status(api, creator))) == ([HIDDEN], 1)


def test_what_child_safety_removed_is_not_shown_again(api: Api, creator: Any, both: Post) -> None:
    case = of_children()
    acted(case, both, ActionName.REMOVE_POST, "child_sexual")
    lapse(lane=Lane.FLAGGER)
    assert (seen(both), told(creator), status(api, creator)) == (False, [HIDDEN], [])


def test_a_removal_stands_above_what_child_safety_hides_too_and_may_be_undone(
    api: Api, creator: Any, both: Post
) -> None:
    before = status(api, creator)
    removal = acted(ordinary(), both, ActionName.REMOVE_POST)
    assert (status(api, creator), seen(both)) == ([], False)
    assert archived(creator)["ended"] == day(timezone.now())
    overturn(decision=removal, statement="We looked again.", by=chief())
    assert (status(api, creator), seen(both)) == (before, False), "as before, and no word why"
    assert archived(creator)["ended"] is None
    settled(of_children())
    end_over()
    assert (status(api, creator), seen(both)) == ([], True)


def test_a_warning_leaves_it_hidden_beside_child_safety_for_its_reason(
    api: Api, creator: Any, both: Post
) -> None:
    before = status(api, creator)
    acted(ordinary(), both, ActionName.WARN)
    assert (status(api, creator), told(creator)[0], seen(both)) == (before, HIDDEN, False)
    settled(of_children())
    assert SHOWN not in told(creator)
    end_over()
    assert (status(api, creator), told(creator)[-1], seen(both)) == ([], SHOWN, True)


def test_an_archive_merges_reasons_and_tells_days(api: Api, creator: Any, friend: Any) -> None:
    post = shown(creator, lent(friend))
    reported(api, friend, post, "likeness_me")
    reported(api, friend, post, "impersonation")
    row = archived(creator)
    since, until = day(timezone.now()), day(timezone.now() + timedelta(days=7))
    days = {"since": since, "until": until, "contested": None, "ended": None}
    assert row == {"post": post.public_id, "topic": "likeness", **days}
    settled(ordinary())
    row = archived(creator)
    assert row["ended"] == since
    over = timezone.now() - timedelta(days=20)
    began = over - timedelta(days=7)
    Hiding.objects.update(since=began, ends_at=over, ended_at=over)
    row = archived(creator)
    assert (row["until"], row["ended"]) == (day(over), day(over)), "not the day of the asking"
