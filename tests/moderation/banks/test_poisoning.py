"""Row "hash bank" of the threat model: a black frame, a card or one insider blocks thousands."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.models.standings import Standing
from accounts.services.deletion import delete_account
from audit.models import AuditEvent
from inbox.models import Event
from lib.actors import Actor
from lib.errors import DomainError, StaleState
from lib.media.pdq import pdq
from moderation.answers import Ruling
from moderation.categories import Category
from moderation.models import BankedHash, BankHit, EntryState, Finding, HashBank, HashKind
from moderation.policy.audience import Audience
from moderation.policy.rows import Verdict
from moderation.services.bank_alarm import MOST_PEOPLE, count_hits, forget_old_hits
from moderation.services.bank_foreseeing import foreseen
from moderation.services.bank_proposals import MOST_FORESEEN, activate, confirm, propose, rest
from moderation.services.bank_subjects import forget_shown, remember_shown
from moderation.services.bank_upkeep import remove_hash
from moderation.services.banks import bank_entries, change_bank
from moderation.services.screening import record_scan
from tests.media import pictures
from tests.moderation.banks.conftest import Propose, waited
from tests.moderation.banks.material import hash_of, judged, look, shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "picture", [pictures.flat(), pictures.flat(level=255), pictures.gradient()], ids=str
)
def test_a_black_frame_a_white_one_and_a_slope_are_refused(
    bank: HashBank, adder: User, picture: Any
) -> None:
    found = pdq(picture)
    with pytest.raises(DomainError, match="invalid"):
        propose(
            bank=bank, kind=HashKind.PDQ, hash_hex=found.hex, quality=found.quality,
            source="x", by=adder,
        )  # fmt: skip
    assert not BankedHash.objects.exists()


@pytest.mark.parametrize("quality", [None, 0, 49])
def test_nothing_of_low_or_unknown_quality_is_taken(proposed: Propose, quality: int | None) -> None:
    with pytest.raises(DomainError):
        proposed(1, quality=quality)


def test_what_would_meet_many_things_of_ours_is_refused(proposed: Propose) -> None:
    for number in range(MOST_FORESEEN + 1):
        remember_shown(f"gen_{number}", shown=shown(1), files=None)
    with pytest.raises(DomainError, match="invalid") as refused:
        proposed(1)
    assert str(MOST_FORESEEN + 1) in refused.value.detail
    assert proposed(2).foreseen == 0


def test_a_dry_run_that_is_overtaken_is_not_saved(proposed: Propose) -> None:
    told = len(foreseen(HashKind.PDQ, [hash_of(1).hex]))
    assert told == 0
    remember_shown("gen_1", shown=shown(1), files=None)
    with pytest.raises(DomainError) as refused:
        proposed(1, expected=told)
    assert refused.value.code == "stale_state"
    assert proposed(1, expected=1).foreseen == 1


def test_what_is_gone_is_not_foreseen(proposed: Propose) -> None:
    remember_shown("gen_1", shown=shown(1), files=None)
    forget_shown("gen_1")
    assert proposed(1, expected=0).foreseen == 0


def test_one_insider_alone_changes_nothing(proposed: Propose, adder: User) -> None:
    entry = proposed(1)
    with pytest.raises(DomainError, match="permission_denied"):
        confirm(entry=entry, by=adder)
    with pytest.raises(StaleState):
        activate(entry=entry, by=adder)
    assert bank_entries() == ()
    assert look(1).answers[0].hits == ()


def test_a_person_counts_once(proposed: Propose, second: User) -> None:
    entry = proposed(1)
    confirm(entry=entry, by=second)
    with pytest.raises(DomainError, match="unique"):
        confirm(entry=entry, by=second)
    assert entry.confirmations.count() == 1


def test_who_may_not_keep_banks_may_do_nothing(proposed: Propose, creator: Any) -> None:
    entry = proposed(1)
    person = User.objects.get(pk=creator.pk)
    for verb in (confirm, activate, rest, remove_hash):
        with pytest.raises(DomainError, match="permission_denied"):
            verb(entry=entry, by=person)
    with pytest.raises(DomainError, match="permission_denied"):
        proposed(2, by=person)
    with pytest.raises(DomainError, match="permission_denied"):
        proposed(2, by=Actor.person(person.pk))


def test_first_it_is_in_the_shadow_counted_and_without_effect(
    proposed: Propose, second: User
) -> None:
    entry = confirm(entry=proposed(1), by=second)
    evidence = look(1)
    [hit] = evidence.answers[0].hits
    assert (hit.ruling, hit.score, hit.basis) == (Ruling.SHADOW, 0.0, None)
    assert judged(evidence).verdict == Verdict.ALLOW
    assert evidence.answers[0].coverage == {}
    count_hits("gen_1", person_id=uuid4(), evidence=[evidence])
    assert BankHit.objects.get().entry_id == entry.pk


def test_it_stays_there_for_a_day(proposed: Propose, second: User) -> None:
    entry = confirm(entry=proposed(1), by=second)
    with pytest.raises(DomainError, match="invalid"):
        activate(entry=entry, by=second)
    waited(entry)
    assert activate(entry=entry, by=second).state == EntryState.ACTIVE


@pytest.mark.parametrize("under_18", [False, True], ids=["adult", "teen"])
def test_until_it_is_confirmed_twice_it_asks_a_person_and_refuses_nobody(
    active: Propose, third: User, under_18: bool
) -> None:
    entry = active(1, times=1)
    assert judged(look(1), under_18=under_18).verdict == Verdict.REVIEW
    confirm(entry=entry, by=third)
    assert judged(look(1), under_18=under_18).verdict == Verdict.BLOCK


def test_then_it_is_used_for_a_growing_share_of_entries(
    active: Propose, bank: HashBank, adder: User
) -> None:
    seeds = range(1, 13)
    made = [active(seed) for seed in seeds]
    used: set[str] = set()
    for share in (0.0, 0.25, 0.5, 1.0):
        change_bank(bank=bank, by=adder, enabled_ratio=share)
        now = {entry.id for entry in bank_entries()}
        assert used <= now, "what is in use stays in use"
        used = now
    assert used == {str(entry.pk) for entry in made}


def crowd(entry: BankedHash, people: int, *, seed: int = 1) -> None:
    evidence = look(seed)
    for number in range(people):
        count_hits(f"gen_{number}_{entry.pk}"[:40], person_id=uuid4(), evidence=[evidence])


@pytest.mark.parametrize("times", [1, 2])
def test_what_meets_a_crowd_puts_itself_out_of_action_and_staff_hear(
    active: Propose, adder: User, times: int
) -> None:
    entry = active(1, times=times)
    crowd(entry, MOST_PEOPLE)
    entry.refresh_from_db()
    assert entry.state == EntryState.ACTIVE
    count_hits("gen_last", person_id=uuid4(), evidence=[look(1)])
    entry.refresh_from_db()
    assert entry.state == EntryState.DISABLED
    assert judged(look(1)).verdict == Verdict.ALLOW
    row = AuditEvent.objects.get(action="moderation.hash.disabled")
    assert (row.actor, row.facts["people"]) == ("system:bank_alarm", MOST_PEOPLE + 1)
    told = Event.objects.filter(person_id=adder.pk, type="bank.entry_disabled")
    assert told.get().data == {"entry_id": str(entry.pk)}


def test_staff_who_are_shut_out_or_leaving_hear_nothing(
    active: Propose, adder: User, second: User
) -> None:
    entry = active(1)
    User.objects.filter(pk=adder.pk).update(state=Standing.BANNED)
    now = timezone.now()
    User.objects.filter(pk=second.pk).update(closed_at=now, erase_due_at=now)
    crowd(entry, MOST_PEOPLE + 1)
    entry.refresh_from_db()
    assert entry.state == EntryState.DISABLED
    told = Event.objects.filter(type="bank.entry_disabled").values_list("person_id", flat=True)
    assert not {adder.pk, second.pk} & set(told)


def test_one_person_with_many_things_cannot_ring_the_alarm(active: Propose) -> None:
    entry, person = active(1), uuid4()
    for number in range(3 * MOST_PEOPLE):
        count_hits(f"gen_{number}", person_id=person, evidence=[look(1)])
    entry.refresh_from_db()
    assert entry.state == EntryState.ACTIVE


def test_nor_by_deleting_their_account(active: Propose, creator: Any) -> None:
    entry = active(1)
    for number in range(MOST_PEOPLE + 1):
        count_hits(f"gen_{number}", person_id=creator.pk, evidence=[look(1)])
    delete_account(person=User.objects.get(pk=creator.pk), actor=Actor.person(creator.pk))
    count_hits("gen_last", person_id=None, evidence=[look(1)])
    entry.refresh_from_db()
    assert entry.state == EntryState.ACTIVE


def test_who_met_it_is_known_to_nobody_and_forgotten_with_the_window(active: Propose) -> None:
    person, entries = uuid4(), [active(1), active(2)]
    count_hits("gen_1", person_id=person, evidence=[look(1, 2)])
    kept = set(BankHit.objects.values_list("who", flat=True))
    assert len(kept) == len(entries), "nothing joins what one person met"
    assert not any(str(person) in one or person.hex in one for one in kept)
    forget_old_hits()
    assert set(BankHit.objects.values_list("who", flat=True)) == kept
    BankHit.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
    forget_old_hits()
    assert set(BankHit.objects.values_list("who", flat=True)) == {""}


@pytest.mark.parametrize("times", [1, 2])
def test_what_harms_children_is_never_let_through_by_a_crowd(
    active: Propose, bank: HashBank, adder: User, second: User, times: int
) -> None:
    HashBank.objects.filter(pk=bank.pk).update(category=Category.CHILD_SAFETY)
    entry = active(1, times=times)
    crowd(entry, MOST_PEOPLE + 1)
    entry.refresh_from_db()
    assert entry.state == EntryState.DOUBTED
    assert judged(look(1)).verdict == Verdict.REVIEW
    crowd(entry, 2)
    row = AuditEvent.objects.get(action="moderation.hash.doubted")
    assert (row.actor, row.facts["people"]) == ("system:bank_alarm", MOST_PEOPLE + 1)
    told = Event.objects.filter(person_id=adder.pk, type="bank.entry_doubted")
    assert told.get().data == {"entry_id": str(entry.pk)}
    BankHit.objects.all().delete()
    activate(entry=entry, by=second)
    expected = Verdict.BLOCK if times == 2 else Verdict.REVIEW
    assert judged(look(1)).verdict == expected


def test_who_came_yesterday_does_not_ring_it(active: Propose) -> None:
    entry = active(1)
    crowd(entry, MOST_PEOPLE)
    BankHit.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
    count_hits("gen_last", person_id=uuid4(), evidence=[look(1)])
    entry.refresh_from_db()
    assert entry.state == EntryState.ACTIVE


def test_after_an_alarm_it_starts_again_in_the_shadow(active: Propose, second: User) -> None:
    entry = active(1)
    crowd(entry, MOST_PEOPLE + 1)
    entry = BankedHash.objects.get(pk=entry.pk)
    with pytest.raises(StaleState):
        activate(entry=entry, by=second)
    assert rest(entry=entry, by=second).state == EntryState.SHADOW
    assert judged(look(1)).verdict == Verdict.ALLOW


def test_undo_removes_it_and_all_it_did(active: Propose, adder: User) -> None:
    entry = active(1)
    crowd(entry, 2)
    remove_hash(entry=entry, by=adder)
    assert judged(look(1)).verdict == Verdict.ALLOW
    assert not BankedHash.objects.exists()
    assert not BankHit.objects.exists()
    assert AuditEvent.objects.filter(action="moderation.hash.removed").exists()


def test_a_match_bans_and_reports_nobody(active: Propose, creator: Any) -> None:
    active(1)
    before = set(AuditEvent.objects.values_list("action", flat=True))
    evidence = look(1)
    record_scan(
        subject="gen_1", stage="inspect", evidence=[evidence], judgement=judged(evidence),
        audience=Audience(),
    )  # fmt: skip
    count_hits("gen_1", person_id=creator.pk, evidence=[evidence])
    assert set(AuditEvent.objects.values_list("action", flat=True)) == before
    person = User.objects.get(pk=creator.pk)
    assert (person.is_active, person.standing) == (True, Standing.GOOD)
    assert set(Finding.objects.values_list("basis", flat=True)) == {""}


def test_own_entries_are_never_trusted(active: Propose, bank: HashBank, settings: Any) -> None:
    settings.CSAM_TRUSTED_EXCHANGES = [bank.name]
    active(1)
    assert [entry.basis for entry in bank_entries()] == [None]
