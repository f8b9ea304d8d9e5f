"""Staff edit the banks at their desk; who may not is refused, and no list shouts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from audit.models import AuditEvent
from moderation.models import Term, TermBank
from tests.moderation.term_banks.conftest import Fill, found
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
BANKS, TERMS = "/admin/moderation/termbank/", "/admin/moderation/term/"
Make = Callable[..., TermBank]


def test_a_bank_is_made_filled_and_found_with(desk: Client) -> None:
    made = desk.post(
        f"{BANKS}new/",
        {"name": "figures", "category": "likeness", "edges": "word", "score": "0.9",
         "surfaces": ["prompt"]},
    )  # fmt: skip
    assert made.status_code == 302, made.content
    bank = TermBank.objects.get()
    assert bank.surfaces == ["prompt"]
    fill = f"{BANKS}{bank.pk}/fill/"
    counted = desk.post(fill, {"terms": "Orla Quennell", "source": "desk", "dry_run": "on"})
    assert b"1 new, 0 known" in counted.content
    assert not Term.objects.exists()
    assert desk.post(fill, {"terms": "Orla Quennell", "source": "desk"}).status_code == 302
    assert found("Orla Quennell") == ["Orla Quennell"]
    term = Term.objects.get()
    assert term.added_by.startswith("usr_")
    assert "moderation.terms.added" in AuditEvent.objects.values_list("action", flat=True)


def test_a_file_is_uploaded_and_its_faults_are_named(desk: Client, make_bank: Make) -> None:
    bank = make_bank()
    page = f"{BANKS}{bank.pk}/fill/"
    bad = SimpleUploadedFile("terms.csv", b"term\nOrla Quennell\nx\n")
    answer = desk.post(page, {"file": bad, "source": "desk"})
    assert b"Line 3: too_short" in answer.content
    assert not Term.objects.exists()
    good = SimpleUploadedFile("terms.csv", b"term\nOrla Quennell\n")
    assert desk.post(page, {"file": good, "source": "desk"}).status_code == 302
    assert Term.objects.count() == 1
    noise = SimpleUploadedFile("terms.csv", b"\xff\xfe\x00")
    assert b"Not a file of terms" in desk.post(page, {"file": noise, "source": "d"}).content


def test_a_common_word_asks_for_a_superuser_s_tick(desk: Client, make_bank: Make) -> None:
    page = f"{BANKS}{make_bank().pk}/fill/"
    assert b"harmless sentences" in desk.post(page, {"terms": "the", "source": "desk"}).content
    assert not Term.objects.exists()
    ticked = {"terms": "the", "source": "d", "force": "on"}
    assert b"Only a superuser" in desk.post(page, ticked).content
    assert not Term.objects.exists()
    User.objects.update(is_superuser=True)
    assert desk.post(page, ticked).status_code == 302
    assert Term.objects.count() == 1


def test_no_list_shouts_and_nothing_in_a_term_is_markup(
    desk: Client, make_bank: Make, fill: Fill
) -> None:
    fill(make_bank(), "<b>Orla</b> Quennell")
    page = desk.get(TERMS).content.decode()
    assert "<summary>show</summary>&lt;b&gt;Orla" in page
    assert "<b>Orla" not in page
    banks = desk.get(BANKS).content.decode()
    assert "figures" in banks
    assert "Orla" not in banks
    term = Term.objects.get()
    assert "<title>" in (opened := desk.get(f"{TERMS}{term.pk}/change/").content.decode())
    assert opened.count("Orla") == 1


def test_a_term_is_switched_and_removed(desk: Client, make_bank: Make, fill: Fill) -> None:
    fill(make_bank(), "Orla Quennell")
    page = f"{TERMS}{Term.objects.get().pk}/switch/"
    assert b"Until when" in desk.post(page, {"action": "off"}).content
    assert desk.post(page, {"action": "off", "until": "2999-01-01 12:00"}).status_code == 302
    assert found("Orla Quennell") == []
    assert desk.post(page, {"action": "on"}).status_code == 302
    assert found("Orla Quennell") == ["Orla Quennell"]
    assert desk.post(page, {"action": "removed"}).status_code == 302
    assert not Term.objects.exists()


def test_a_bank_is_changed_and_read_out(desk: Client, make_bank: Make, fill: Fill) -> None:
    bank = make_bank()
    fill(bank, "Orla Quennell")
    page = f"{BANKS}{bank.pk}/settings/"
    assert b'value="0.9"' in desk.get(page).content
    assert desk.post(page, {"score": "2"}).status_code == 200
    assert desk.post(page, {"score": "0.5"}).status_code == 302
    bank.refresh_from_db()
    assert (bank.enabled, bank.score) == (False, 0.5)
    told = b"".join(desk.get(f"{BANKS}{bank.pk}/export/")).decode()
    assert told.splitlines() == ["term,harmless,source", "Orla Quennell,,test"]


def test_staff_without_the_right_change_nothing(
    moderator: Any, make_bank: Make, fill: Fill
) -> None:
    bank = make_bank()
    fill(bank, "Orla Quennell")
    term, client = Term.objects.get(), at_the_desk(moderator)
    page = client.get(f"{BANKS}{bank.pk}/change/").content.decode()
    assert f"{bank.pk}/fill/" not in page
    for path, data in (
        (f"{BANKS}new/", {"name": "x", "category": "hate", "edges": "word", "score": "1"}),
        (f"{BANKS}{bank.pk}/fill/", {"terms": "Ivo Starling", "source": "desk"}),
        (f"{BANKS}{bank.pk}/settings/", {"score": "0.1"}),
        (f"{TERMS}{term.pk}/switch/", {"action": "removed"}),
    ):
        answer = client.post(path, data)
        assert (answer.status_code, answer["Location"]) == (302, "/admin/"), path
    assert client.get(f"{BANKS}{bank.pk}/export/").status_code == 302
    assert list(Term.objects.values_list("folded", flat=True)) == ["orla quennell"]
    assert TermBank.objects.get().score == 0.9
