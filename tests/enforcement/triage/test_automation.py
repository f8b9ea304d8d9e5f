"""What is decided without a person: only by a policy, said so, and a share of it looked at."""

from dataclasses import replace
from typing import Any

import pytest

from accounts.models import User
from config.staff import appoint_moderator
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.models import Case, CaseFinding, Decision, DecisionSource, QualitySample
from enforcement.policies import see_sample
from enforcement.services.deciding import decide, overturn
from enforcement.states import CaseState
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage import automation
from enforcement.triage.quality import review_sample
from enforcement.wanted import Wanted
from feed.models import Post
from feed.states import PostState
from inbox.models import Event
from lib.errors import DomainError, ErrorCode, NotFound
from moderation.models import BankConfirmation, BankedHash, EntryState, HashBank
from tests import cast
from tests.client import Api
from tests.enforcement.decisions.stage import chief
from tests.enforcement.reporting import case_of, given, reported
from tests.enforcement.triage.test_examining import SEEDS, remember
from tests.feed.studio import published
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def judge() -> User:
    person = chief()
    appoint_moderator(person)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def banned(friend: Any, judge: User) -> Decision:
    """A video that a person removed, with its pictures in a bank, confirmed twice."""
    post = published(friend)
    remember(post, *SEEDS)
    wishes = (Wish(ActionName.REMOVE_POST), Wish(ActionName.BANK_HASHES, value="violence"))
    made = decide(
        wanted=Wanted(
            SubjectKind.POST, post.pk, ("violence_graphic",), "It shows an injury.", wishes
        ),
        by=judge,
    )
    in_effect()
    return made


def in_effect(*, people: int = 2, action: str = "block") -> None:
    BankedHash.objects.update(state=EntryState.ACTIVE)
    BankConfirmation.objects.all().delete()
    for entry in BankedHash.objects.all():
        for number in range(people):
            BankConfirmation.objects.create(entry=entry, by=f"usr_{number}")
    HashBank.objects.update(action=action)


@pytest.fixture
def copy(creator: Any) -> Post:
    post = published(creator)
    remember(post, *SEEDS)
    return post


def sampling(monkeypatch: pytest.MonkeyPatch, share: float) -> None:
    policies = tuple(replace(one, share=share) for one in automation.POLICIES)
    monkeypatch.setattr(automation, "POLICIES", policies)


def test_a_copy_of_a_takedown_that_was_confirmed_twice_goes_by_itself_and_says_so(
    api: Api, stranger: Any, banned: Decision, copy: Post, deliver: Any
) -> None:
    reported(api, stranger, copy, "deception_spam")
    deliver()
    decision = Decision.objects.get(case=case_of(copy))
    assert decision.source == DecisionSource.AUTOMATION
    assert decision.decided_by == "system:automation"
    assert decision.policies == ["violence_graphic"]
    assert case_of(copy).state == CaseState.DECIDED
    assert Post.objects.get(pk=copy.pk).state == PostState.TAKEN_DOWN
    told = api.get("/me/decisions", as_=copy.author).json()["results"]
    assert [(one["automated"], one["actions"][0]["state"]) for one in told] == [(True, "done")]
    assert "No person" in told[0]["statement"]


@pytest.mark.parametrize("less", ["one confirmed", "asks a person", "in shadow", "undone"])
def test_anything_less_waits_for_a_person(
    api: Api, stranger: Any, banned: Decision, judge: User, copy: Post, deliver: Any, less: str
) -> None:
    if less == "one confirmed":
        in_effect(people=1)
    elif less == "asks a person":
        in_effect(action="review")
    elif less == "in shadow":
        BankedHash.objects.update(state=EntryState.SHADOW)
    else:
        overturn(decision=banned, statement="We were wrong.", by=judge)
    reported(api, stranger, copy)
    deliver()
    assert not Decision.objects.filter(case=case_of(copy)).exists()
    assert case_of(copy).state == CaseState.TRIAGED


def test_two_frames_in_common_are_no_copy(
    api: Api, stranger: Any, creator: Any, banned: Decision, deliver: Any
) -> None:
    post = published(creator)
    remember(post, *SEEDS[:2], 8, 9)
    reported(api, stranger, post)
    deliver()
    assert CaseFinding.objects.filter(case=case_of(post), kind="known_hash").count() == 2
    assert not Decision.objects.filter(case=case_of(post)).exists()


def test_what_takes_two_people_or_somebody_works_on_is_left_to_people(
    api: Api, stranger: Any, friend: Any, creator: Any, banned: Decision, copy: Post, deliver: Any
) -> None:
    User.objects.filter(pk=creator.pk).update(is_protected=True)
    reported(api, stranger, copy)
    deliver()
    assert case_of(copy).state == CaseState.TRIAGED
    User.objects.filter(pk=creator.pk).update(is_protected=False)
    Case.objects.update(state=CaseState.CLAIMED)
    assert automation.decide_alone(case_of(copy).pk) is None
    Case.objects.update(state=CaseState.TRIAGED)
    assert automation.decide_alone(case_of(copy).pk) is not None
    assert automation.decide_alone(case_of(copy).pk) is None


def test_scores_decide_nothing_by_default(
    api: Api, stranger: Any, creator: Any, as_worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [one.name for one in automation.POLICIES if one.enabled] == ["known_takedown"]
    post = published(creator)
    reported(api, stranger, post, "hate_speech")
    CaseFinding.objects.create(
        case=case_of(post), kind="rescan", category="hate", source="automation", score=1.0
    )
    assert automation.decide_alone(case_of(post).pk) is None
    on = tuple(replace(one, enabled=True) for one in automation.POLICIES)
    monkeypatch.setattr(automation, "POLICIES", on)
    made = automation.decide_alone(case_of(post).pk)
    assert made is not None
    assert made.policies == ["hate_speech"]


def test_child_safety_is_never_decided_so(
    api: Api, stranger: Any, copy: Post, banned: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported(api, stranger, copy, "child_sexual")
    case = case_of(copy)
    assert case.diverted
    always = tuple(
        replace(one, enabled=True, finds=lambda case: ("child_sexual",))
        for one in automation.POLICIES
    )
    monkeypatch.setattr(automation, "POLICIES", always)
    assert automation.decide_alone(case.pk) is None


def test_a_share_is_looked_at_by_a_person_who_may_undo_it(
    api: Api,
    stranger: Any,
    moderator: Any,
    banned: Decision,
    copy: Post,
    deliver: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sampling(monkeypatch, 1.0)
    reported(api, stranger, copy)
    deliver()
    sample = QualitySample.objects.get()
    assert (sample.policy, sample.reviewed_at) == ("known_takedown", None)
    with pytest.raises(NotFound):
        review_sample(sample=sample, by=moderator, agrees=False)
    reviewer = given(moderator, "handle_case")
    assert see_sample.allows(reviewer, sample)
    client = at_the_desk(reviewer)
    page = client.get("/admin/enforcement/qualitysample/").content.decode()
    assert sample.decision.public_id in page
    data = {"action": "disagree", "_selected_action": [str(sample.pk)]}
    client.post("/admin/enforcement/qualitysample/", data, follow=True)
    sample.refresh_from_db()
    assert (sample.agrees, sample.reviewed_by) == (False, reviewer.pk)
    assert Post.objects.get(pk=copy.pk).state == PostState.PUBLISHED
    with pytest.raises(DomainError) as again:
        review_sample(sample=sample, by=reviewer, agrees=True)
    assert again.value.code == ErrorCode.STALE_STATE


def test_none_is_drawn_of_a_share_of_nothing(
    api: Api,
    stranger: Any,
    banned: Decision,
    copy: Post,
    deliver: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sampling(monkeypatch, 0.0)
    reported(api, stranger, copy)
    deliver()
    assert Decision.objects.filter(case=case_of(copy)).exists()
    assert not QualitySample.objects.exists()
    assert not Event.objects.filter(person_id=cast.adult("bystander").pk).exists()
