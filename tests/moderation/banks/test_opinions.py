"""What people found of an exchange's entries, told to the exchange."""

from typing import Any

import pytest

from accounts.models import User
from lib.errors import DomainError
from moderation.models import BankedHash, Exchange, Opinion
from moderation.services.exchanges import fetch
from moderation.services.opinions import give_opinion, send_opinions
from tests.moderation.banks.feeds import exchange, protocol, standin
from tests.moderation.banks.protocols import Entry
from tests.moderation.banks.standin import StandIn, Told, told

__all__ = ["exchange", "protocol", "standin"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("found", [True, False])
def test_an_opinion_is_a_person_s_and_is_sent_later(
    protocol: Any, exchange: Exchange, standin: StandIn, adder: User, found: bool
) -> None:
    standin.in_turn(protocol.page(Entry(1, 1)))
    fetch(exchange)
    standin.asked.clear()
    give_opinion(entry=BankedHash.objects.get(kind="pdq"), is_true_positive=found, by=adder)
    assert standin.asked == [], "nothing is sent while a person waits"
    standin.in_turn(Told(500))
    assert send_opinions() == 0
    assert Opinion.objects.get().attempts == 1
    standin.answer = lambda asked: _opinion_answer(protocol.kind, asked)
    assert send_opinions() == 1
    last = standin.asked[-1]
    said = {
        "ncmec": b"<affirmative" if found else b"<negative",
        "threatexchange": b"=HELPFUL" if found else b"=NOT_HELPFUL",
        "stopncii": b'"Blocked"' if found else b'"NotBlocked"',
    }[protocol.kind]
    assert said in last.body
    assert last.method in {"POST", "PUT"}
    assert send_opinions() == 0


def _opinion_answer(kind: str, asked: Any) -> Told:
    if kind == "ncmec" and asked.method == "GET":
        reason = '<availableFeedbackReasons><reason guid="g" name="n"/></availableFeedbackReasons>'
        return told(f"<a>{reason}</a>".encode())
    if kind == "threatexchange" and asked.method == "GET":
        return told({"descriptors": {"data": [{"id": "99"}]}})
    return told({})


def test_nobody_else_gives_opinions_and_own_entries_have_no_exchange(
    active: Any, adder: User, creator: Any
) -> None:
    entry, person = active(1), User.objects.get(pk=creator.pk)
    with pytest.raises(DomainError, match="permission_denied"):
        give_opinion(entry=entry, is_true_positive=True, by=person)
    with pytest.raises(DomainError, match="invalid"):
        give_opinion(entry=entry, is_true_positive=True, by=adder)
