from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

from config.pages.generated import pages
from config.pages.mailbox import letters
from tests.client import Api


def test_the_front_page_says_what_is_where(api: Api) -> None:
    page = api.get("/").content.decode()
    for place in ("/api/docs", "/admin/", "/readyz", "/development/mailbox", settings.VERSION):
        assert place in page


@pytest.fixture
def mailbox(tmp_path: Path, settings: Any) -> Path:
    settings.EMAIL_FILE_PATH = tmp_path
    for number in (1, 2):
        message = EmailMessage(f"Letter {number}", "Your code: ABCD-EFGH", to=["a@example.org"])
        EmailBackend(file_path=str(tmp_path)).send_messages([message])
    return tmp_path


def test_a_letter_reads_as_it_was_sent(mailbox: Path) -> None:
    found = letters()
    assert {letter.subject for letter in found} == {"Letter 1", "Letter 2"}
    assert {letter.to for letter in found} == {"a@example.org"}
    assert "ABCD-EFGH" in found[0].text


def test_development_reads_its_mailbox_in_the_browser(api: Api, mailbox: Path) -> None:
    assert "Letter 1" in api.get("/development/mailbox").content.decode()


def test_nobody_else_on_the_network_reads_it(api: Api, mailbox: Path) -> None:
    answer = api.client.get("/development/mailbox", REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == 404


def test_behind_a_proxy_there_is_no_mailbox(api: Api, mailbox: Path, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1  # every visitor comes from 127.0.0.1 then
    assert api.get("/development/mailbox").status_code == 404


def test_production_has_no_mailbox(api: Api, mailbox: Path, settings: Any) -> None:
    settings.PRODUCTION = True
    assert api.get("/development/mailbox").status_code == 404


@pytest.mark.parametrize("path", sorted(pages()), ids=lambda path: path.name)
def test_a_generated_page_is_current(path: Path) -> None:
    assert path.read_text() == pages()[path], "run `make docs`"
