"""Reports by people without an account (E5): confirmed by mail, no oracle, no mail bomb."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from enforcement.limits import CODE_GUESSES, CONTACT_KEPT, NOTICE_LASTS
from enforcement.models import Case, Contact, OpenNotice, Report, Snapshot, VaultedReport
from enforcement.states import Outcome
from enforcement.work.expiring import forget_contacts, forget_notices
from feed.models import Post
from lib.api.throttling import RATES
from tests.client import Api, code_of
from tests.enforcement.reporting import case_of, decide
from tests.leaving.traces import as_owner

pytestmark = pytest.mark.django_db
ADDRESS = "ada@example.org"
WORDS = "These are pictures of me that I never agreed to."


def form(what: Any, **more: Any) -> dict[str, Any]:
    return {
        "subject": what if isinstance(what, str) else what.public_id,
        "reason": "sexual_intimate",
        "text": WORDS,
        "about_me": True,
        "email": ADDRESS,
        "name": "Ada Example",
        "good_faith": True,
    } | more


def send(api: Api, what: Any, **more: Any) -> Any:
    return api.post("/reports/open", form(what, **more))


def letter(number: int = -1) -> tuple[str, str]:
    """Code and token of a mail."""
    body = str(mail.outbox[number].body)
    code, token = re.search(r"\b\d{6}\b", body), re.search(r"token=(\S+)", body)
    assert code
    assert token
    return code[0], token[1]


def confirmed(api: Api, what: Any, deliver: Callable[[], int], **more: Any) -> Any:
    assert send(api, what, **more).status_code == 202
    deliver()
    return api.post("/reports/open/confirm", {"token": letter()[1]})


def test_nothing_stands_before_the_address_is_confirmed(
    api: Api, post: Post, deliver: Callable[[], int]
) -> None:
    sent = send(api, post)
    assert sent.status_code == 202
    deliver()
    assert [one.to for one in mail.outbox] == [[ADDRESS]]
    assert WORDS not in str(mail.outbox[0].body)
    assert not Case.objects.exists()
    assert not Snapshot.objects.exists()
    answer = api.post("/reports/open/confirm", {"token": letter()[1]})
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert (body["id"], body["state"], body["subject"]) == (sent.json()["id"], "received", None)
    row, case = Report.objects.get(), Case.objects.get()
    assert (row.reporter_id, row.text, row.about_me, row.verified) == (None, WORDS, True, False)
    assert case.force_review
    assert case.sla_due_at > row.created_at
    assert not OpenNotice.objects.exists()
    assert Contact.objects.get().address == ADDRESS


def test_the_code_does_it_too_and_is_not_guessed(
    api: Api, post: Post, deliver: Callable[[], int]
) -> None:
    notice = send(api, post).json()["id"]
    deliver()
    code = letter()[0]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(CODE_GUESSES - 1):
        answer = api.post("/reports/open/confirm", {"id": notice, "code": wrong})
        assert (answer.status_code, code_of(answer)) == (400, "incorrect_code")
    assert api.post("/reports/open/confirm", {"id": notice, "code": code}).status_code == 201


def test_after_five_wrong_codes_the_right_one_is_wrong_and_the_link_works(
    api: Api, post: Post, deliver: Callable[[], int]
) -> None:
    notice = send(api, post).json()["id"]
    deliver()
    code, token = letter()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(CODE_GUESSES):
        api.post("/reports/open/confirm", {"id": notice, "code": wrong})
    right = api.post("/reports/open/confirm", {"id": notice, "code": code})
    assert code_of(right) == "incorrect_code"
    assert api.post("/reports/open/confirm", {"token": token}).status_code == 201
    again = api.post("/reports/open/confirm", {"token": token})
    assert (again.status_code, code_of(again)) == (410, "gone")


@pytest.mark.parametrize(
    ("more", "attr"),
    [({"good_faith": False}, "good_faith"), ({"name": " "}, "name"), ({"text": "\n"}, "text")],
)
def test_what_makes_a_notice_valid_may_not_be_missing(
    api: Api, post: Post, more: dict[str, Any], attr: str
) -> None:
    answer = send(api, post, **more)
    assert (answer.status_code, code_of(answer)) == (422, "notice_incomplete")
    assert answer.json()["errors"][0]["attr"] == attr
    assert not OpenNotice.objects.exists()


@pytest.mark.parametrize(
    "more", [{"email": "nobody"}, {"subject": "x"}, {"end": 1.0}, {"reason": "likeness"}], ids=str
)
def test_what_makes_no_sense_is_refused(api: Api, post: Post, more: dict[str, Any]) -> None:
    assert send(api, post, **more).status_code == 400
    assert not OpenNotice.objects.exists()


# abuse: no oracle for what exists
def test_what_is_not_there_is_answered_alike(
    api: Api, creator: Any, post: Post, deliver: Callable[[], int]
) -> None:
    there = confirmed(api, post, deliver)
    missing = confirmed(api, "pst_" + "0" * 26, deliver, email="bob@example.org")
    assert there.status_code == missing.status_code == 201

    def shape(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "id": "", "created_at": "", "status_token": ""}

    assert shape(there.json()) == shape(missing.json())
    for one in (there, missing):
        token = one.json()["status_token"]
        status = api.post("/reports/open/status", {"token": token})
        assert shape(status.json()) == shape(there.json())
    assert Report.objects.count() == 1


# abuse: no oracle by saying it twice, nor by waiting
def test_what_is_not_there_is_answered_alike_later_too(
    api: Api, post: Post, deliver: Callable[[], int], as_worker: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setitem(RATES, "report_mail", replace(RATES["report_mail"], requests=20))
    subjects = (post.public_id, "pst_" + "0" * 26)
    tokens = [confirmed(api, one, deliver).json()["status_token"] for one in subjects]
    again = [confirmed(api, one, deliver) for one in subjects]
    assert [(one.status_code, code_of(one)) for one in again] == [(409, "already_reported")] * 2
    assert confirmed(api, subjects[1], deliver, reason="harassment_private").status_code == 201
    kept = OpenNotice.objects.filter(confirmed_at__isnull=False)
    assert {(one.address, one.name, one.text) for one in kept} == {("", None, None)}
    with as_owner():
        OpenNotice.objects.update(sent_at=timezone.now() - timedelta(days=700))
    with as_worker():
        assert forget_notices() == 2  # the two that were refused
    for token in tokens:
        assert api.post("/reports/open/status", {"token": token}).json()["state"] == "received"
    with as_owner():
        kept.update(confirmed_at=timezone.now() - CONTACT_KEPT - timedelta(seconds=1))
    with as_worker():
        assert forget_notices() == 2


def test_of_what_nobody_confirmed_nothing_is_kept(
    api: Api, post: Post, as_worker: Any, deliver: Callable[[], int]
) -> None:
    confirmed(api, post, deliver, reason="child_abuse", name="", text="it stands")
    send(api, post, reason="child_sexual", name="", text="it does not")
    send(api, post)
    with as_worker():
        assert forget_notices() == 0
        assert VaultedReport.objects.count() == 2
    long_ago = timezone.now() - NOTICE_LASTS - timedelta(seconds=1)
    with as_owner():
        OpenNotice.objects.update(sent_at=long_ago)
        VaultedReport.objects.update(at=long_ago)
    with as_worker():
        assert forget_notices() == 3
        assert VaultedReport.objects.get().report_id == Report.objects.get().pk
    assert not OpenNotice.objects.exists()


def test_one_address_is_one_voice_in_a_case(
    api: Api, post: Post, deliver: Callable[[], int]
) -> None:
    confirmed(api, post, deliver)
    again = confirmed(api, post, deliver, email=ADDRESS.upper())
    assert (again.status_code, code_of(again)) == (409, "already_reported")
    confirmed(api, post, deliver, reason="harassment_private")
    case = Case.objects.get()
    assert (case.report_count, case.reporter_count) == (2, 1)
    assert Contact.objects.count() == 1


# abuse: nobody fills somebody else's mailbox
def test_an_address_is_written_to_three_times_a_day(
    api: Api, post: Post, deliver: Callable[[], int]
) -> None:
    for _ in range(RATES["report_mail"].requests + 2):
        assert send(api, post).status_code == 202
    deliver()
    assert len(mail.outbox) == RATES["report_mail"].requests


def test_a_network_sends_ten_a_day(api: Api, post: Post) -> None:
    answers = [
        send(api, post, email=f"a{number}@example.org")
        for number in range(RATES["report_open"].requests + 1)
    ]
    assert [one.status_code for one in answers][-2:] == [202, 429]
    assert answers[-1]["Retry-After"]


def test_after_a_day_the_link_is_dead(api: Api, post: Post, deliver: Callable[[], int]) -> None:
    send(api, post)
    deliver()
    OpenNotice.objects.update(sent_at=timezone.now() - NOTICE_LASTS - timedelta(seconds=1))
    answer = api.post("/reports/open/confirm", {"token": letter()[1]})
    assert (answer.status_code, code_of(answer)) == (410, "gone")
    spoiled = api.post("/reports/open/confirm", {"token": letter()[1] + "x"})
    assert (spoiled.status_code, code_of(spoiled)) == (403, "url_invalid")


def test_the_answer_comes_by_mail(api: Api, post: Post, deliver: Callable[[], int]) -> None:
    token = confirmed(api, post, deliver).json()["status_token"]
    decide(case_of(post), Outcome.VIOLATION)
    deliver()
    assert "breaks a rule of ours" in str(mail.outbox[-1].body)
    assert post.public_id not in str(mail.outbox[-1].body)
    status = api.post("/reports/open/status", {"token": token}).json()
    assert (status["state"], status["outcome"]) == ("decided", "violation")
    other = api.post("/reports/open/status", {"token": letter(0)[1]})
    assert code_of(other) == "url_invalid"  # what confirms opens no status


def test_words_about_a_child_lie_in_the_vault_from_the_first_byte(
    api: Api, post: Post, deliver: Callable[[], int], as_worker: Any
) -> None:
    sent = send(api, post, reason="child_sexual", name="", text="unmistakable")
    assert sent.status_code == 202
    notice = OpenNotice.objects.get()
    assert (notice.text, notice.start_s) == (None, None)
    with as_worker():
        kept = VaultedReport.objects.get()
    assert (kept.report_id, kept.said["text"]) == (notice.pk, "unmistakable")
    deliver()
    assert api.post("/reports/open/confirm", {"token": letter()[1]}).status_code == 201
    row = Report.objects.get()
    assert (row.pk, row.text, row.diverted) == (notice.pk, None, True)
    assert not Snapshot.objects.exists()
    with as_worker():
        assert VaultedReport.objects.count() == 1


def test_addresses_are_sealed_and_end(
    api: Api, post: Post, deliver: Callable[[], int], as_worker: Any
) -> None:
    confirmed(api, post, deliver)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, name, digest FROM enforcement_contact")
        address, name, digest = cursor.fetchone()
    assert ADDRESS.encode() not in bytes(address)
    assert b"Ada" not in bytes(name)
    assert ADDRESS not in digest
    with as_owner():
        Contact.objects.update(confirmed_at=timezone.now() - timedelta(days=800))
    with as_worker():
        assert forget_contacts() == 1
    assert Contact.objects.get().address is None
    assert Report.objects.get().text is None


# The pages: no script, and nothing done by opening them.
def page(client: Client, path: str, data: dict[str, Any] | None = None) -> Any:
    return client.get(path) if data is None else client.post(path, data)


def test_the_pages_work_without_scripts(post: Post, deliver: Callable[[], int]) -> None:
    client = Client()
    asked = page(client, f"/report?subject={post.public_id}")
    assert post.public_id in asked.content.decode()
    link = f"https://example.org/posts/{post.public_id}?from=feed"
    data = form(link, about_me="on", good_faith="on")
    sent = page(client, "/report", data)
    assert sent.status_code == 200, sent.content
    assert "Look into your mail" in sent.content.decode()
    deliver()
    token = letter()[1]
    opened = page(client, f"/report/confirm?token={token}")
    assert opened.status_code == 200
    assert not Report.objects.exists()
    for one in (asked, sent, opened):
        assert "<script" not in one.content.decode()
        assert one["Referrer-Policy"] == "same-origin"
    done = page(client, f"/report/confirm?token={token}", {})
    assert "We received it" in done.content.decode()
    status = re.search(r'href="[^"]*(/report/status\?token=[^"]+)"', done.content.decode())
    assert status
    assert "We received it" in page(client, status[1]).content.decode()
    assert Report.objects.get().text == WORDS
    assert page(client, f"/report/confirm?token={token}").status_code == 410


def test_the_page_takes_the_code_and_says_what_is_missing(
    post: Post, deliver: Callable[[], int]
) -> None:
    client = Client()
    lacking = page(client, "/report", form(post, name="", good_faith="on"))
    assert lacking.status_code == 400
    assert "Without this a notice is not valid." in lacking.content.decode()
    sent = page(client, "/report", form(post, good_faith="on"))
    notice = re.search(r'value="(rep_\w+)"', sent.content.decode())
    assert notice
    deliver()
    wrong = page(client, "/report/confirm", {"id": notice[1], "code": "x"})
    assert wrong.status_code == 400
    done = page(client, "/report/confirm", {"id": notice[1], "code": letter()[0]})
    assert "We received it" in done.content.decode()
    assert page(client, "/report/status?token=x").status_code == 403


def test_the_page_takes_nothing_from_another_site(post: Post) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/report", form(post)).status_code == 403
    assert not OpenNotice.objects.exists()
