"""Templates of statements (E34): who writes them, what is filled in, and what blocks a decision."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from audit.models import AuditEvent
from enforcement.models import Case, Decision, ReplyTemplate
from enforcement.services.reply_templates import retire_template, write_template
from feed.models import Post
from lib.errors import DomainError, StaleState
from tests import cast
from tests.client import Api
from tests.enforcement.desk.pages import FILLED, ROOT, decide_page, hidden, preview, read
from tests.enforcement.reporting import case_of, given, reported
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
TEXT = "Dear {{handle}}, we looked at {{ thing }}: {{what_it_shows}}."


@pytest.fixture
def writer(db: None) -> User:
    return given(cast.moderator(), "edit_reply_templates")


@pytest.fixture
def template(writer: User) -> ReplyTemplate:
    return written(writer)


@pytest.fixture
def case(api: Api, stranger: User, post: Post) -> Case:
    reported(api, stranger, post)
    return case_of(post)


@pytest.fixture
def desk(moderator: User) -> Client:
    return at_the_desk(given(moderator, "handle_case"))


def written(by: User, **other: Any) -> ReplyTemplate:
    own = {"policy": "hate_speech", "language": "en", "title": "Hate", "text": TEXT}
    return write_template(**{**own, **other}, by=by)


def filling(client: Client, case: Case, template: ReplyTemplate, **fields: Any) -> Any:
    opened = client.get(decide_page(case))
    data = {**FILLED, **fields, **hidden(opened.content.decode()), "step": "fill"}
    return client.post(decide_page(case), {**data, "template": template.public_id})


def statement_of(answer: Any) -> str:
    form = answer.context["form"]
    said = form["statement"].value()
    assert isinstance(said, str)
    return said


def test_its_places_are_filled_and_nothing_typed_is_lost(
    desk: Client, case: Case, template: ReplyTemplate, creator: User
) -> None:
    answer = filling(desk, case, template, statement="My own words.", do_warn="on")
    words = f"Dear {creator.handle}, we looked at your post: {{{{what_it_shows}}}}."
    assert statement_of(answer) == f"My own words.\n\n{words}"
    page = answer.content.decode()
    assert "seen twice before" in page
    assert 'name="do_warn" id="id_do_warn" checked' in page
    assert set(answer.context["form"]["policies"].value()) == {
        "harassment_targeted",
        "hate_speech",
    }
    assert "errorlist" not in page


def test_an_unfilled_place_blocks_the_decision(
    desk: Client, case: Case, template: ReplyTemplate
) -> None:
    said = statement_of(filling(desk, case, template, statement=""))
    blocked = preview(desk, decide_page(case), statement=said, do_warn="on")
    assert "A place of the template is not filled" in read(blocked)
    assert not hidden(blocked.content.decode()).get("agreed")
    whole = preview(
        desk, decide_page(case), do_warn="on", statement=said.replace("{{what_it_shows}}", "it")
    )
    assert hidden(whole.content.decode()).get("agreed")
    assert not Decision.objects.exists()


def test_an_unfilled_place_is_told_beside_whatever_else_is_wrong(desk: Client, case: Case) -> None:
    refused = read(preview(desk, decide_page(case), statement="It shows {{what}}."))
    assert "A place of the template is not filled" in refused
    assert "Choose what is done" in refused


def test_braces_that_are_no_place_are_told_beside_a_missing_title(writer: User) -> None:
    data = {"policy": "hate_speech", "language": "en", "title": "", "text": "Dear {{ Who}}."}
    refused = read(at_the_desk(writer).post(f"{ROOT}/replytemplate/new/", data))
    assert "Places are written like {{handle}}" in refused
    assert "This field is required" in refused


def test_few_write_them_and_it_is_audited(writer: User, moderator: User, case: Case) -> None:
    handler = given(moderator, "handle_case")
    with pytest.raises(DomainError, match="permission_denied"):
        written(handler)
    row = written(writer)
    with pytest.raises(DomainError, match="permission_denied"):
        retire_template(template=row, by=handler)
    assert at_the_desk(handler).get(f"{ROOT}/replytemplate/new/").status_code == 403
    listing = at_the_desk(handler).get(f"{ROOT}/replytemplate/")
    assert row.public_id in listing.content.decode()
    assert at_the_desk(cast.moderator()).get(f"{ROOT}/replytemplate/").status_code == 403
    client = at_the_desk(writer)
    page = f"{ROOT}/replytemplate/{row.public_id}/edit/"
    data = {"policy": "hate_speech", "language": "en", "title": "Hate", "text": "Other words."}
    assert client.post(page, data).status_code == 302
    assert ReplyTemplate.objects.get(retired_at=None).text == "Other words."
    assert ReplyTemplate.objects.get(pk=row.pk).text == TEXT, "the old one stays known"
    late = client.post(page, {**data, "title": "Hate again"})
    assert late.status_code == 200
    assert "Hate again" in late.content.decode()
    names = AuditEvent.objects.filter(actor=writer.public_id).values_list("action", flat=True)
    assert list(names).count("enforcement.template.written") == 2
    assert list(names).count("enforcement.template.retired") == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"policy": "no_such_rule"}, "invalid"),
        ({"language": "xx"}, "invalid"),
        ({"title": " "}, "required"),
        ({"text": ""}, "required"),
        ({"text": "x" * 2001}, "max_length"),
        ({"text": "Dear {{handle, no."}, "invalid"),
        ({"text": "Dear {{HANDLE}}, no."}, "invalid"),
        ({"text": "Dear {{handle}}, no. }}"}, "invalid"),
    ],
)
def test_what_a_template_may_be(writer: User, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        written(writer, **wrong)
    assert refused.value.code.value == code
    assert not ReplyTemplate.objects.exists()


def test_one_of_a_title_and_one_end(writer: User, template: ReplyTemplate) -> None:
    with pytest.raises(DomainError, match="unique"):
        written(writer)
    retire_template(template=template, by=writer)
    with pytest.raises(StaleState):
        retire_template(template=template, by=writer)
    written(writer)


def test_what_is_retired_or_of_other_things_is_not_offered(
    desk: Client, case: Case, writer: User, template: ReplyTemplate
) -> None:
    other = written(writer, policy="underage_user", title="Too young")
    gone = written(writer, title="Retired")
    retire_template(template=gone, by=writer)
    page = desk.get(decide_page(case)).content.decode()
    assert template.public_id in page
    assert gone.public_id not in page
    offered = other.public_id in page
    assert offered, "a post can be reported for it"
    assert statement_of(filling(desk, case, gone)) == FILLED["statement"]
