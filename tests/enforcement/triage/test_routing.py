"""Which queue a matter goes to, and who sees what lies there (E12, E15)."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.models import Case
from enforcement.policies import HANDLE, OF_QUEUE, permission_of, see_case
from enforcement.reasons import REASONS, Queue
from enforcement.services.deciding import decide
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.queues import DESKS, stronger
from enforcement.triage.routing import DEFAULT, RULES, Matter, Rule, clock_of, faults, route
from enforcement.wanted import Wanted
from feed.models import Post
from lib.errors import DomainError, ErrorCode
from moderation.categories import Category
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown
from tests.client import Api
from tests.enforcement.decisions.stage import chief
from tests.enforcement.reporting import case_of, only_given, reported

pytestmark = pytest.mark.django_db


def matters() -> Iterator[Matter]:
    for reason, kind, says, minor in product(REASONS.values(), SubjectKind, (0, 1), (0, 1)):
        yield Matter(kind, reason=reason, shown=bool(says), minor=bool(minor))


def test_without_more_it_is_the_queue_that_the_table_of_reasons_names() -> None:
    for reason in REASONS.values():
        assert route(Matter(SubjectKind.POST, reason=reason)) == reason.queue, reason.code


def test_nothing_goes_to_a_queue_for_what_is_less_grave() -> None:
    for matter in matters():
        assert matter.reason is not None
        assert not stronger(matter.reason.queue, route(matter)), matter


def test_child_safety_is_no_rules() -> None:
    everything = Rule("all of it", Queue.GENERAL)
    for matter in matters():
        assert matter.reason is not None
        there = route(matter, (everything,)) == Queue.CHILD_SAFETY
        assert there == matter.reason.diverted == (route(matter) == Queue.CHILD_SAFETY)
    assert route(Matter(SubjectKind.PROFILE, category=Category.CHILD_SAFETY)) == Queue.CHILD_SAFETY


def test_the_first_rule_that_matches_decides_and_there_is_a_default() -> None:
    spam = Matter(SubjectKind.POST, reason=REASONS["deception_spam"])
    rules = (
        Rule("of drafts", Queue.AGE, kinds=frozenset({SubjectKind.DRAFT})),
        Rule("of minors", Queue.INTIMATE, minor=True),
        Rule("all", Queue.LIKENESS),
    )
    assert route(spam, rules) == Queue.LIKENESS
    assert route(replace(spam, minor=True), rules) == Queue.INTIMATE
    assert route(replace(spam, minor=True, kind=SubjectKind.DRAFT), rules) == Queue.AGE
    assert route(spam, ()) == DEFAULT


def test_rules_that_weaken_a_reason_are_refused() -> None:
    assert list(faults(RULES)) == []
    weak = Rule("threats are harassment", Queue.GENERAL, frozenset({"harassment_threat"}))
    out = Rule("out of the vault", Queue.CHILD_SAFETY, frozenset({"sexual_content"}))
    assert [fault.split(":")[0] for fault in faults((weak, out))] == [weak.name, out.name]


def test_no_queue_waits_longer_than_its_clock() -> None:
    for matter in matters():
        assert matter.reason is not None
        queue = route(matter)
        assert clock_of(queue, matter.reason) <= DESKS[queue].clock
        assert DESKS[queue].warns < DESKS[queue].clock


def test_a_sexual_film_of_whoever_says_so_is_an_intimate_image(
    api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    post = shown(creator, lent(friend))
    reported(api, stranger, post, "sexual_content")
    assert case_of(post).queue == Queue.GENERAL
    before = case_of(post).sla_due_at
    reported(api, friend, post, "sexual_content")
    assert case_of(post).queue == Queue.INTIMATE
    assert case_of(post).sla_due_at < before


def test_a_graver_reason_leads_into_no_weaker_queue(
    api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    post = shown(creator, lent(friend))
    reported(api, friend, post, "sexual_content")
    reported(api, stranger, post, "hate_speech")
    case = case_of(post)
    assert (case.queue, case.severity) == (Queue.INTIMATE, 75)


def test_with_a_minor_in_it_it_is_looked_at_at_once(api: Api, stranger: Any, post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(depicts_minor=True)
    reported(api, stranger, post, "sexual_content")
    assert case_of(post).queue == Queue.URGENT


def test_each_queue_is_for_those_who_may(api: Api, moderator: Any, stranger: Any) -> None:
    post_ids = {}
    rights = {one.partition(".")[2] for one in OF_QUEUE.values()}
    assert len(rights) == len(Queue)
    for queue in Queue:
        diverted = queue == Queue.CHILD_SAFETY
        case = Case(
            subject_kind=SubjectKind.PROFILE, subject_id=stranger.pk, owner_id=stranger.pk,
            queue=queue, diverted=diverted, sla_due_at=timezone.now(),
        )  # fmt: skip
        case.subject_id = case.pk
        Case.objects.bulk_create([case])
        post_ids[queue] = case
    moderator.groups.clear()
    for right in rights:
        moderator.user_permissions.clear()
        viewer = only_given(moderator, right)
        for queue, case in post_ids.items():
            may = permission_of(queue) == f"enforcement.{right}"
            assert see_case.allows(viewer, case) == may, (right, queue)
    assert permission_of(Queue.GENERAL) == HANDLE


def test_what_a_queue_hides_is_not_decided_from_it(api: Api, stranger: Any, post: Post) -> None:
    reported(api, stranger, post, "impersonation")
    case = case_of(post)
    what = Wanted(
        SubjectKind.POST, post.pk, ("impersonation",), "It passes for somebody.",
        (Wish(ActionName.BANK_HASHES, value="deception"),), case_id=case.pk,
    )  # fmt: skip
    with pytest.raises(DomainError) as refused:
        decide(wanted=what, by=chief())
    assert refused.value.code == ErrorCode.PERMISSION_DENIED
    decide(wanted=replace(what, wishes=(Wish(ActionName.REMOVE_POST),)), by=chief())
