"""A picture for image-to-video: nobody's face gets in, and nothing stays longer than stated."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image

from accounts.events import AccountDeleted
from cameos.gate import People
from cameos.handlers import forget_references
from cameos.intake.limits import HELD_AT_MOST
from cameos.models import ReferenceImage
from cameos.uploads import limits
from cameos.uploads.sweeping import sweep
from cameos.uploads.using import usable_reference
from inbox.models import Event
from lib.errors import DomainError, NotFound
from lib.faces.embedding import embeddings
from lib.signed_media import storage_path
from moderation.answers import Answer, Hit, Ruling
from moderation.categories import Category
from moderation.models import Outcome, RefusedText, Review, Scan
from moderation.services.reviews import decide
from tests import roles
from tests.cameos.gate.pictures import object_picture, person, turned, with_person
from tests.cameos.intake import life
from tests.cameos.intake.sight import FINE, Sight
from tests.cameos.intake.steps import KETTLE, png, put
from tests.cameos.uploads.steps import ROOT, Desk, codes, row_of, stored
from tests.client import Api, code_of

PLACE = b"51.5N 0.1W, taken by a phone"


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = PLACE.decode(), 6
    buffer = BytesIO()
    object_picture((128, 192)).save(buffer, "JPEG", exif=exif, quality=95)
    return buffer.getvalue()


def refused_at_the_door(public_id: str, by: Any) -> str:
    with pytest.raises(DomainError) as refused:
        usable_reference(row_of(public_id).pk, by)
    return refused.value.code.value


def test_a_thing_is_ready_when_a_person_has_looked_and_kept_without_what_the_camera_wrote(
    desk: Desk, sight: Sight, moderator: Any, deliver: Callable[[], int]
) -> None:
    sight.really = True
    with embeddings() as made:
        shown = desk.make(with_place(), "image/jpeg")
    assert (shown["status"], shown["usable"], shown["problems"]) == ("pending", False, [])
    assert (made.count, sight.asked) == (0, 1)
    decided(shown["id"], moderator, Outcome.FINE_FOR_ALL, deliver)
    shown = desk.read(shown["id"]).json()
    assert (shown["status"], shown["usable"], shown["problems"]) == ("ready", True, [])
    usable = usable_reference(row_of(shown["id"]).pk, desk.person)
    assert (usable.attested, usable.stricter) == (False, False)
    kept = storage_path(usable.key)
    assert PLACE not in kept.read_bytes()
    with Image.open(kept) as picture:
        assert picture.size == (192, 128), "upright, as its label said"
        assert not picture.getexif()
        assert not picture.info
    assert stored() == [kept.name]
    assert Event.objects.filter(person_id=desk.person.pk, type="reference_image.ready").exists()


PICTURES: dict[str, Callable[[], bytes]] = {
    "portrait": lambda: png(person()),
    "on their side": lambda: png(turned(person(), 90)),
    "poster": lambda: png(with_person(0.6, (300, 300), framed=True)),
}
SLOW_ONES = ("on their side", "poster")


@pytest.mark.parametrize(
    "how", ["portrait", *(pytest.param(one, marks=pytest.mark.slow) for one in SLOW_ONES)]
)
def test_somebody_is_refused_told_the_way_out_and_gone(how: str, desk: Desk, sight: Sight) -> None:
    sight.really = True
    with embeddings() as made:
        shown = desk.make(PICTURES[how]())
    assert (shown["status"], shown["usable"], codes(shown)) == (
        "refused", False, ["person_in_picture"],
    )  # fmt: skip
    assert "cameo" in shown["problems"][0]["detail"]
    assert made.count == 0
    assert sight.asked == 0, "nothing more is looked at of somebody"
    assert (stored(), row_of(shown["id"]).kept_key) == ([], "")
    assert refused_at_the_door(shown["id"], desk.person) == "likeness"
    counted = RefusedText.objects.get(person_id=desk.person.pk, category="likeness")
    assert counted.points > 0


def test_somebody_in_a_file_that_is_known_is_written_down(
    desk: Desk, sight: Sight, monkeypatch: pytest.MonkeyPatch
) -> None:
    from moderation.services import uploads

    sight.people = People.FOUND
    answer = Answer("file_bank", "1", {}, (Hit(Category.HATE, 1.0, ruling=Ruling.BLOCK),))
    monkeypatch.setattr(uploads, "file_answer", lambda found: answer)
    shown = desk.make()
    assert codes(shown) == ["person_in_picture"], "else anybody could ask what is known"
    assert Scan.objects.get(subject=shown["id"]).stage == "reference"
    assert stored() == []


@pytest.mark.slow
def test_who_sends_people_again_and_again_has_to_wait(desk: Desk, sight: Sight) -> None:
    sight.people = People.FOUND
    tried = 0
    while (begun := desk.begin()).status_code == 201:
        desk.make()
        tried += 1
        assert tried < 20, "nobody is ever stopped"
    assert code_of(begun) == "cooling_off"


@pytest.mark.parametrize("why", ["detectors", "gate", "a minor", "who the gate cannot see"])
def test_what_nobody_could_judge_waits_for_a_person(
    why: str, desk: Desk, sight: Sight, moderator: Any, deliver: Callable[[], int]
) -> None:
    sight.partial = why == "who the gate cannot see"
    if why == "detectors":
        sight.lack()
    elif why == "gate":
        sight.people = People.NOT_ASSESSED
    elif why == "a minor":
        sight.judgement = replace(FINE, depicts_minor=True)
    made = desk.make()
    assert (made["status"], row_of(made["id"]).state) == ("pending", "held")
    assert refused_at_the_door(made["id"], desk.person) == "reference_not_ready"
    decided(made["id"], moderator, Outcome.FINE_FOR_ALL, deliver)
    assert desk.read(made["id"]).json()["status"] == "ready"


def test_what_a_person_refuses_is_gone(
    desk: Desk, sight: Sight, moderator: Any, deliver: Callable[[], int]
) -> None:
    sight.lack()
    made = desk.make()["id"]
    decided(made, moderator, Outcome.REFUSED, deliver)
    assert codes(desk.read(made).json()) == ["not_confirmed"]
    assert stored() == []


def decided(public_id: str, moderator: Any, outcome: Outcome, deliver: Callable[[], int]) -> None:
    from django.contrib.auth.models import Permission

    moderator.user_permissions.add(Permission.objects.get(codename="decide_review"))
    review = Review.objects.get(subject=public_id)
    decide(review=review, by=type(moderator).objects.get(pk=moderator.pk), outcome=outcome)
    deliver()


@pytest.mark.parametrize("hidden", [True, False])
def test_a_reviewer_sees_what_is_no_matter_of_child_safety(
    hidden: bool, desk: Desk, sight: Sight
) -> None:
    from cameos.uploads.reviewing import describe

    sight.lack()
    sight.hidden = hidden
    card = describe(desk.make()["id"])
    assert card is not None
    assert (card.picture is None) is hidden


def test_what_the_detectors_refuse_is_refused_and_gone(desk: Desk, sight: Sight) -> None:
    sight.block()
    made = desk.make()
    assert codes(made) == ["against_the_rules"]
    assert stored() == []
    assert refused_at_the_door(made["id"], desk.person) == "input_moderation"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\x00" * 100, "unreadable"), (png(object_picture((20, 20))), "too_small")],
)
def test_what_cannot_be_looked_at_is_refused(content: bytes, code: str, desk: Desk) -> None:
    assert codes(desk.make(content)) == [code]
    assert stored() == []


def test_a_bomb_is_not_unpacked(desk: Desk) -> None:
    buffer = BytesIO()
    Image.fromarray(np.zeros((7200, 7200), np.uint8)).save(buffer, "PNG")
    assert codes(desk.make(buffer.getvalue())) == ["too_large"]


def test_a_file_of_another_type_is_unreadable(desk: Desk) -> None:
    assert codes(desk.make(KETTLE, "image/webp")) == ["unreadable"]


def test_a_gate_that_sees_everybody_asks_nobody(desk: Desk, sight: Sight) -> None:
    sight.partial = False
    made = desk.make()
    assert (made["status"], made["usable"]) == ("ready", True)
    assert not Review.objects.exists()


def test_its_time_ends_at_the_door_before_any_sweeper(
    desk: Desk, moderator: Any, deliver: Callable[[], int]
) -> None:
    made = desk.make()["id"]
    decided(made, moderator, Outcome.FINE_FOR_ALL, deliver)
    ReferenceImage.objects.update(kept_until=timezone.now())
    assert refused_at_the_door(made, desk.person) == "gone"
    assert not desk.read(made).json()["usable"]
    with roles.acting_as("worker"):
        sweep()
    desk.deliver()
    assert (row_of(made).state, row_of(made).kept_key, stored()) == ("expired", "", [])
    assert desk.read(made).status_code == 404
    assert refused_at_the_door(made, desk.person) == "gone"


def test_a_hold_that_nobody_decides_ends(desk: Desk, sight: Sight) -> None:
    sight.lack()
    made = desk.make()["id"]
    ReferenceImage.objects.update(submitted_at=timezone.now() - HELD_AT_MOST)
    with roles.acting_as("worker"):
        sweep()
    desk.deliver()
    assert codes(desk.read(made).json()) == ["not_confirmed"]
    assert stored() == []


def test_so_many_and_no_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    life.so_many_and_no_more(desk, limits, "MOST_PICTURES", "quota_exceeded", monkeypatch)


def test_one_sends_it_in_once_in_time_and_with_something_there(desk: Desk) -> None:
    life.sent_in_once(desk, ReferenceImage.objects.all())


def test_what_nobody_sent_ends(desk: Desk) -> None:
    begun = desk.begin().json()
    assert put(begun["upload"], b"x").status_code == 200
    ReferenceImage.objects.update(expires_at=timezone.now())
    with roles.acting_as("worker"):
        sweep()
    desk.deliver()
    assert (desk.read(begun["id"]).status_code, stored()) == (404, [])


def test_a_repeated_request_is_that_request(desk: Desk) -> None:
    body = {"content_type": "image/png"}
    answers = [desk.api.post(ROOT, body, as_=desk.person, key="one") for _ in range(2)]
    assert {one.json()["id"] for one in answers} == {row.public_id for row in all_rows()}
    assert code_of(desk.api.post(ROOT, body, as_=desk.person)) == "idempotency_key_required"


def all_rows() -> list[ReferenceImage]:
    return list(ReferenceImage.objects.all())


def test_it_is_its_senders_alone_and_removed_is_gone(api: Api, desk: Desk, stranger: Any) -> None:
    made = desk.make()["id"]
    assert row_of(made).origin == {"state": "none", "signer": "", "ai_made": None, "ours": False}
    assert desk.read(made, by=stranger).status_code == 404
    assert api.delete(f"{ROOT}/{made}", as_=stranger).status_code == 404
    with pytest.raises(NotFound):
        usable_reference(row_of(made).pk, stranger)
    assert api.delete(f"{ROOT}/{made}", as_=desk.person).status_code == 204
    assert refused_at_the_door(made, desk.person) == "gone"
    desk.deliver()
    assert stored() == []
    assert row_of(made).origin is None, "nor who signed it"


def test_one_that_is_removed_while_it_is_looked_at_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cameos.uploads import looking

    made = life.removed_meanwhile(desk, looking, monkeypatch)
    assert (row_of(made).state, stored()) == ("removed", [])


def test_one_that_another_worker_has_by_now_is_left_to_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cameos.uploads import looking

    made = life.taken_by_another(desk, ReferenceImage.objects.all(), looking, monkeypatch)
    row = row_of(made)
    assert (row.state, row.kept_key) == ("pending", "")
    assert stored() == [Path(row.upload_key).name]


def test_one_that_kills_its_workers_is_refused(desk: Desk, sight: Sight) -> None:
    made = life.given_up(desk, ReferenceImage.objects.all())
    assert codes(desk.read(made).json()) == ["not_assessed"]
    assert sight.asked == 0


def test_what_a_killed_worker_left_goes_after_a_time(desk: Desk) -> None:
    assert life.swept(limits.KEPT_PREFIX, sweep) == (False, True)


def test_whoever_leaves_takes_their_pictures_along(desk: Desk) -> None:
    made = desk.make()["id"]
    forget_references(AccountDeleted(desk.person.pk))
    desk.deliver()
    assert (row_of(made).state, stored()) == ("removed", [])
