"""Pages of the desk ask for nothing twice, and what is drawn once looks as drawn for each row."""

import re
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from unfold import admin, utils
from unfold.templatetags import unfold_list

from enforcement.admin.case_page.media import withheld
from tests import cast
from tests.client import Api
from tests.enforcement.desk.test_long_lists import lead
from tests.enforcement.queueing import waiting
from tests.enforcement.reporting import case_of, reported

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def test_the_page_of_a_case_asks_for_nothing_of_the_desk_twice(api: Api, post: Any) -> None:
    for name in ("first", "second"):
        reported(api, cast.adult(name), post)
    client, page = lead(), f"/admin/enforcement/case/{case_of(post).pk}/change/"
    client.get(page)
    with CaptureQueriesContext(connection) as statements:
        assert client.get(page).status_code == 200
    reads = [one["sql"] for one in statements if 'FROM "enforcement_' in one["sql"]]
    assert [one for one, times in Counter(reads).items() if times > 1] == []


def test_whether_pictures_are_withheld_is_asked_by_the_keys_of_what_shows_the_film(
    api: Api, stranger: Any, post: Any
) -> None:
    reported(api, stranger, post)
    with CaptureQueriesContext(connection) as statements:
        assert withheld(case_of(post)) == ""
    asked = [one["sql"] for one in statements if '"enforcement_case"."diverted" AND' in one["sql"]]
    assert len(asked) == 2
    # By keys an index finds them; by a subquery of what shows the film every case is read.
    assert not any("generation_draft" in one for one in asked)


@pytest.mark.parametrize("name", ["case", "report"])
def test_a_list_looks_as_if_each_row_were_drawn_by_itself(
    api: Api, post: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(2)
    reported(api, cast.adult("somebody"), post)
    client, address = lead(), f"/admin/enforcement/{name}/"

    def drawn() -> str:
        return TOKEN.sub("", client.get(address).content.decode())

    here = drawn()
    assert here.count("action-select") >= 1
    monkeypatch.setattr(unfold_list, "result_headers", unfold_list.result_headers.__wrapped__)
    monkeypatch.setattr(utils, "_boolean_icon", utils._boolean_icon.__wrapped__)
    monkeypatch.setattr(admin, "checkbox", admin.checkbox.widget)
    assert drawn() == here


def test_the_headers_of_a_list_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times = []

    def counted(*args: Any, **options: Any) -> Any:
        times.append(args)
        return label(*args, **options)

    label = unfold_list.label_for_field
    monkeypatch.setattr(unfold_list, "label_for_field", counted)
    client = lead()
    counts = []
    for more in (1, 9):
        waiting(more)
        times.clear()
        client.get("/admin/enforcement/case/")
        counts.append(len(times))
    assert counts[0] == counts[1]
