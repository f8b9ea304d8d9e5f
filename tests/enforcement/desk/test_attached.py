"""Pictures that came with reports, on the page of a case: blurred until they were asked for, and
shown to nobody once the thing is a matter of child safety."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from audit.models import AuditEvent
from enforcement.actions.names import ActionName
from enforcement.models import Case, Report, ReportAttachment
from enforcement.work.sealing import seal, seal_left
from feed.models import Post
from lib.outbox.models import OutboxMessage
from lib.signed_media import StorageFault
from tests import cast
from tests.client import Api
from tests.enforcement.desk.pages import ROOT
from tests.enforcement.desk.test_case_page import edge, is_grey, revealed
from tests.enforcement.reporting import case_of, given, reported
from tests.enforcement.test_attachments import page, picture, send, sent_files
from tests.enforcement.test_sealing import ruled
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
SENT = re.compile(r'<img src="([^"]+)"[^>]*data-sent')


@pytest.fixture
def row(api: Api, stranger: User, post: Post, deliver: Callable[[], int]) -> Report:
    one = reported(api, stranger, post)
    assert send(api, stranger, one, picture(size=(160, 160))).status_code == 201
    deliver()
    return one


@pytest.fixture
def case(row: Report, post: Post) -> Case:
    return case_of(post)


@pytest.fixture
def desk(moderator: User) -> Client:
    return at_the_desk(given(moderator, "handle_case"))


def hrefs(desk: Client, row: Report) -> list[str]:
    return SENT.findall(desk.get(page(row)).content.decode())


def image(desk: Client, row: Report) -> Any:
    from PIL import Image

    (href,) = hrefs(desk, row)
    answer = desk.get(href)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return Image.open(BytesIO(answer.content)).convert("RGB")


def test_it_is_blurred_and_grey_until_asked_for(desk: Client, case: Case, row: Report) -> None:
    hidden = image(desk, row)
    assert is_grey(hidden)
    assert edge(hidden) < 15
    revealed(desk, case, "grey")
    assert is_grey(image(desk, row))
    assert edge(image(desk, row)) > 25
    revealed(desk, case, "colour")
    assert not is_grey(image(desk, row))
    looks = AuditEvent.objects.filter(target=case.public_id)
    steps = looks.filter(action="enforcement.media.revealed").values_list("facts__look", flat=True)
    assert sorted(steps) == ["colour", "grey"]
    assert looks.filter(action="enforcement.media.shown").exists()


def test_also_of_what_has_no_pictures_itself(
    api: Api, desk: Client, stranger: User, creator: User, deliver: Callable[[], int]
) -> None:
    row = reported(api, stranger, creator)
    send(api, stranger, row, picture(size=(160, 160)))
    assert hrefs(desk, row) == [], "nobody looked at it yet"
    deliver()
    assert is_grey(image(desk, row))
    revealed(desk, case_of(creator), "colour")
    assert not is_grey(image(desk, row))


def test_it_is_seen_by_who_sees_the_case_and_through_it_alone(
    api: Api, desk: Client, case: Case, row: Report, friend: User, stranger: User, creator: User
) -> None:
    (href,) = hrefs(desk, row)
    assert at_the_desk(given(cast.moderator(), "handle_case")).get(href).status_code == 404
    assert at_the_desk(cast.moderator()).get(href).status_code == 403
    assert Client().get(href).status_code == 302
    reported(api, stranger, friend)
    assert desk.get(href.replace(case.public_id, case_of(friend).public_id)).status_code == 404
    User.objects.filter(pk=creator.pk).update(is_staff=True)  # whose post it is
    whose = at_the_desk(given(User.objects.get(pk=creator.pk), "handle_case"))
    assert whose.get(href).status_code == 404
    assert whose.get(f"{ROOT}/case/{case.pk}/change/").status_code != 200


def test_not_while_or_after_it_is_a_matter_of_child_safety(
    api: Api, desk: Client, case: Case, row: Report, friend: User, post: Post, deliver: Any
) -> None:
    (href,) = hrefs(desk, row)
    reported(api, friend, post, "child_sexual")
    assert hrefs(desk, row) == []
    assert desk.get(href).status_code == 404
    ruled(post, ActionName.REMOVE_POST)
    deliver()
    assert hrefs(desk, row) == []
    assert not ReportAttachment.objects.exists()
    assert sent_files() == []


def test_nor_is_anything_kept_that_comes_after(
    api: Api, row: Report, friend: User, post: Post, stranger: User, deliver: Any
) -> None:
    reported(api, friend, post, "child_sexual")
    ruled(post, ActionName.LIMIT_POST)
    deliver()
    assert send(api, stranger, row, picture()).status_code == 201
    deliver()
    assert ReportAttachment.objects.get().refused
    assert sent_files() == []


def test_what_a_store_that_is_away_keeps_goes_with_the_sweeper(
    api: Api, row: Report, friend: User, post: Post, as_worker: Any, monkeypatch: Any
) -> None:
    reported(api, friend, post, "child_sexual")
    ruled(post, ActionName.LIMIT_POST)
    OutboxMessage.objects.all().delete()
    apart = Case.objects.get(diverted=True)

    def away(*_: Any) -> None:
        raise StorageFault

    with as_worker():
        with monkeypatch.context() as patch:
            patch.setattr("enforcement.services.attaching.delete", away)
            seal(apart.pk)
        assert len(sent_files()) == ReportAttachment.objects.count() == 1
        seal_left()
    assert sent_files() == []
    assert not ReportAttachment.objects.exists()
