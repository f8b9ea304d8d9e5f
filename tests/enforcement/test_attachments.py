"""Pictures that somebody sends with a report: what is kept of them, where, for whom, how long."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services.deletion import delete_account
from audit.models import AuditEvent
from cameos.intake.known import known_opinion
from enforcement.exporting import WALKERS
from enforcement.limits import ATTACHMENT_BYTES, ATTACHMENT_SIDE
from enforcement.models import Case, Report, ReportAttachment, Reporter, Snapshot
from enforcement.services.attaching import attach, forget
from enforcement.work import attachments as work
from enforcement.work.expiring import expire
from feed.models import Post
from lib.actors import Actor
from lib.exporting import Walker
from lib.outbox.models import OutboxMessage
from lib.signed_media import placing, reading
from moderation.models import Scan
from tests.accounts.test_races import at_once
from tests.cameos.intake.abuse import banked, kept
from tests.client import Api, code_of
from tests.enforcement.desk.pages import ROOT
from tests.enforcement.reporting import KEYS, decide, given, reported
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
AREA = "quarantine/reported"


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 240), **more: Any) -> bytes:
    """Red on the left, blue on the right."""
    from PIL import Image

    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    into = BytesIO()
    image.save(into, kind, **more)
    return into.getvalue()


def located() -> bytes:
    """With a place and a camera."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "a camera"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return picture(exif=exif)


def sent_files() -> list[Path]:
    folders = (Path(settings.MEDIA_DIR) / AREA / one for one in ("sent", "attached"))
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def send(api: Api, who: User, row: Report | str, content: bytes, key: str = "", **more: Any) -> Any:
    name = row if isinstance(row, str) else row.public_id
    return api.post(
        f"/reports/{name}/attachments", as_=who, body=content, content_type="image/jpeg",
        key=key or f"attachment-{next(KEYS)}", **more,
    )  # fmt: skip


def count(api: Api, who: User, row: Report) -> int:
    return int(api.get(f"/reports/{row.public_id}", as_=who).json()["attachments"])


@pytest.fixture
def row(api: Api, stranger: User, post: Post) -> Report:
    return reported(api, stranger, post)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_without_what_the_camera_wrote(
    api: Api, stranger: User, row: Report, deliver: Callable[[], int], kind: str
) -> None:
    from PIL import Image

    answer = send(api, stranger, row, located() if kind == "JPEG" else picture(kind))
    assert answer.status_code == 201, answer.content
    assert set(answer.json()) == {"id", "uploaded_at", "state"}
    assert count(api, stranger, row) == 1
    deliver()
    (one,) = ReportAttachment.objects.all()
    assert one.public_id == answer.json()["id"]
    assert (one.width, one.height, one.refused) == (320, 240, False)
    assert [str(path.relative_to(settings.MEDIA_DIR)) for path in sent_files()] == [one.key]
    with reading(one.key, sha256=one.sha256) as path, Image.open(path) as image:
        assert (image.format, len(image.getexif()), image.size) == ("WEBP", 0, (320, 240))
        assert not {"exif", "xmp", "icc_profile"} & set(image.info)
    assert one.key not in answer.content.decode()
    assert AuditEvent.objects.filter(action="enforcement.report.attached").count() == 1


def test_a_large_one_is_made_smaller(
    api: Api, stranger: User, row: Report, deliver: Callable[[], int]
) -> None:
    send(api, stranger, row, picture(size=(3000, 1500)))
    deliver()
    one = ReportAttachment.objects.get()
    assert (one.width, one.height) == (ATTACHMENT_SIDE, ATTACHMENT_SIDE // 2)


def test_what_is_sent_again_under_its_key_is_there_once(
    api: Api, stranger: User, row: Report
) -> None:
    first = send(api, stranger, row, picture(), key="one")
    again = send(api, stranger, row, picture(), key="one")
    assert (again.json(), again["Idempotent-Replayed"]) == (first.json(), "true")
    assert code_of(send(api, stranger, row, picture("PNG"), key="one")) == "idempotency_mismatch"
    assert len(sent_files()) == ReportAttachment.objects.count() == 1


def test_what_is_refused(api: Api, stranger: User, friend: User, post: Post, row: Report) -> None:
    def refused(who: User, what: Report | str, content: bytes) -> tuple[int, str]:
        answer = send(api, who, what, content)
        return answer.status_code, code_of(answer)

    nobodys = row.public_id[:-1] + ("0" if row.public_id[-1] != "0" else "1")
    assert refused(friend, row, picture()) == (404, "not_found")
    assert refused(stranger, nobodys, picture()) == (404, "not_found")
    for content in (b"", b"{}", b"GIF89a" + bytes(60), b"%PDF-1.7"):
        assert refused(stranger, row, content) == (415, "unsupported_media_type")
    large = picture() + bytes(ATTACHMENT_BYTES)
    assert refused(stranger, row, large) == (413, "too_large")
    child = reported(api, stranger, post, "child_sexual")
    answer = send(api, stranger, child, picture())
    assert (answer.status_code, code_of(answer)) == (409, "not_attachable")
    assert "where it is" in answer.json()["errors"][0]["detail"]
    decide(case_of_row(row))
    assert refused(stranger, row, picture()) == (409, "stale_state")
    assert not ReportAttachment.objects.exists()
    assert not sent_files()


def case_of_row(row: Report) -> Case:
    assert row.case is not None
    return row.case


def test_who_is_muted_sends_none(api: Api, stranger: User, post: Post) -> None:
    until = timezone.now() + timedelta(days=1)
    Reporter.objects.create(person_id=stranger.pk, muted_until=until)
    aside = reported(api, stranger, post)
    assert code_of(send(api, stranger, aside, picture())) == "stale_state"


def test_a_fourth_is_one_too_many(api: Api, stranger: User, row: Report) -> None:
    sent = [send(api, stranger, row, picture()) for _ in range(3)]
    assert [one.status_code for one in sent] == [201] * 3
    fourth = send(api, stranger, row, picture())
    assert (fourth.status_code, code_of(fourth)) == (409, "attachment_limit")
    path = f"/reports/{row.public_id}/attachments/{sent[0].json()['id']}"
    assert api.delete(path, as_=stranger).status_code == 204
    assert send(api, stranger, row, picture()).status_code == 201


@pytest.mark.usefixtures("committing")
def test_of_six_at_once_three_are_there(api: Api, stranger: User, creator: User) -> None:
    row = reported(api, stranger, creator)
    answers = at_once(
        *[partial(attach, report=row, by=stranger, content=picture()) for _ in range(6)]
    )
    assert answers.count("attachment_limit") == 3
    assert ReportAttachment.objects.count() == len(sent_files()) == 3


def test_it_is_taken_back_before_the_decision_by_its_sender(
    api: Api, stranger: User, friend: User, row: Report, deliver: Callable[[], int]
) -> None:
    one, other = [send(api, stranger, row, picture()).json()["id"] for _ in range(2)]
    deliver()
    path = f"/reports/{row.public_id}/attachments"
    assert api.delete(f"{path}/{one}", as_=friend).status_code == 404
    assert api.delete(f"{path}/{one}", as_=stranger).status_code == 204
    assert api.delete(f"{path}/{one}", as_=stranger).status_code == 404
    assert count(api, stranger, row) == len(sent_files()) == 1
    decide(case_of_row(row))
    assert code_of(api.delete(f"{path}/{other}", as_=stranger)) == "stale_state"


def bomb() -> bytes:
    from PIL import Image

    into = BytesIO()
    Image.new("1", (8000, 8000)).save(into, "PNG")
    return into.getvalue()


@pytest.mark.parametrize(
    "content", [bomb(), picture()[:400], picture("PNG", (40, 40))], ids=["bomb", "cut", "tiny"]
)
def test_what_cannot_be_looked_at_is_erased(
    api: Api, stranger: User, row: Report, deliver: Callable[[], int], content: bytes
) -> None:
    assert send(api, stranger, row, content).status_code == 201
    deliver()
    assert ReportAttachment.objects.get().refused
    assert not sent_files()


def test_known_child_abuse_goes_where_it_goes_from_every_door(
    api: Api, stranger: User, row: Report, deliver: Callable[[], int], desk: Client
) -> None:
    content = picture()
    banked(content)
    answer = send(api, stranger, row, content)
    deliver()
    public_id = answer.json()["id"]
    (evidence,) = kept()
    assert (evidence.subject, evidence.person_id) == (public_id, stranger.pk)
    with reading(evidence.storage_key) as path:
        assert path.read_bytes() == content
    assert Scan.objects.get(subject=public_id).stage == "attachment"
    assert not sent_files()
    # Its sender cannot tell it from another, and nobody is shown it.
    assert (answer.status_code, count(api, stranger, row)) == (201, 1)
    assert "data-sent" not in desk.get(page(row)).content.decode()


def test_a_lost_message_and_a_file_without_a_row_are_found(
    api: Api, stranger: User, row: Report, deliver: Callable[[], int], as_worker: Any,
    monkeypatch: Any,
) -> None:  # fmt: skip
    send(api, stranger, row, picture())
    OutboxMessage.objects.all().delete()
    left = [f"{AREA}/{where}/ab/{'a' * 32}.webp" for where in ("sent", "attached")]
    for key in left:
        with placing(key) as path:
            path.write_bytes(b"left by a killed process")
    with as_worker():
        ReportAttachment.objects.update(uploaded_at=timezone.now() - timedelta(minutes=3))
        work.sweep()
        assert len(sent_files()) == 3, "they are young"
    deliver()
    monkeypatch.setattr("cameos.intake.sweeping.LEFT_OVER_AFTER", timedelta(seconds=-5))
    with as_worker():
        work.sweep()
        work.sweep_kept()
    assert [one.name for one in sent_files()] == [Path(ReportAttachment.objects.get().key).name]


def test_taken_back_while_it_is_looked_at_it_leaves_no_file(
    api: Api, stranger: User, row: Report, as_worker: Any, monkeypatch: Any
) -> None:
    send(api, stranger, row, picture())
    one = ReportAttachment.objects.get()

    def meanwhile(*args: Any) -> Any:
        found = known_opinion(*args)
        forget(ReportAttachment.objects.get())
        return found

    monkeypatch.setattr(work, "known_opinion", meanwhile)
    with as_worker():
        work.look(one.pk)
    assert not sent_files()


def test_it_goes_with_the_account(
    api: Api, stranger: User, row: Report, deliver: Callable[[], int]
) -> None:
    send(api, stranger, row, picture())
    deliver()
    send(api, stranger, row, picture())
    delete_account(person=stranger, actor=Actor.person(stranger.pk))
    deliver()
    assert Report.objects.filter(pk=row.pk).exists()
    assert not ReportAttachment.objects.exists()
    assert not sent_files()


def test_it_ends_with_what_was_frozen(
    api: Api, stranger: User, row: Report, deliver: Callable[[], int], as_worker: Any
) -> None:
    send(api, stranger, row, picture())
    deliver()
    decide(case_of_row(row))
    with as_worker():
        assert expire() == 0
        Snapshot.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert expire() == 2
    assert not ReportAttachment.objects.exists()
    assert not sent_files()


def test_the_process_that_answers_people_changes_no_row(
    api: Api, stranger: User, row: Report
) -> None:
    send(api, stranger, row, picture())
    with pytest.raises(ProgrammingError), transaction.atomic():
        ReportAttachment.objects.update(refused=False)


def test_ones_own_archive_says_that_it_was_sent(
    api: Api, stranger: User, friend: User, row: Report, deliver: Callable[[], int]
) -> None:
    send(api, stranger, row, picture())
    deliver()
    walkers = {one.model: one for one in WALKERS if isinstance(one, Walker)}
    (mine,) = walkers[ReportAttachment].records(stranger)
    assert (mine["report"], mine["width"]) == (row.public_id, 320)
    assert "key" not in mine
    assert not list(walkers[ReportAttachment].records(friend))


@pytest.fixture
def desk(moderator: User) -> Client:
    return at_the_desk(given(moderator, "handle_case"))


def page(row: Report) -> str:
    return f"{ROOT}/case/{row.case_id}/change/"
