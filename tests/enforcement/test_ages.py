"""What staff find on a case about an age, and cases that a caption opens."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Permission

from accounts.models import AgeBand, AgeSignal, AgeSource, HeldDecision, Standing, User
from accounts.services.age_findings import AgeFinding, record_finding, withdraw_mistaken
from accounts.services.own_words import Where, hear
from accounts.services.second_approval import ProtectionReason, approve, protect
from audit.models import AuditEvent
from enforcement.models import Case, Snapshot
from enforcement.services.ages import find_age
from enforcement.services.setting_aside import set_aside_all_of
from enforcement.states import CaseSource, CaseState, Outcome
from feed.models import Post
from lib.errors import DomainError, NotFound, StaleState
from tests import cast
from tests.client import Api
from tests.enforcement.reporting import case_of, given, reported
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
CHILD, TEEN = AgeFinding.REPORTED_CHILD, AgeFinding.REPORTED_TEEN
WORDS = "hi i'm mia, i'm 11 years old and i love horses"


def now(person: User) -> User:
    return User.objects.get(pk=person.pk)


def desk(person: User) -> User:
    """Whoever handles cases and finds ages."""
    person.user_permissions.add(Permission.objects.get(codename="find_age"))
    return given(person, "handle_case")


def found(case: Case, by: User, finding: AgeFinding = CHILD) -> bool:
    return find_age(case=case, by=by, finding=finding, why="safety")


def outcome_of(what: Any) -> tuple[str, str]:
    case = case_of(what)
    return case.state, case.outcome


def test_a_report_and_a_finding_freeze_a_child(
    api: Api, friend: User, creator: User, moderator: User, deliver: Callable[[], int]
) -> None:
    row = reported(api, friend, creator, "underage_user")
    by = desk(moderator)
    assert found(case_of(creator), by)
    child = now(creator)
    assert (child.age_band, child.assured_by) == (AgeBand.UNDER_13, AgeSource.REPORT)
    assert (child.state, bool(child.proof_due_at)) == (Standing.SUSPENDED, True)
    assert AgeSignal.objects.get(source=AgeSource.REPORT).actor == by.public_id
    assert outcome_of(creator) == (CaseState.DECIDED, Outcome.VIOLATION)
    told = AuditEvent.objects.get(action="enforcement.age.found")
    assert told.facts == {"found": "reported_under_13", "reason": "safety"}
    assert told.target == case_of(creator).public_id
    deliver()
    assert api.get(f"/reports/{row.public_id}", as_=friend).json()["outcome"] == "violation"
    with pytest.raises(StaleState):
        found(case_of(creator), by)


@pytest.mark.parametrize(
    ("who", "outcome"), [("creator", Outcome.VIOLATION), ("teen", Outcome.NO_VIOLATION)]
)
def test_13_to_17_tightens_an_adult_and_says_of_a_teen_what_they_said(
    api: Api, friend: User, moderator: User, request: Any, who: str, outcome: Outcome
) -> None:
    person = request.getfixturevalue(who)
    reported(api, friend if who == "creator" else cast.teen(), person, "underage_user")
    assert found(case_of(person), desk(moderator), TEEN)
    held = now(person)
    assert (held.age_band, held.state) == (AgeBand.TEEN, Standing.GOOD)
    assert outcome_of(person) == (CaseState.DECIDED, outcome)


def test_all_cases_about_that_age_end_and_what_says_more_waits(
    api: Api, stranger: User, friend: User, creator: User, post: Post, moderator: User
) -> None:
    reported(api, stranger, creator, "underage_user")
    reported(api, stranger, post, "underage_user")
    reported(api, friend, post, "harassment_targeted")
    found(case_of(creator), desk(moderator))
    assert outcome_of(creator) == (CaseState.DECIDED, Outcome.VIOLATION)
    assert outcome_of(post) == (CaseState.OPEN, "")


def test_of_a_protected_account_a_second_approves_and_the_case_waits_for_them(
    api: Api, stranger: User, creator: User, moderator: User
) -> None:
    protect(person=creator, actor=moderator, reason=ProtectionReason.PUBLIC_FIGURE)
    reported(api, stranger, creator, "underage_user")
    assert not found(case_of(creator), desk(moderator), TEEN)
    assert now(creator).age_band == AgeBand.ADULT
    assert outcome_of(creator) == (CaseState.OPEN, "")
    with pytest.raises(DomainError) as refused:
        record_finding(person=creator, finding=TEEN, actor=moderator)
    assert refused.value.code == "second_approval_required"
    approve(decision=HeldDecision.objects.get(), actor=cast.moderator())
    assert (now(creator).age_band, now(creator).assured_by) == (AgeBand.TEEN, "report")
    assert outcome_of(creator) == (CaseState.DECIDED, Outcome.VIOLATION)


def test_that_a_protected_person_is_a_child_waits_for_nobody(
    api: Api, stranger: User, creator: User, moderator: User
) -> None:
    protect(person=creator, actor=moderator, reason=ProtectionReason.PUBLIC_FIGURE)
    reported(api, stranger, creator, "underage_user")
    assert found(case_of(creator), desk(moderator))
    assert now(creator).state == Standing.SUSPENDED


def test_whoever_may_not_finds_nothing(
    api: Api, stranger: User, creator: User, moderator: User, post: Post
) -> None:
    reported(api, stranger, creator, "underage_user")
    reported(api, stranger, post, "hate_speech")
    case = case_of(creator)
    moderator.user_permissions.clear()
    moderator.groups.clear()
    with pytest.raises(NotFound):
        found(case, now(moderator))
    with pytest.raises(DomainError, match="permission_denied"):
        found(case, given(moderator, "handle_case"))
    by = desk(moderator)
    with pytest.raises(DomainError, match="invalid"):
        found(case_of(post), by)
    with pytest.raises(ValueError, match="under_18"):
        found(case, by, AgeFinding.UNDER_18)
    mine = cast.moderator()
    reported(api, mine, creator, "impersonation")
    with pytest.raises(NotFound):  # who reported it
        found(case_of(creator), desk(mine))
    assert not AgeSignal.objects.filter(source=AgeSource.REPORT).exists()
    assert now(creator).age_band == AgeBand.ADULT


def test_a_mistaken_finding_is_taken_back(
    api: Api, stranger: User, creator: User, moderator: User
) -> None:
    reported(api, stranger, creator, "underage_user")
    by = desk(moderator)
    found(case_of(creator), by, TEEN)
    withdraw_mistaken(person=creator, source=AgeSource.REPORT, actor=by)
    assert now(creator).age_band == AgeBand.ADULT


@pytest.mark.parametrize(
    ("action", "band"), [("found_under_13", "under_13"), ("found_13_to_17", "13_17")]
)
def test_staff_say_it_on_the_page_of_cases(
    api: Api, stranger: User, creator: User, moderator: User, action: str, band: str
) -> None:
    reported(api, stranger, creator, "underage_user")
    client = at_the_desk(desk(moderator))
    data = {"action": action, "_selected_action": [str(case_of(creator).pk)]}
    assert "1 done" in client.post("/admin/enforcement/case/", data, follow=True).content.decode()
    assert now(creator).age_band == band
    assert AuditEvent.objects.get(action="enforcement.age.found").facts["reason"] == "complaint"


def test_the_desk_says_for_what_and_that_a_case_with_more_in_it_waits(
    api: Api, stranger: User, friend: User, creator: User, moderator: User
) -> None:
    reported(api, stranger, creator, "underage_user")
    reported(api, friend, creator, "deception_scam")
    client = at_the_desk(desk(moderator))
    case = case_of(creator)
    page = client.get(f"/admin/enforcement/case/{case.pk}/change/").content.decode()
    assert "This person is under 13 (1), A scam or fraud (1)" in page
    data = {"action": "found_13_to_17", "_selected_action": [str(case.pk)]}
    told = client.post("/admin/enforcement/case/", data, follow=True).content.decode()
    assert "it waits, for something else was said there, too" in told
    assert outcome_of(creator) == (CaseState.OPEN, "")


def says(person: User, piece: UUID | None = None) -> None:
    hear(person_id=person.pk, text=WORDS, where=Where.CAPTION, piece=piece)


def test_the_first_caption_of_a_child_has_somebody_look(
    post: Post, moderator: User, as_worker: Any
) -> None:
    author = User.objects.get(pk=post.author_id)
    with as_worker():
        says(author, post.pk)
        says(author, post.pk)
    case = Case.objects.get()
    assert (case.subject, case.owner_id) == (post.public_id, author.pk)
    assert (case.queue, case.source, case.force_review) == ("age", CaseSource.FINDING, True)
    assert Snapshot.objects.filter(case=case).count() == 1
    assert now(author).state == Standing.GOOD
    assert found(case, desk(moderator))
    assert now(author).state == Standing.SUSPENDED
    assert outcome_of(post) == (CaseState.DECIDED, Outcome.VIOLATION)


def test_a_case_that_lies_elsewhere_comes_to_those_who_find_ages(
    api: Api, stranger: User, post: Post
) -> None:
    reported(api, stranger, post, "deception_spam")
    says(User.objects.get(pk=post.author_id), post.pk)
    assert (case_of(post).queue, case_of(post).severity) == ("age", 75)
    desk = given(cast.moderator(), "handle_case", "manage_reporters")
    assert set_aside_all_of(person=stranger, by=desk, why="complaint") == 1
    assert outcome_of(post) == (CaseState.OPEN, "")


def test_of_a_caption_that_is_gone_or_anothers_the_person_is_looked_at(
    creator: User, stranger: User, post: Post
) -> None:
    says(creator, uuid4())
    says(stranger, post.pk)
    assert {one.subject for one in Case.objects.all()} == {creator.public_id, stranger.public_id}


def test_a_bio_freezes_by_itself_and_a_teens_words_ask_nobody(
    creator: User, stranger: User
) -> None:
    hear(person_id=creator.pk, text=WORDS, where=Where.PROFILE)
    hear(person_id=stranger.pk, text="i'm 15 and i make edits", where=Where.CAPTION, piece=uuid4())
    assert not Case.objects.exists()
