"""Automation looks first (E15): what it finds stands on the case, and nothing of children does."""

from typing import Any

import pytest

from enforcement.models import Case, CaseFinding
from enforcement.models.findings import FoundBy
from enforcement.services.setting_aside import set_aside_all_of
from enforcement.states import CaseSource, CaseState
from enforcement.triage.examining import AGAIN_AFTER, WITHOUT_WORDS_AFTER, examine, examine_overdue
from feed.models import Post
from lib.actors import Actor
from lib.outbox.models import OutboxMessage
from moderation.answers import Hit
from moderation.categories import Category
from moderation.models import BankedHash, EntryState, HashBank
from moderation.policy.audience import PUBLIC_FEED
from moderation.policy.strictness import near_score
from moderation.services.bank_subjects import remember_shown
from moderation.services.banks import make_bank
from tests.answering import answering, away
from tests.client import Api
from tests.enforcement.reporting import case_of, given, reported
from tests.feed.studio import evidence, published
from tests.moderation.banks.material import hash_of, shown
from tests.takedowns import removed

pytestmark = pytest.mark.django_db
SEEDS = (1, 2, 3)


def remember(post: Post, *seeds: int) -> None:
    assert post.draft is not None
    remember_shown(post.draft.job.public_id, shown=shown(*seeds), files=None)


def bank(category: Category = Category.VIOLENCE, action: str = "review") -> HashBank:
    return make_bank(
        name=f"known-{category.value}".replace("_", "-"),
        category=category,
        by=Actor.system("tests"),
        action=action,
    )


def entry(seed: int, where: HashBank, state: EntryState = EntryState.ACTIVE) -> BankedHash:
    found = hash_of(seed)
    return BankedHash.objects.create(
        bank=where, hash=found.hex, quality=found.quality, state=state, source="decision",
        added_by="system:tests",
    )  # fmt: skip


def found_in(what: Any) -> dict[str, CaseFinding]:
    rows = CaseFinding.objects.filter(case=case_of(what), source=FoundBy.AUTOMATION)
    return {f"{row.kind}:{row.category or row.about}": row for row in rows}


def test_a_case_that_begins_is_examined_before_anybody_claims_it(
    api: Api, stranger: Any, friend: Any, post: Post, deliver: Any
) -> None:
    reported(api, stranger, post)
    assert case_of(post).state == CaseState.OPEN
    deliver()
    case = case_of(post)
    assert (case.state, found_in(post)) == (CaseState.TRIAGED, {})
    assert case.examined_at is not None
    # Another report is no other case.
    reported(api, friend, post)
    assert not OutboxMessage.objects.filter(actor_name="examine_case").exists()


def test_what_passed_by_a_little_is_found_by_stricter_thresholds(
    api: Api, stranger: Any, creator: Any, deliver: Any
) -> None:
    near = near_score(Category.VIOLENCE, PUBLIC_FEED)
    fine = published(creator, scores={Category.VIOLENCE: near * 0.9})
    close = published(creator, scores={Category.VIOLENCE: near * 1.05})
    for one in (fine, close):
        reported(api, stranger, one)
    before = case_of(close).priority
    deliver()
    assert found_in(fine) == {}
    row = found_in(close)["rescan:violence"]
    assert row.score == pytest.approx(near * 1.05)
    case = case_of(close)
    assert case.priority > before
    assert case.components["findings"] > 1
    assert not case.force_review


def test_words_are_judged_by_what_detectors_say_today(
    api: Api, stranger: Any, creator: Any, deliver: Any, screener_answers: Any
) -> None:
    post = published(creator, caption="a word that nobody minded then", evidence=evidence())
    reported(api, stranger, post)
    screener_answers(answering(Hit(Category.HATE, 0.9), where="nobody minded"))
    deliver()
    assert found_in(post)["rescan:hate"].score == 0.9


def test_a_screener_that_is_away_leaves_it_to_the_sweeper(
    api: Api, stranger: Any, creator: Any, screener_answers: Any, as_worker: Any, time_machine: Any
) -> None:
    post = published(creator, caption="something", evidence=evidence())
    reported(api, stranger, post)
    case = case_of(post)
    screener_answers(away)
    with as_worker():
        assert not examine(case.pk)
        time_machine.move_to(case.opened_at + AGAIN_AFTER, tick=False)
        assert examine_overdue() == 1
        assert case_of(post).state == CaseState.OPEN
        # The rest is looked at all the same.
        time_machine.move_to(case.opened_at + WITHOUT_WORDS_AFTER, tick=False)
        assert examine(case.pk)
        assert not examine(case.pk)
        assert examine_overdue() == 0
    assert case_of(post).state == CaseState.TRIAGED


def test_a_known_picture_is_found_though_its_entry_came_later(
    api: Api, stranger: Any, creator: Any, deliver: Any
) -> None:
    post, other = published(creator), published(creator)
    remember(post, *SEEDS)
    remember(other, 7, 8, 9)
    met = entry(2, where := bank())
    entry(3, where, EntryState.SHADOW)
    reported(api, stranger, post, "deception_spam")
    reported(api, stranger, other, "deception_spam")
    deliver()
    assert list(found_in(post)) == ["known_hash:violence"]
    row = found_in(post)["known_hash:violence"]
    assert (row.about, row.start_s) == (str(met.pk), 1.0)
    case = case_of(post)
    assert case.force_review
    assert case.priority > case_of(other).priority
    assert found_in(other) == {}


def test_a_near_copy_of_what_was_removed_is_named(
    api: Api, stranger: Any, friend: Any, creator: Any, moderator: Any, deliver: Any
) -> None:
    gone, kept, copy = published(friend), published(friend), published(creator)
    remember(gone, *SEEDS)
    remember(kept, 7, 8, 9)
    remember(copy, *SEEDS, 7)  # and one frame of another: a logo makes no copy
    removed(gone, _superuser(moderator))
    OutboxMessage.objects.all().delete()
    reported(api, stranger, copy)
    deliver()
    assert list(found_in(copy)) == [f"near_copy:{gone.public_id}"]


def test_what_speaks_of_children_goes_the_vaults_way_and_stands_on_no_other_case(
    api: Api, stranger: Any, creator: Any, deliver: Any
) -> None:
    post = published(creator)
    remember(post, *SEEDS)
    entry(2, bank(Category.CHILD_SAFETY))
    reported(api, stranger, post, "deception_spam")
    ordinary = case_of(post)
    deliver()
    assert not CaseFinding.objects.filter(case=ordinary).exists()
    ordinary.refresh_from_db()
    assert (ordinary.priority, ordinary.force_review) == (10, False)
    apart = Case.objects.get(diverted=True)
    assert (apart.source, apart.queue, apart.priority) == (CaseSource.FINDING, "child_safety", 100)
    row = CaseFinding.objects.get(case=apart)
    assert (row.category, row.about, row.start_s) == ("child_safety", "", None)


def test_what_is_diverted_is_never_examined(
    api: Api, stranger: Any, creator: Any, as_worker: Any
) -> None:
    post = published(creator)
    remember(post, *SEEDS)
    entry(2, bank())
    reported(api, stranger, post, "child_sexual")
    assert not OutboxMessage.objects.filter(actor_name="examine_case").exists()
    with as_worker():
        assert not examine(case_of(post).pk)
    case = case_of(post)
    assert (case.state, case.examined_at) == (CaseState.OPEN, None)
    assert not CaseFinding.objects.exists()


def test_a_weak_finding_keeps_no_case_whose_reports_were_set_aside(
    api: Api, stranger: Any, moderator: Any, creator: Any, deliver: Any
) -> None:
    score = near_score(Category.VIOLENCE, PUBLIC_FEED) * 1.05
    post = published(creator, scores={Category.VIOLENCE: score})
    known = published(creator)
    remember(known, *SEEDS)
    entry(2, bank())
    for one in (post, known):
        reported(api, stranger, one)
    deliver()
    set_aside_all_of(
        person=stranger, by=given(moderator, "handle_case", "manage_reporters"), why="complaint"
    )
    assert case_of(post).state == CaseState.CLOSED
    assert case_of(known).state == CaseState.TRIAGED


def _superuser(person: Any) -> Any:
    type(person).objects.filter(pk=person.pk).update(is_superuser=True)
    return type(person).objects.get(pk=person.pk)
