"""The page of a case: what stands on it, for whom, and what is seen only once it was asked for."""

import time
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from enforcement.admin.case_page import media
from enforcement.admin.case_page.sections import person as whose
from enforcement.models import Case, CaseFinding, Report, SnapshotFile, Strike
from enforcement.models.findings import FoundBy
from enforcement.services.strikes import give_strike
from enforcement.states import Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.work.copying import copy_file
from feed.models import Post
from feed.services.deletion import delete_post
from generation.models import Asset, AssetKind
from lib.signed_media import placing
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.policy.judging import Evidence
from tests import cast
from tests.client import Api
from tests.enforcement.desk.pages import ROOT, decide_page, read, through
from tests.enforcement.reporting import case_of, decide, given, reported
from tests.feed.studio import scan
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
WORDS = "the words of whoever reported it"


def picture() -> bytes:
    """Red on the left, blue on the right, an edge between."""
    from PIL import Image

    image = Image.new("RGB", (160, 80), "red")
    image.paste("blue", (80, 0, 160, 80))
    into = BytesIO()
    image.save(into, "WEBP", quality=95)
    return into.getvalue()


@pytest.fixture
def drawn(post: Post) -> Post:
    """Its frames are a real picture."""
    assert post.draft is not None
    sheet = Asset.objects.get(job=post.draft.job, kind=AssetKind.SPRITESHEET)
    with placing(sheet.storage_key) as path:
        path.write_bytes(picture())
    return post


@pytest.fixture
def case(api: Api, stranger: User, drawn: Post) -> Case:
    reported(api, stranger, drawn, text=WORDS)
    for row in SnapshotFile.objects.all():
        copy_file(SnapshotFile, row.pk)
    return case_of(drawn)


@pytest.fixture
def desk(moderator: User) -> Client:
    return at_the_desk(given(moderator, "handle_case"))


def page(case: Case) -> str:
    return f"{ROOT}/case/{case.pk}/change/"


def image_at(client: Client, case: Case) -> Any:
    """What the page's picture shows."""
    from PIL import Image

    answer = client.get(source(client, case))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return Image.open(BytesIO(answer.content)).convert("RGB")


def source(client: Client, case: Case) -> str:
    shown = client.get(page(case)).context["pictures"]["frames"]
    assert isinstance(shown, str)
    return shown


def revealed(client: Client, case: Case, look: str, need: str = "unclear") -> Any:
    path = f"{ROOT}/case/{case.public_id}/reveal/"
    return client.post(path, {"look": look, "need": need})


def is_grey(image: Any) -> bool:
    return all(
        max(one) - min(one) < 6 for one in (image.getpixel((20, 40)), image.getpixel((140, 40)))
    )


def edge(image: Any) -> int:
    """How much changes over three pixels at the middle."""
    first, second = image.getpixel((78, 40)), image.getpixel((82, 40))
    return int(max(abs(a - b) for a, b in zip(first, second, strict=True)))


def test_frames_are_blurred_and_grey_until_asked_for(desk: Client, case: Case) -> None:
    hidden = image_at(desk, case)
    assert is_grey(hidden)
    assert edge(hidden) < 15
    assert "<video" not in desk.get(page(case)).content.decode()
    assert revealed(desk, case, "grey").status_code == 302
    sharp = image_at(desk, case)
    assert is_grey(sharp)
    assert edge(sharp) > 25
    assert revealed(desk, case, "colour").status_code == 302
    assert not is_grey(image_at(desk, case))
    assert "<video" not in desk.get(page(case)).content.decode()


def test_each_reveal_and_each_look_leaves_a_row(desk: Client, case: Case, moderator: User) -> None:
    revealed(desk, case, "colour", "finding")
    image_at(desk, case)
    rows = AuditEvent.objects.filter(actor=moderator.public_id, target=case.public_id)
    row = rows.get(action="enforcement.media.revealed")
    assert (row.facts["look"], row.facts["need"]) == ("colour", "finding")
    assert row.facts["reason"] == "complaint"
    assert rows.filter(action="enforcement.media.shown").count() == 1
    assert rows.filter(action="audit.staff.opened").count() == 1


def test_a_reveal_is_for_one_case_and_ends(
    desk: Client, api: Api, case: Case, friend: User, stranger: User, monkeypatch: Any
) -> None:
    reported(api, stranger, friend)
    other = case_of(friend)
    revealed(desk, case, "colour")
    assert desk.get(page(other)).context["pictures"]["look"] == "blurred"
    assert desk.get(page(case)).context["pictures"]["look"] == "colour"
    later = time.time() + media.SECONDS + 1
    monkeypatch.setattr("enforcement.admin.case_page.media.time.time", lambda: later)
    assert media.looks_of(desk.get(page(case)).wsgi_request, case) == set()


@pytest.mark.parametrize(("look", "need"), [("blurred", "unclear"), ("everything", "unclear")])
def test_a_reveal_says_what(desk: Client, case: Case, look: str, need: str) -> None:
    assert revealed(desk, case, look, need).status_code == 403
    assert not AuditEvent.objects.filter(action="enforcement.media.revealed").exists()


@pytest.mark.parametrize("need", ["", "because"])
def test_a_reveal_without_a_reason_reveals_nothing_and_says_so(
    desk: Client, case: Case, need: str
) -> None:
    sent = revealed(desk, case, "colour", need)
    assert (sent.status_code, sent["Location"]) == (302, page(case))
    opened = desk.get(page(case))
    assert "Nothing was revealed: choose why you look." in read(opened)
    assert opened.context["pictures"]["look"] == "blurred"
    assert not AuditEvent.objects.filter(action="enforcement.media.revealed").exists()


def test_nothing_is_revealed_by_a_link(desk: Client, case: Case) -> None:
    answer = desk.get(f"{ROOT}/case/{case.public_id}/reveal/?look=colour&need=unclear")
    assert answer.status_code == 405


def test_an_address_is_one_persons_for_one_case_and_a_while(
    desk: Client, api: Api, case: Case, moderator: User, friend: User, stranger: User,
    monkeypatch: Any,
) -> None:  # fmt: skip
    mine = source(desk, case)
    colleague = at_the_desk(given(cast.moderator(), "handle_case"))
    assert colleague.get(mine).status_code == 404
    assert at_the_desk(cast.moderator()).get(mine).status_code == 403
    assert Client().get(mine).status_code == 302
    reported(api, stranger, friend)
    elsewhere = mine.replace(case.public_id, case_of(friend).public_id)
    assert desk.get(elsewhere).status_code == 404
    assert desk.get(mine[:-2] + "x/").status_code == 404
    monkeypatch.setattr(media, "SECONDS", -1)
    assert desk.get(mine).status_code == 404


def test_who_may_not_see_a_case_reveals_nothing(
    case: Case, moderator: User, creator: User, stranger: User
) -> None:
    assert revealed(at_the_desk(moderator), case, "colour").status_code == 403
    for person in (creator, stranger):
        User.objects.filter(pk=person.pk).update(is_staff=True)
        client = at_the_desk(given(person, "handle_case"))
        assert revealed(client, case, "colour").status_code == 404
    assert not AuditEvent.objects.filter(action="enforcement.media.revealed").exists()


def test_a_case_of_child_safety_shows_no_media(
    api: Api, moderator: User, drawn: Post, friend: User, stranger: User, desk: Client
) -> None:
    reported(api, stranger, drawn, text=WORDS)
    plain = case_of(drawn)
    reported(api, friend, drawn, "child_sexual", text="never on a page")
    child = Case.objects.get(diverted=True)
    keeper = at_the_desk(given(cast.moderator(), "handle_child_safety"))
    shown = keeper.get(page(child))
    assert "vault" in read(shown)
    assert "/media/" not in shown.content.decode()
    assert "never on a page" not in read(shown)
    assert revealed(keeper, child, "colour").status_code == 403
    assert desk.get(page(child)).status_code == 302, "not for this role"
    # Nor does the other case of the same film show it meanwhile.
    waits = desk.get(page(plain))
    assert "/media/" not in waits.content.decode()
    assert "looked at first" in read(waits)
    assert revealed(desk, plain, "colour").status_code == 403
    decide(child)
    assert "/media/" not in keeper.get(page(child)).content.decode()
    assert revealed(keeper, child, "colour").status_code == 403
    assert "/media/" in desk.get(page(plain)).content.decode()


@pytest.mark.parametrize("about", ["post", "draft"])
def test_what_shows_a_child_comes_back_on_no_page(
    api: Api, drawn: Post, friend: User, stranger: User, desk: Client, about: str
) -> None:
    reported(api, stranger, drawn, text=WORDS)
    plain = case_of(drawn)
    reported(api, friend, drawn, "child_sexual")
    if about == "draft":  # of the same film: reported by whoever is in it
        Case.objects.filter(diverted=True).update(
            subject_kind=SubjectKind.DRAFT, subject_id=drawn.draft_id
        )
    decide(Case.objects.get(diverted=True), Outcome.VIOLATION)
    assert "/media/" not in desk.get(page(plain)).content.decode()
    assert revealed(desk, plain, "colour").status_code == 403


def test_what_was_deleted_or_edited_is_still_seen(
    desk: Client, case: Case, drawn: Post, creator: User
) -> None:
    Post.objects.filter(pk=drawn.pk).update(caption="harmless words")
    shown = read(desk.get(page(case)))
    assert "an unmistakable wish" in shown
    assert "harmless words" in shown
    delete_post(post=drawn, by=creator)
    gone = desk.get(page(case))
    assert "gone, or seen by nobody" in read(gone)
    assert "an unmistakable wish" in read(gone)
    assert is_grey(image_at(desk, case))


def test_reporters_have_no_names_but_for_who_looks_after_them(
    desk: Client, api: Api, case: Case, friend: User, stranger: User, drawn: Post
) -> None:
    reported(api, friend, drawn, "hate_speech")
    shown = desk.get(page(case)).content.decode()
    assert WORDS in shown
    assert "reporter 2" in shown
    assert "trust 0.50" in shown
    for person in (friend, stranger):
        assert person.public_id not in shown
        assert str(person.pk) not in shown
        assert person.handle not in shown
    lead = at_the_desk(given(cast.moderator(), "handle_case", "manage_reporters"))
    assert stranger.public_id in lead.get(page(case)).content.decode()


def test_what_was_found_where_for_whoever_decides_about_reviews(
    desk: Client, moderator: User, case: Case, drawn: Post
) -> None:
    assert drawn.draft is not None
    hits = (
        Hit(Category.VIOLENCE, 0.9, start_s=1.0, end_s=2.0),
        Hit(Category.CHILD_SAFETY, 0.3, start_s=3.0, end_s=4.0),
    )
    words = (
        Hit(Category.HATE, 0.9, start=3, end=15),
        Hit(Category.CHILD_SAFETY, 0.3, start=3, end=15),
    )
    coverage = dict.fromkeys(Category, Coverage.ASSESSED)
    answers = [
        Evidence(Surface.FRAME, [Answer("eyes", "1", coverage=coverage, hits=hits)]),
        Evidence(Surface.PROMPT, [Answer("ears", "1", coverage=coverage, hits=words)]),
    ]
    scan(drawn.draft.job, "inspect", answers)
    unread = desk.get(page(case)).content.decode()
    assert "<mark" not in unread
    assert "1.00 to 2.00 s" not in unread
    moderator.user_permissions.add(Permission.objects.get(codename="decide_review"))
    shown = desk.get(page(case)).content.decode()
    assert "<mark" in shown
    assert ">unmistakable<" in shown
    assert "1.00 to 2.00 s" in shown
    assert "3.00 to 4.00 s" not in shown
    assert "child_safety" not in shown


def test_nothing_is_found_of_child_safety_in_another_case(desk: Client, case: Case) -> None:
    for number, category in enumerate((Category.CHILD_SAFETY, Category.VIOLENCE)):
        CaseFinding.objects.create(
            case=case,
            kind=f"kind_{number}",
            category=category,
            source=FoundBy.AUTOMATION,
            score=0.5,
        )
    shown = desk.get(page(case)).content.decode()
    assert ("kind 1" in shown, "Kind 1" in shown) == (True, True)
    assert not [one for one in ("kind_0", "kind 0") if one in shown.lower()]
    assert "child_safety" not in shown


def test_strikes_of_child_safety_are_for_whoever_handles_that(
    desk: Client, moderator: User, case: Case, creator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_strike(person_id=creator.pk, level="grave", cause="act:child")
    told = Strike.objects.none()
    monkeypatch.setattr(whose, "strikes_for", lambda _: told)  # what it leaves out: test_reading
    assert "grave" not in read(desk.get(page(case)))
    given(moderator, "handle_child_safety")
    assert "grave" in read(desk.get(page(case)))


def test_strikes_history_decisions_and_related_cases(
    desk: Client, api: Api, case: Case, creator: User, stranger: User, friend: User
) -> None:
    give_strike(person_id=creator.pk, level="grave", cause="act:other")
    reported(api, stranger, creator, "hate_speech")
    theirs = case_of(creator)
    reported(api, friend, case.subject)
    reported(api, stranger, friend, "hate_speech")
    not_shared = case_of(friend)
    through(desk, decide_page(case), do_warn="on")
    shown = desk.get(page(case))
    words = read(shown)
    assert "grave" in words
    assert "reported open" in words or "open" in words
    assert "Warn without a strike (holds)" in words
    assert theirs.public_id in words
    assert not_shared.public_id not in words
    both = Report.objects.filter(case=theirs)
    assert both.count() == 1


def test_what_somebody_else_may_not_see_is_not_related(
    desk: Client, api: Api, case: Case, drawn: Post, friend: User
) -> None:
    reported(api, friend, drawn, "child_grooming")
    child = Case.objects.get(diverted=True)
    assert child.public_id not in desk.get(page(case)).content.decode()


def test_whoever_decides_finds_the_way_there(desk: Client, case: Case) -> None:
    assert decide_page(case) in desk.get(page(case)).content.decode()
    through(desk, decide_page(case), do_warn="on")
    shown = desk.get(page(case)).content.decode()
    assert decide_page(case) not in shown
    assert f"{ROOT}/decision/" in shown
    assert Case.objects.get(pk=case.pk).decided_at is not None
    assert timezone.now() > case.opened_at
