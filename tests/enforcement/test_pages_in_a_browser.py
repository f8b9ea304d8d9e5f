"""The pages for people without an account in a real browser: reporting, appealing, replying. A test
client sends no Origin, so it does not see that a browser's own forms are refused."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail

from enforcement.models import Appeal, Report
from enforcement.services.appeal_dialog import ask
from tests.browser import opened
from tests.enforcement.appeals.sides import REMOVED, WHY, ruled
from tests.enforcement.appeals.test_dialog import QUESTION, REPLY
from tests.enforcement.appeals.test_without_signing_in import link_in
from tests.enforcement.decisions.stage import Stage, chief, decided, set_up
from tests.enforcement.test_without_account import ADDRESS, WORDS, letter

pytestmark = pytest.mark.slow


@pytest.fixture
def stage(committing: None) -> Stage:
    return set_up()


@pytest.fixture
def page(
    live_server: Any, settings: LazySettings, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    settings.PUBLIC_ORIGIN = live_server.url
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with opened(width=900) as page:
        yield page
        assert page.complaints == []


def sent(page: Any, origin: str, subject: str, reason: str) -> None:
    page.goto(f"{origin}/report?subject={subject}")
    assert page.get_by_label("What is it about?").input_value() == subject
    page.select_option("#id_reason", reason)
    page.get_by_label("Say what is wrong with it").fill(WORDS)
    page.get_by_label("It is about me").check()
    page.get_by_label("Your name").fill("Ada Example")
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_label("I believe in good faith").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()


def test_reporting_appealing_and_replying(
    page: Any, live_server: Any, stage: Stage, deliver: Callable[[], int]
) -> None:
    origin, post = live_server.url, stage.posts[0]
    # By the code on the page that one is on, and by the link in the mail.
    sent(page, origin, post.public_id, "sexual_intimate")
    deliver()
    page.get_by_label("The code in the mail").fill(letter()[0])
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("We received it. Somebody will look at it.").wait_for()
    sent(page, origin, post.public_id, "harassment_private")
    deliver()
    page.goto(f"{origin}/report/confirm?token={letter()[1]}")
    page.get_by_role("button", name="This address is mine").click()
    page.get_by_text("We received it. Somebody will look at it.").wait_for()
    assert Report.objects.filter(contact__isnull=False).count() == 2

    ruled(stage)
    deliver()
    page.get_by_role("link", name="/report/status").click()
    page.get_by_text("We looked at it: it breaks none of our rules.").wait_for()
    page.get_by_role("link", name="appeal, until").click()
    page.get_by_role("heading", name="Your report, looked at anew").wait_for()
    page.get_by_label("Why is the decision wrong?").fill(WHY)
    page.get_by_role("button", name="Send my appeal").click()
    page.get_by_text("Somebody who did not decide it looks at it anew.").wait_for()
    ask(appeal=Appeal.objects.get(), by=chief(), text=QUESTION)
    page.goto(page.url)
    page.get_by_text(QUESTION).wait_for()
    page.get_by_label("Whoever looks at your appeal reads this").fill(REPLY)
    page.get_by_role("button", name="Send my reply").click()
    page.get_by_role("heading", name="You reply").wait_for()
    assert REPLY in page.inner_text("main")


def test_appealing_by_the_link_of_a_letter(
    page: Any, live_server: Any, stage: Stage, deliver: Callable[[], int]
) -> None:
    decision = decided(stage, REMOVED)
    deliver()
    page.goto(live_server.url + link_in(mail.outbox, stage.people[0]))
    page.get_by_text(decision.public_id).wait_for()
    page.get_by_label("Why is the decision wrong?").fill(WHY)
    page.get_by_role("button", name="Send my appeal").click()
    page.get_by_role("heading", name="Your appeal").wait_for()
    assert Appeal.objects.get().decision_id == decision.pk
