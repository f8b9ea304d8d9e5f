"""Feeds of three exchanges against a local stand-in; the real ones were never asked."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from audit.models import AuditEvent
from lib.actors import Actor
from lib.errors import DomainError
from moderation.answers import Basis, Ruling
from moderation.categories import Category
from moderation.exchanges import http
from moderation.exchanges.base import Change, Fault, Page, Stance
from moderation.models import (
    BankedHash,
    Exchange,
    ExchangeKind,
    HashBank,
    HashKind,
)
from moderation.services.bank_alarm import MOST_PEOPLE, count_hits
from moderation.services.bank_upkeep import disable_until, remove_hash
from moderation.services.banks import bank_entries
from moderation.services.exchanges import fetch, fetch_all, set_up, stale, switch
from tests.client import Api
from tests.moderation.banks.feeds import exchange, feed, hashes, kept, protocol, standin
from tests.moderation.banks.material import look
from tests.moderation.banks.protocols import PROTOCOLS, Entry, Ncmec, ThreatExchange, pdq_of
from tests.moderation.banks.standin import StandIn, Told, serving, told

__all__ = ["exchange", "protocol", "standin"]
OPERATOR = Actor.system("operator")
pytestmark = pytest.mark.django_db


def test_all_pages_are_taken_over_and_found_again(
    protocol: Any, exchange: Exchange, standin: StandIn
) -> None:
    standin.in_turn(
        protocol.page(Entry(1, 1), Entry(2, 2), following="page=2"), protocol.page(Entry(3, 3))
    )
    assert fetch(exchange) is None
    assert kept() == hashes(1, 2, 3)
    [hit] = look(2).answers[0].hits
    assert (hit.category, hit.ruling, hit.basis) == (Category.CHILD_SAFETY, Ruling.BLOCK, None)
    exchange.refresh_from_db()
    assert exchange.succeeded_at is not None
    assert exchange.failure == ""
    row = AuditEvent.objects.get(action="moderation.exchange.fetched")
    assert (row.actor, row.target) == ("system:exchanges", str(exchange.pk))


def test_updates_and_deletions_take_the_place_of_what_was(
    protocol: Any, exchange: Exchange, standin: StandIn
) -> None:
    standin.in_turn(protocol.page(Entry(1, 1), Entry(2, 2)))
    fetch(exchange)
    stays = BankedHash.objects.get(hash=pdq_of(2))
    standin.in_turn(protocol.page(Entry(1, None), Entry(2, 2), Entry(3, 3)))
    fetch(exchange)
    assert kept() == hashes(2, 3)
    assert BankedHash.objects.get(hash=pdq_of(2)).pk == stays.pk


def test_the_same_entry_twice_stands_once(
    protocol: Any, exchange: Exchange, standin: StandIn
) -> None:
    standin.in_turn(protocol.page(Entry(1, 1), Entry(1, 1)))
    fetch(exchange)
    fetch(exchange)
    assert BankedHash.objects.filter(kind="pdq").count() == 1


BROKEN = [
    (Told(401), Fault.UNAUTHORISED),
    (Told(403), Fault.UNAUTHORISED),
    (Told(429, headers={"Retry-After": "86400"}), Fault.THROTTLED),
    (Told(500), Fault.SERVER),
    (Told(302, headers={"Location": "/elsewhere"}), Fault.UNREACHABLE),
    (Told(200, b"<a><b", cut=True), Fault.UNREACHABLE),
    (Told(200, b"neither XML nor JSON"), Fault.MALFORMED),
    (Told(200, b"[]"), Fault.MALFORMED),
    (Told(200, b"null"), Fault.MALFORMED),
    (Told(200, b""), Fault.MALFORMED),
    (Told(200, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), Fault.MALFORMED),
]


def test_what_is_no_page_changes_nothing_and_the_next_fetch_goes_on(
    protocol: Any, exchange: Exchange, standin: StandIn
) -> None:
    for number, (broken, fault) in enumerate(BROKEN, start=1):
        first = protocol.page(Entry(number, number), following=f"page={number}")
        standin.in_turn(first, broken)
        assert fetch(exchange) == fault, broken
        assert kept() == hashes(*range(1, number + 1)), "the page before it is kept"
        exchange.refresh_from_db()
        assert (exchange.failure, exchange.succeeded_at) == (fault, None)
    standin.in_turn(protocol.page(Entry(90, 90)))
    assert fetch(exchange) is None
    assert kept() == hashes(*range(1, len(BROKEN) + 1), 90)


def test_a_page_that_names_itself_as_the_next_ends_the_fetch(
    protocol: Any, exchange: Exchange, standin: StandIn
) -> None:
    standin.in_turn(protocol.page(Entry(1, 1), following="page=2"))
    assert fetch(exchange) == Fault.MALFORMED


def test_a_page_too_large_is_left(
    protocol: Any, exchange: Exchange, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "LARGEST", 100)
    standin.in_turn(protocol.page(Entry(1, 1)))
    assert fetch(exchange) == Fault.TOO_LARGE
    assert kept() == set()


def test_a_server_that_recovers_is_asked_again(
    protocol: Any, exchange: Exchange, standin: StandIn
) -> None:
    standin.in_turn(Told(500), Told(503), protocol.page(Entry(1, 1)))
    assert fetch(exchange) is None
    assert kept() == hashes(1)


def test_without_credentials_nobody_is_asked(
    protocol: Any, exchange: Exchange, standin: StandIn, settings: Settings
) -> None:
    settings.NCMEC_USER = settings.THREATEXCHANGE_TOKEN = settings.STOPNCII_FETCH_KEY = ""
    assert fetch(exchange) == Fault.NOT_SET_UP
    assert standin.asked == []


@pytest.mark.parametrize("url", ["http://example.org", "ftp://127.0.0.1", "file:///etc/passwd"])
def test_credentials_go_over_tls_or_stay_here(
    protocol: Any, exchange: Exchange, settings: Settings, url: str
) -> None:
    settings.NCMEC_URL = settings.STOPNCII_URL = settings.THREATEXCHANGE_URL = url
    assert fetch(exchange) == Fault.NOT_SET_UP


def test_hashes_that_are_none_or_flat_are_counted_and_left(
    protocol: Any, exchange: Exchange, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {8: "xyz", 9: "0" * 64}
    monkeypatch.setattr(
        "tests.moderation.banks.protocols.pdq_of", lambda seed: wrong.get(seed) or pdq_of(seed)
    )
    standin.in_turn(protocol.page(Entry(1, 1), Entry(8, 8), Entry(9, 9)))
    assert fetch(exchange) is None
    exchange.refresh_from_db()
    assert exchange.rows_refused == 2
    assert kept() == hashes(1)


def test_two_fetches_at_once_do_not_undo_each_other(adder: User, standin: StandIn) -> None:
    exchange = feed(adder, "ncmec", "Industry")

    class Overtaken:
        def pages(self, cursor: Any) -> Iterator[Page]:
            Exchange.objects.filter(pk=exchange.pk).update(cursor={"from": 5})
            yield Page((Change("7-e1", ((HashKind.PDQ, pdq_of(1)),)),), {"from": 3})

        def opine(self, stance: Stance) -> None:
            raise NotImplementedError

    assert fetch(exchange, connector=Overtaken()) == Fault.REFUSED
    assert kept() == set()
    exchange.refresh_from_db()
    assert exchange.cursor == {"from": 5}


def test_ncmec_is_asked_for_the_rest_of_the_same_stretch(adder: User, standin: StandIn) -> None:
    exchange = feed(adder, "ncmec", "Industry")
    standin.in_turn(Ncmec.page(Entry(1, 1), following="start=2&amp;size=1"), Told(401))
    fetch(exchange)
    exchange.refresh_from_db()
    assert set(exchange.cursor) == {"from", "to", "next"}
    standin.asked.clear()
    standin.in_turn(Told(404), Ncmec.page(Entry(1, 1)))  # the old page is forgotten there
    assert fetch(exchange) is None
    assert standin.asked[0].query == {"start": "2", "size": "1"}
    assert standin.asked[1].query["from"] == "1970-01-01T00:00:00Z"
    expected = base64.b64encode(b"somebody:something").decode()
    assert standin.asked[0].headers["authorization"] == f"Basic {expected}"
    exchange.refresh_from_db()
    assert set(exchange.cursor) == {"from"}


def test_threatexchange_does_not_follow_its_pages_elsewhere(adder: User, standin: StandIn) -> None:
    exchange = feed(adder, "threatexchange", "123")
    with serving() as elsewhere:
        ThreatExchange.base = elsewhere.url
        standin.in_turn(ThreatExchange.page(Entry(1, 1), following="page=2"))
        assert fetch(exchange) == Fault.MALFORMED
        assert elsewhere.asked == []


@pytest.mark.parametrize("status", ["NON_MALICIOUS", "UNKNOWN", "SUSPICIOUS"])
def test_what_nobody_calls_harmful_is_not_taken(adder: User, standin: StandIn, status: str) -> None:
    exchange = feed(adder, "threatexchange", "123")
    standin.answer = lambda asked: told(
        {"data": [ThreatExchange._update(Entry(1, 1), status=status)]}
    )
    assert fetch(exchange) is None
    assert kept() == set()


def test_after_months_the_whole_list_is_read_and_what_went_meanwhile_goes(
    adder: User, standin: StandIn
) -> None:
    exchange = feed(adder, "threatexchange", "123")
    standin.in_turn(ThreatExchange.page(Entry(1, 1), Entry(2, 2)))
    fetch(exchange)
    exchange.refresh_from_db()
    Exchange.objects.update(cursor={**exchange.cursor, "at": 1000})
    standin.asked.clear()
    standin.in_turn(ThreatExchange.page(Entry(2, 2)))
    assert fetch(exchange) is None
    assert standin.asked[0].query["start_time"] == "0"
    assert kept() == hashes(2)


def test_a_file_is_read_whole(adder: User, tmp_path: Path, settings: Settings) -> None:
    settings.EXCHANGE_FILES_DIR = str(tmp_path)
    exchange = feed(adder, "file", "list.txt")
    path = tmp_path / "list.txt"
    assert fetch(exchange) == Fault.UNREACHABLE
    path.write_text(f"pdq {pdq_of(1)}\nmd5 {1:032x}\nsmell xyz\npdq {pdq_of(2)}")
    assert fetch(exchange) is None
    exchange.refresh_from_db()
    assert (BankedHash.objects.count(), exchange.rows_refused) == (3, 1)
    path.write_text(f"pdq {pdq_of(2)}\n")
    assert fetch(exchange) is None
    assert set(BankedHash.objects.values_list("hash", flat=True)) == hashes(2)
    path.write_text("")
    assert fetch(exchange) == Fault.EMPTY
    assert kept() == hashes(2), "a file emptied by accident empties no bank"


@pytest.mark.parametrize("name", ["../list.txt", "/etc/passwd", "a/b", ""])
def test_only_files_of_the_folder_are_read(
    adder: User, tmp_path: Path, settings: Settings, name: str
) -> None:
    settings.EXCHANGE_FILES_DIR = str(tmp_path)
    assert fetch(feed(adder, "file", name)) == Fault.NOT_SET_UP


def test_one_that_fails_keeps_no_other_back(adder: User, standin: StandIn) -> None:
    feed(adder, "ncmec", "Industry")
    feed(adder, "stopncii", "")
    good = PROTOCOLS["stopncii"].page(Entry(1, 1))
    standin.answer = lambda asked: good if "FetchHashes" in asked.path else Told(401)
    assert fetch_all() == {"ncmec": Fault.UNAUTHORISED, "stopncii": None}
    out = StringIO()
    with pytest.raises(CommandError, match="1 could not"):
        call_command("fetch_exchanges", stdout=out)
    assert "ncmec: unauthorised" in out.getvalue()
    call_command("fetch_exchanges", "stopncii", stdout=out)
    with pytest.raises(CommandError, match="No such"):
        call_command("fetch_exchanges", "nowhere")


def test_readiness_says_when_an_index_is_old(
    adder: User, standin: StandIn, settings: Settings, api: Api
) -> None:
    exchange = feed(adder, "ncmec", "Industry")
    switch(exchange=exchange, enabled=True, by=adder)

    def part() -> tuple[bool, int]:
        answer = api.client.get("/readyz")
        return answer.json()["parts"]["hash_exchanges"]["ok"], answer.status_code

    assert part()[0]
    old = timezone.now() - timedelta(hours=settings.EXCHANGE_STALE_HOURS, minutes=1)
    Exchange.objects.update(created_at=old)
    assert part() == (False, 503), "never fetched"
    standin.in_turn(Ncmec.page(Entry(1, 1)))
    fetch(exchange)
    assert part()[0]
    Exchange.objects.update(succeeded_at=old)
    assert part() == (False, 503)
    switch(exchange=exchange, enabled=False, by=OPERATOR)
    assert part()[0]
    assert not stale().exists()


def test_a_trusted_exchange_says_so_and_its_entries_are_not_ours_to_remove(
    adder: User, standin: StandIn, settings: Settings
) -> None:
    exchange = feed(adder, "ncmec", "Industry")
    standin.in_turn(Ncmec.page(Entry(1, 1)))
    fetch(exchange)
    settings.CSAM_TRUSTED_EXCHANGES = [exchange.name]
    assert [entry.basis for entry in bank_entries()] == [Basis.TRUSTED_EXCHANGE]
    entry = BankedHash.objects.get(kind="pdq")
    with pytest.raises(DomainError, match="invalid"):
        remove_hash(entry=entry, by=adder)
    disable_until(entry=entry, until=timezone.now() + timedelta(days=1), by=OPERATOR)
    fetch(exchange)
    assert bank_entries() == (), "a fetch ends no pause"


def test_a_crowd_cannot_switch_an_exchange_s_entry_off(adder: User, standin: StandIn) -> None:
    from uuid import uuid4

    exchange = feed(adder, "ncmec", "Industry")
    standin.in_turn(Ncmec.page(Entry(1, 1)))
    fetch(exchange)
    for number in range(2 * MOST_PEOPLE):
        count_hits(f"gen_{number}", person_id=uuid4(), evidence=[look(1)])
    assert len(bank_entries()) == 1


def test_a_feed_fills_a_bank_of_its_own_alone(bank: HashBank, adder: User, creator: Any) -> None:
    person = User.objects.get(pk=creator.pk)
    for by, refusal in ((adder, "invalid"), (person, "permission_denied")):
        with pytest.raises(DomainError, match=refusal):
            set_up(name="x", kind=ExchangeKind.FILE, bank=bank, collection="y", by=by)
