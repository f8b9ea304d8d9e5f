"""A letter that the mail server did not take is sent again, by whichever actor it was."""

import smtplib
from collections.abc import Callable, Sequence
from typing import Any, cast

import dramatiq
import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from dramatiq.brokers.redis import RedisBroker

from accounts.models import User
from enforcement import tasks
from enforcement.actions.names import ActionName
from enforcement.work import appeal_mails, decision_mails, mails, putting_off
from tests.client import Api
from tests.enforcement.appeals.sides import ruled
from tests.enforcement.decisions.stage import SAID, set_up, wish
from tests.enforcement.reporting import reported

pytestmark = pytest.mark.django_db
ADDRESS = "ada@example.org"
SOME_ID = "5f2b7a0e-54a1-4f0e-9f8e-0d8f7a3f4c11"
LETTERS = (
    (tasks.send_answer, mails, "send_answer", ()),
    (tasks.send_confirmation, mails, "send_confirmation", ()),
    (tasks.mail_decision, decision_mails, "send_decision", ()),
    (tasks.mail_statement, decision_mails, "send_statement", (1,)),
    (tasks.mail_question, appeal_mails, "send_question", ()),
    (tasks.mail_appeal, appeal_mails, "send_appeal", ()),
)


class FailsTwice(EmailBackend):
    """As a server that is away, then one that takes nothing yet."""

    faults: list[Exception]

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if self.faults:
            raise self.faults.pop(0)
        return int(super().send_messages(messages))


@pytest.fixture
def failing(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = [ConnectionRefusedError(), smtplib.SMTPRecipientsRefused({ADDRESS: (451, b"later")})]
    monkeypatch.setattr(FailsTwice, "faults", faults, raising=False)
    settings.EMAIL_BACKEND = f"{__name__}.FailsTwice"


def put_off() -> list[tuple[str, tuple[Any, ...], int]]:
    """Messages that wait for their time, each with its delay in minutes; none is left."""
    client = cast(RedisBroker, dramatiq.get_broker()).client
    rows: list[Any] = [*cast(Any, client).hgetall("zoetrope:default.DQ.msgs").values()]
    client.delete("zoetrope:default.DQ.msgs", "zoetrope:default.DQ")
    found = [dramatiq.Message.decode(row) for row in rows]
    return [
        (one.actor_name, tuple(one.args), round((one.options["eta"] - one.message_timestamp) / 6e4))
        for one in found
    ]


def test_a_banned_person_gets_their_statement_from_the_third_attempt(
    failing: None,
    api: Api,
    stranger: User,
    deliver: Callable[[], int],
    caplog: pytest.LogCaptureFixture,
) -> None:
    stage = set_up()
    reported(api, stranger, stage.posts[0])
    decision = ruled(stage, wish(ActionName.BAN))
    deliver()
    for attempt, minutes in ((1, 2), (2, 4)):
        assert not mail.outbox
        (waiting,) = put_off()
        assert waiting == ("mail_statement", (str(decision.pk), 1, attempt), minutes)
        tasks.mail_statement.fn(*waiting[1])
    (letter,) = mail.outbox
    assert letter.to == [stage.people[0].email]
    assert SAID in str(letter.body)
    assert "/appeal" in str(letter.body)
    assert put_off() == []
    said = str([record.msg for record in caplog.records])
    assert said.count("letter_put_off") == 2
    assert not [word for word in (ADDRESS, str(letter.to[0]), SAID) if word in said]


@pytest.mark.parametrize(("actor", "module", "name", "more"), LETTERS)
def test_every_letter_tries_again_and_the_last_time_operators_see(
    actor: Any,
    module: Any,
    name: str,
    more: tuple[int, ...],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refused(*_: object, **__: object) -> bool:
        raise smtplib.SMTPServerDisconnected(ADDRESS)

    monkeypatch.setattr(module, name, refused)
    args, delays = (SOME_ID, *more), []
    while True:
        actor.fn(*args)
        waiting = put_off()
        if not waiting:
            break
        ((_, args, minutes),) = waiting
        delays.append(minutes)
    assert delays == [2**number for number in range(1, putting_off.TIMES + 1)]
    errors = [str(one.msg) for one in caplog.records if one.levelname == "ERROR"]
    assert len(errors) == 1
    assert "letter_given_up" in errors[0]
    assert SOME_ID in errors[0]
    assert ADDRESS not in str([one.msg for one in caplog.records])


def test_what_is_no_fault_of_the_server_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> bool:
        raise ValueError

    monkeypatch.setattr(mails, "send_answer", broken)
    with pytest.raises(ValueError):  # noqa: PT011 - ours, three lines above
        tasks.send_answer.fn(SOME_ID)
    assert put_off() == []
