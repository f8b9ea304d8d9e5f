"""Asking for one's own archive: who may, how often, and for how long an address opens it."""

import shutil
import subprocess
import threading
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from accounts.models import Export, ExportState, ExportTransition, User
from accounts.services import exports
from audit.models import AuditEvent
from lib.archives import MANIFEST, SIGNATURE, ArchiveWriter
from lib.errors import DomainError
from tests import roles
from tests.accounts.signing_up import sign_in
from tests.cast import PASSWORD
from tests.client import Api, code_of
from tests.leaving.archives import PATH, archives_in, ask, contents, file_of, made

pytestmark = pytest.mark.django_db


def test_it_is_asked_for_made_told_and_fetched(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Path
) -> None:
    asked = ask(api, creator)
    body = asked.json()
    assert (asked.status_code, body["state"]) == (202, "waiting")
    assert asked["Location"].endswith(f"{PATH}/{body['id']}")
    deliver()
    shown = api.get(f"{PATH}/{body['id']}", as_=creator).json()
    assert (shown["state"], shown["error"]) == ("ready", None)
    assert shown["download"]["url"].split("?")[0].endswith(".zip")
    events = api.get("/me/events", as_=creator).json()["results"]
    assert [one["data"] for one in events if one["type"] == "export.ready"] == [
        {"export": body["id"]}
    ]
    (letter,) = [one for one in mail.outbox if "archive" in one.subject]
    assert letter.to == [creator.email]
    assert "/media/" not in str(letter.body)
    assert creator.handle not in str(letter.body)
    assert [one["id"] for one in api.get(PATH, as_=creator).json()["results"]] == [body["id"]]
    audited = AuditEvent.objects.filter(target=creator.public_id, action__startswith="accounts.exp")
    assert [one.action for one in audited.order_by("at")] == [
        "accounts.export.asked",
        "accounts.export.ready",
    ]


def test_it_takes_a_proof_of_who_asks(api: Api, creator: User) -> None:
    wrong = ask(api, creator, password="not it")
    assert (wrong.status_code, code_of(wrong)) == (403, "incorrect_password")
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=True):
        late = api.post(PATH, {}, as_=creator, key="late")
    assert late.status_code == 401
    assert not Export.objects.exists()


def test_nobody_asks_without_an_account(api: Api, creator: User) -> None:
    assert api.post(PATH, {}, key="k").status_code == 401
    assert code_of(api.post(PATH, {"password": PASSWORD}, as_=creator)) == (
        "idempotency_key_required"
    )


def test_the_same_request_is_one_and_another_waits_its_turn(api: Api, creator: User) -> None:
    first, again = ask(api, creator), ask(api, creator)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    other = ask(api, creator, key="another")
    assert (other.status_code, code_of(other)) == (409, "export_on_its_way")
    assert Export.objects.count() == 1


def test_a_new_one_ends_the_last(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Path
) -> None:
    first = made(api, creator, deliver)
    assert ask(api, creator, key="another").status_code == 202
    deliver()
    first.refresh_from_db()
    assert first.state == ExportState.ENDED
    second = Export.objects.get(state=ExportState.READY)
    assert archives_in(media_dir) == [file_of(second)]


def test_nobody_has_five_copies_made_in_a_day(api: Api, creator: User) -> None:
    codes = []
    for number in range(6):
        Export.objects.all().delete()
        codes.append(ask(api, creator, key=f"k{number}").status_code)
    assert codes == [202] * 5 + [429]


def test_two_at_once_are_one(committing: None, api: Api, creator: User) -> None:
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def one() -> None:
        try:
            with roles.acting_as("web"):
                barrier.wait()
                exports.ask(person=creator)
            outcomes.append("asked")
        except DomainError as error:
            outcomes.append(error.code.value)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["asked", "export_on_its_way"]
    assert Export.objects.count() == 1


def test_an_announced_end_lets_people_take_what_is_theirs(
    api: Api, creator: User, settings: Any
) -> None:
    settings.SUNSET_ON = (timezone.now() + timedelta(days=30)).date()
    assert ask(api, creator).status_code == 202


def test_no_session_is_left_with_an_address_of_a_deleted_archive(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Path
) -> None:
    """An address opens one object; once that is gone so is the address, whatever it says."""
    row = made(api, creator, deliver)
    place = file_of(row)
    assert place.is_file()
    ask(api, creator, key="another")
    deliver()
    assert not place.exists()


def test_every_step_of_it_is_told(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Path
) -> None:
    row = made(api, creator, deliver)
    steps = ExportTransition.objects.filter(subject_id=row.pk).order_by("pk")
    assert [one.to_state for one in steps] == ["waiting", "building", "ready"]


def test_anybody_can_verify_it_by_a_command(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Path, tmp_path: Path
) -> None:
    row = made(api, creator, deliver)
    call_command("verify_export", str(file_of(row)), "--public-key", row.signer_key)
    call_command("verify_export", str(file_of(row)))
    with pytest.raises(CommandError, match="key_unknown"):
        call_command("verify_export", str(file_of(row)), "--public-key", "0" * 63 + "1")
    torn = tmp_path / "torn.zip"
    torn.write_bytes(file_of(row).read_bytes()[:-100])
    with pytest.raises(CommandError, match="damaged"):
        call_command("verify_export", str(torn))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no OpenSSL on this machine")
def test_openssl_verifies_it_without_us(
    api: Api, creator: User, deliver: Callable[[], int], media_dir: Path, tmp_path: Path
) -> None:
    """As docs/exports.md says."""
    row = made(api, creator, deliver)
    shown = api.get(f"{PATH}/{row.public_id}", as_=creator).json()["download"]["signer"]
    (tmp_path / "key.pem").write_text(shown["pem"])
    inside = contents(row)
    for name in (MANIFEST, SIGNATURE):
        (tmp_path / name).write_bytes(inside[name])
    command = [
        *("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin"),
        *("-in", MANIFEST, "-sigfile", SIGNATURE),
    ]
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / MANIFEST).write_bytes(inside[MANIFEST] + b" ")
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode != 0


def test_a_large_film_takes_little_memory(tmp_path: Path) -> None:
    """300 MB go through; what Python holds of them at once is a few pieces."""
    import tracemalloc

    with (tmp_path / "large").open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    tracemalloc.start()
    with ArchiveWriter(tmp_path / "a.zip", at=timezone.now(), beat=lambda: None) as archive:
        with (tmp_path / "large").open("rb") as source:
            archive.copy("films/large.mp4", source)
        lines = ({"number": number, "words": "w" * 100} for number in range(50_000))
        archive.lines("data/a/B.jsonl", lines, lambda _: None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "a.zip").stat().st_size > 300 * 1024 * 1024
    assert peak < 16 * 1024 * 1024


def test_its_parts_beat(tmp_path: Path) -> None:
    """A worker learns while it copies that the archive is somebody else's."""

    def lost() -> None:
        raise InterruptedError

    written = ArchiveWriter(tmp_path / "a.zip", at=timezone.now(), beat=lost)
    with pytest.raises(InterruptedError), written as archive:
        archive.copy("films/a.mp4", BytesIO(b"x"))


def test_whoever_signed_in_just_now_needs_no_password(api: Api, creator: User) -> None:
    token = sign_in(api, creator.email or "").json()["meta"]["access_token"]
    answer = api.client.post(
        f"/api/v1{PATH}", {}, content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "k"},
    )  # fmt: skip
    assert answer.status_code == 202
