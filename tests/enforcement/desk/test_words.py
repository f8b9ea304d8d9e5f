"""What staff read at the desk are names, words and one kind of time; ids stand under the
pointer."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from enforcement.actions.names import ActionName
from enforcement.admin import naming
from enforcement.admin.case_page.sections import history, rules, thing
from enforcement.models import Case, Contact, Report
from enforcement.pseudonyms import pseudonym_of
from enforcement.services.claiming import claim
from enforcement.subjects.base import Seen
from enforcement.subjects.kinds import SubjectKind
from tests import cast
from tests.client import Api
from tests.enforcement.decisions.stage import decided, set_up, wish
from tests.enforcement.desk.pages import ROOT, read
from tests.enforcement.queueing import reviewer, waiting
from tests.enforcement.reporting import case_of, reported
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
BOARD = f"{ROOT}/case/board/"


def lead() -> Any:
    return at_the_desk(reviewer("handle_case", "manage_reporters"))


def asked(client: Any, path: str) -> int:
    with CaptureQueriesContext(connection) as statements:
        assert client.get(path).status_code == 200
    return len(statements)


def test_times_are_written_in_one_way_with_their_zone() -> None:
    (case,) = waiting(1)
    page = read(lead().get(f"{ROOT}/case/{case.pk}/change/"))
    assert f"{case.opened_at:%Y-%m-%d %H:%M:%S} UTC" in page
    assert "a.m." not in page
    assert "p.m." not in page


def test_the_board_is_in_the_menu_of_whoever_handles_cases(moderator: User) -> None:
    for path in ("/admin/", f"{ROOT}/case/", BOARD):
        page = lead().get(path).content.decode()
        assert page.count(f'href="{BOARD}"') >= 1, path
        assert "Cases" in page, "the lists of the rooms stand below"
    assert "<title> Board |" in " ".join(lead().get(BOARD).content.decode().split())
    assert BOARD not in at_the_desk(moderator).get("/admin/").content.decode()


def test_reports_name_people_by_their_handles_in_one_statement_more(
    api: Api, post: Any, creator: User, stranger: User
) -> None:
    client, counts = lead(), []
    row = reported(api, stranger, post)
    for more in (1, 4):
        for _ in range(more):
            reported(api, cast.adult("voice"), post)
        counts.append(asked(client, f"{ROOT}/report/"))
    assert counts[0] == counts[1]
    page = client.get(f"{ROOT}/report/")
    text = read(page)
    assert stranger.handle in text
    assert f"Post of {creator.handle}" in " ".join(text.split())
    for wide in (row.public_id, stranger.public_id, post.public_id):
        assert wide not in text
        assert f'title="{wide}"' in page.content.decode()
    page_of_one = read(client.get(f"{ROOT}/report/{row.pk}/change/"))
    assert stranger.handle in page_of_one
    assert str(creator.pk) not in page_of_one


def test_somebody_without_an_account_has_a_short_number(
    api: Api, post: Any, stranger: User
) -> None:
    contact = Contact.objects.create(digest="d", mailbox="m", agreed=1, agreed_total=1)
    row = reported(api, stranger, post)
    Report.objects.filter(pk=row.pk).update(reporter_id=None, contact=contact)
    number = f"{contact.pk.int % 10**8:08d}"
    text = read(lead().get(f"{ROOT}/report/"))
    assert f"no account {number}" in text
    assert str(contact.pk) not in text


def test_whom_a_profile_passes_for_is_named_by_the_handle(
    api: Api, creator: User, friend: User, stranger: User
) -> None:
    reported(api, friend, creator, "impersonation", impersonated=stranger.public_id)
    client = at_the_desk(reviewer("handle_case", "handle_impersonation"))
    text = read(client.get(f"{ROOT}/case/"))
    assert f"passes for {stranger.handle}" in text
    assert stranger.public_id not in text
    page = read(client.get(f"{ROOT}/case/{case_of(creator).pk}/change/"))
    assert f"{stranger.public_id} ({stranger.handle})" in page, "the form takes the id"


def test_who_decided_and_who_asked_are_named_by_their_handles() -> None:
    stage = set_up()
    decision = decided(stage, wish(ActionName.BAN))
    client = at_the_desk(stage.judge)
    for name in ("decision", "proposal"):
        text = read(client.get(f"{ROOT}/{name}/"))
        for person in (stage.judge, stage.second, stage.people[0]):
            assert person.handle in text, name
            assert person.public_id not in text, name
    page = read(client.get(f"{ROOT}/decision/{decision.pk}/change/"))
    assert stage.second.handle in page
    assert naming.actor(decision, "system:hide_first") == "hide first"
    assert naming.actor(decision, "") == "-"


def test_a_case_page_speaks_in_words_and_names_no_colleague(
    api: Api, post: Any, stranger: User
) -> None:
    reported(api, stranger, post)
    case, by = case_of(post), reviewer()
    claim(case, by)
    rows = str(history.read(case, by).tables[0].rows)
    assert "the system (intake)" in rows
    assert pseudonym_of(by.pk) in rows
    assert by.public_id not in rows
    assert "Cyber violence" in str(rules.read(case, by).tables[0].rows)
    page = read(at_the_desk(by).get(f"{ROOT}/case/{case.pk}/change/"))
    assert "Must be looked at no" in page
    assert "system:" not in page


def test_labels_of_a_thing_are_words_and_its_own_words_stay() -> None:
    seen = Seen(
        texts={"handle": "snake_case"},
        labels={"age_band": "18_plus", "screened_as": "development", "is_private": False},
    )
    (table,) = [thing._as_now(Case(subject_kind=SubjectKind.PROFILE), seen)]
    assert table.rows == (
        ("handle", "snake_case"),
        ("age band", "adult"),
        ("checked by a server for", "development"),
        ("is private", "no"),
    )


def test_an_empty_list_says_what_is_so() -> None:
    client = lead()
    assert "Nothing is here." in read(client.get(f"{ROOT}/case/"))
    narrowed = read(client.get(f"{ROOT}/case/?queue__exact=general"))
    assert "Nothing matches. Reset the filters." in narrowed
    assert "Create a new item" not in narrowed


def test_of_an_id_lists_show_its_end() -> None:
    whole = "rep_01m83mw5gpe0av3pdfzsrsdjpz"
    assert naming.short(whole) == f'<span title="{whole}">rep_…rsdjpz</span>'
    for name in ("decision", "proposal", "appeal", "qualitysample", "contact", "reporter"):
        assert lead().get(f"{ROOT}/{name}/").status_code == 200
