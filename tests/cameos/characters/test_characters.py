"""A kettle becomes a character that its owner lends as they lend themself."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import pytest
from django.conf import settings
from django.utils import timezone

from audit.models import AuditEvent
from cameos.characters import limits
from cameos.characters.sweeping import sweep
from cameos.gate import People
from cameos.intake.limits import HELD_AT_MOST
from cameos.models import CameoKey, Character, ConsentEntry, FaceTemplate, ReferenceClip
from cameos.states import CameoState
from cameos.work import keeping
from cameos.work.keeping import keep
from inbox.models import Event
from lib.faces.embedding import embeddings
from lib.signed_media import opened
from moderation.answers import Hit
from moderation.categories import Category
from moderation.models import Outcome, RefusedText, Review
from moderation.services.reviews import decide
from tests import roles
from tests.answering import answering
from tests.cameos.characters.steps import Studio, row_of
from tests.cameos.gate.pictures import object_picture
from tests.cameos.intake import life
from tests.cameos.intake.sight import FINE, Sight
from tests.cameos.intake.steps import FILM, mp4, png
from tests.cameos.permissions.lending import answer, ask
from tests.client import Api, code_of


def plain_files() -> list[str]:
    base = Path(settings.MEDIA_DIR)
    found = [path for path in base.rglob("*") if path.is_file() and path.suffix != ".enc"]
    return sorted(path.name for path in found if not path.name.endswith(".used"))


def vault_of(public_id: str) -> tuple[int, int]:
    with roles.acting_as("likeness"):
        keys = CameoKey.objects.filter(cameo_id=row_of(public_id).pk, confirmed_at__isnull=False)
        return ReferenceClip.objects.filter(key__in=keys).count(), FaceTemplate.objects.count()


def decided(public_id: str, moderator: Any, outcome: Outcome, deliver: Callable[[], int]) -> None:
    from django.contrib.auth.models import Permission

    moderator.user_permissions.add(Permission.objects.get(codename="decide_review"))
    review = Review.objects.get(subject=public_id)
    decide(review=review, by=type(moderator).objects.get(pk=moderator.pk), outcome=outcome)
    deliver()


@pytest.mark.parametrize("kind", ["picture", pytest.param("film", marks=pytest.mark.slow)])
def test_a_thing_becomes_a_cameo_without_any_template(
    kind: str, studio: Studio, sight: Sight, tmp_path: Path
) -> None:
    sight.really = True
    with embeddings() as made:
        if kind == "film":
            shown = studio.make(mp4(tmp_path, object_picture((128, 128))), FILM)
        else:
            shown = studio.make()
    assert (shown["status"], shown["usable_by"], shown["problems"]) == ("ready", "only_me", [])
    row = row_of(shown["id"])
    assert (row.cameo.state, row.cameo.kind) == (CameoState.ACTIVE, "character")
    assert vault_of(shown["id"]) == (1, 0)
    assert made.count == 0
    assert [name for name in plain_files() if not name.endswith(".webp")] == []
    assert Event.objects.filter(person_id=studio.person.pk, type="character.ready").exists()
    assert not AuditEvent.objects.filter(action="cameos.biometric.used").exists()


def test_its_owner_uses_it_alone_until_a_person_has_looked(
    api: Api, studio: Studio, friend: Any, moderator: Any, deliver: Callable[[], int]
) -> None:
    made = studio.make()["id"]
    permit(api, studio, made)
    assert answer(api, made, studio.person) == "ok"
    assert answer(api, made, friend) == "not_available"
    decided(made, moderator, Outcome.FINE_FOR_ALL, deliver)
    assert answer(api, made, friend) == "ok"
    assert studio.read(made).json()["usable_by"] == "everyone"


@pytest.mark.parametrize("profile", ["development", "production"])
def test_also_in_production_it_needs_no_proof_of_life(
    profile: str, api: Api, studio: Studio, settings: Any
) -> None:
    made = studio.make()["id"]
    settings.PROFILE = profile
    assert row_of(made).cameo.usable_by_owner_only
    assert answer(api, made, studio.person) == "ok"


def test_fine_for_adults_is_fine_for_its_owner_alone(
    api: Api, studio: Studio, friend: Any, moderator: Any, deliver: Callable[[], int]
) -> None:
    made = studio.make()["id"]
    permit(api, studio, made)
    decided(made, moderator, Outcome.FINE_FOR_ADULTS, deliver)
    assert answer(api, made, friend) == "not_available"


def test_what_a_person_refuses_later_ends(
    api: Api, studio: Studio, moderator: Any, deliver: Callable[[], int]
) -> None:
    made = studio.make()["id"]
    decided(made, moderator, Outcome.REFUSED, deliver)
    shown = studio.read(made).json()
    assert (shown["status"], shown["problems"], shown["name"]) == (
        "refused", ["not_confirmed"], None,
    )  # fmt: skip
    assert answer(api, made, studio.person) == "not_available"
    assert vault_of(made)[0] == 0
    assert plain_files() == []


@pytest.mark.parametrize("why", ["detectors", "gate", "a minor"])
def test_what_nobody_could_judge_waits_for_a_person(
    why: str, api: Api, studio: Studio, sight: Sight, moderator: Any, deliver: Callable[[], int]
) -> None:
    if why == "detectors":
        sight.lack()
    elif why == "gate":
        sight.people = People.NOT_ASSESSED
    else:
        sight.judgement = replace(FINE, depicts_minor=True)
    made = studio.make()
    assert (made["status"], row_of(made["id"]).state) == ("pending", "held")
    assert answer(api, made["id"], studio.person) == "not_available"
    assert vault_of(made["id"])[0] == 0
    decided(made["id"], moderator, Outcome.FINE_FOR_ALL, deliver)
    assert studio.read(made["id"]).json()["status"] == "ready"
    assert vault_of(made["id"])[0] == 1
    assert plain_files() == []


def test_a_hold_that_nobody_decides_ends(studio: Studio, sight: Sight) -> None:
    sight.lack()
    made = studio.make()["id"]
    past = timezone.now() - HELD_AT_MOST
    Character.objects.update(submitted_at=past)
    with roles.acting_as("worker"):
        sweep()
    studio.deliver()
    assert studio.read(made).json()["problems"] == ["not_confirmed"]
    assert plain_files() == []


def test_what_the_detectors_refuse_is_refused_and_gone(studio: Studio, sight: Sight) -> None:
    sight.block()
    made = studio.make()
    assert (made["status"], made["problems"]) == ("refused", ["against_the_rules"])
    assert plain_files() == []
    assert vault_of(made["id"])[0] == 0


def test_what_may_be_a_matter_of_child_safety_is_shown_to_nobody(
    studio: Studio, sight: Sight
) -> None:
    sight.lack()
    sight.hidden = True
    assert row_of(studio.make()["id"]).sheet_key == ""


@pytest.mark.parametrize(
    "content", [b"\x00" * 100, png(object_picture((20, 20)))], ids=["noise", "tiny"]
)
def test_what_cannot_be_looked_at_is_refused(studio: Studio, content: bytes) -> None:
    made = studio.make(content)
    assert made["status"] == "refused"
    assert made["problems"][0] in {"unreadable", "too_small"}
    assert plain_files() == []


def test_a_name_against_the_rules_is_refused_and_counts(
    studio: Studio, screener_answers: Any
) -> None:
    screener_answers(answering(Hit(Category.HATE, 0.99)))
    refused = studio.begin(name="somebody whom all know")
    assert (refused.status_code, code_of(refused)) == (422, "input_moderation")
    assert RefusedText.objects.filter(person_id=studio.person.pk).exists()
    assert not Character.objects.exists()


def test_a_name_is_a_name(studio: Studio) -> None:
    assert code_of(studio.begin(name="\u200b")) == "blank"
    assert code_of(studio.begin(name="a\u202eb")) == "invalid_characters"
    assert studio.begin(name="x" * 41).status_code == 400


def test_so_many_and_no_more(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    life.so_many_and_no_more(studio, limits, "MOST_CHARACTERS", "enrolment_limit", monkeypatch)


def test_one_sends_it_in_once_in_time_and_with_something_there(studio: Studio) -> None:
    life.sent_in_once(studio, Character.objects.all())


def test_what_nobody_sent_ends(studio: Studio) -> None:
    begun = studio.begin().json()["id"]
    Character.objects.update(expires_at=timezone.now())
    with roles.acting_as("worker"):
        sweep()
    studio.deliver()
    assert studio.read(begun).status_code == 404
    assert row_of(begun).cameo.state == CameoState.ERASED


def test_it_is_its_owners_alone_to_see_and_to_remove(
    api: Api, studio: Studio, stranger: Any
) -> None:
    made = studio.make()["id"]
    assert studio.read(made, by=stranger).status_code == 404
    assert api.delete(f"/characters/{made}", as_=stranger).status_code == 404
    assert api.get("/characters", as_=stranger).json()["results"] == []
    (listed,) = api.get("/characters", as_=studio.person).json()["results"]
    assert listed["id"] == made
    assert api.delete(f"/characters/{made}", as_=studio.person).status_code == 204
    studio.deliver()
    assert studio.read(made).status_code == 404
    assert answer(api, made, studio.person) == "not_available"
    row = row_of(made)
    assert (row.name, row.cameo.state) == (None, CameoState.ERASED)
    assert vault_of(made)[0] == 0
    assert plain_files() == []


def test_one_that_is_removed_while_it_is_looked_at_leaves_nothing(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cameos.characters import looking

    made = life.removed_meanwhile(studio, looking, monkeypatch)
    assert row_of(made).state == "removed"
    assert plain_files() == []


def test_one_that_another_worker_has_by_now_is_left_to_it(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cameos.characters import looking

    made = life.taken_by_another(studio, Character.objects.all(), looking, monkeypatch)
    row = row_of(made)
    assert (row.state, row.kept_key) == ("pending", "")
    assert plain_files() == [Path(row.upload_key).name]


def test_one_that_kills_its_workers_is_refused(studio: Studio, sight: Sight) -> None:
    made = life.given_up(studio, Character.objects.all())
    assert studio.read(made).json()["problems"] == ["not_assessed"]
    assert sight.asked == 0


def test_what_a_killed_worker_left_goes_after_a_time(studio: Studio) -> None:
    assert life.swept(limits.KEPT_PREFIX, sweep) == (False, True)


def looked_at(studio: Studio) -> Character:
    """One that passed, and waits to be sealed."""
    made = studio.send()
    with roles.acting_as("worker"):
        from cameos.characters.looking import look

        look(row_of(made).pk)
    return row_of(made)


def test_what_is_sealed_is_what_was_looked_at(studio: Studio) -> None:
    row = looked_at(studio)
    path = Path(settings.MEDIA_DIR) / row.kept_key
    path.write_bytes(path.read_bytes() + b"x")
    with roles.acting_as("likeness"):
        keep(row.pk)
    assert row_of(row.public_id).state == "pending"
    assert vault_of(row.public_id)[0] == 0


def test_nor_does_it_change_between_two_looks(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read once: what was hashed is what is sealed."""
    row, read = looked_at(studio), []

    def once(key: str) -> IO[bytes]:
        read.append(key)
        return opened(key)

    monkeypatch.setattr(keeping, "opened", once)
    with roles.acting_as("likeness"):
        keep(row.pk)
    assert read == [row.kept_key]
    assert (row_of(row.public_id).state, vault_of(row.public_id)[0]) == ("ready", 1)


def test_whoever_leaves_takes_their_characters_along(studio: Studio) -> None:
    from accounts.events import AccountDeleted
    from cameos.handlers import forget_characters

    made = studio.make()["id"]
    forget_characters(AccountDeleted(studio.person.pk))
    studio.deliver()
    assert (row_of(made).name, row_of(made).cameo.state) == (None, CameoState.ERASED)


def test_it_is_lent_like_a_likeness(
    api: Api, studio: Studio, friend: Any, moderator: Any, deliver: Callable[[], int]
) -> None:
    made = studio.make()["id"]
    decided(made, moderator, Outcome.FINE_FOR_ALL, deliver)
    owner, path = studio.person, f"/cameos/{made}"
    permit(api, studio, made, "approved")
    assert answer(api, made, friend) == "not_available"
    asked = api.post(f"{path}/requests", {"note": ""}, as_=friend, key="ask")
    assert asked.status_code == 201, asked.content
    (waits,) = api.get(f"{path}/requests", as_=owner).json()["results"]
    granted = api.post(f"{path}/requests/{waits['id']}/approve", {"once": False}, as_=owner)
    assert granted.status_code == 201, granted.content
    assert answer(api, made, friend) == "ok"
    assert api.put(f"{path}/pause", as_=owner).status_code == 204
    assert answer(api, made, friend) == "not_available"
    assert api.delete(f"{path}/pause", as_=owner).status_code == 204
    restrict(api, path, owner)
    beer = ask(api, made, friend, "a kettle full of beer").json()["answer"]
    assert beer == "not_for_this_prompt"
    kinds = ConsentEntry.objects.filter(cameo_id=row_of(made).pk).values_list("kind", flat=True)
    assert {"enrolled", "permission_set", "grant_given", "paused", "unpaused"} <= set(kinds)


def permit(api: Api, studio: Studio, made: str, level: str = "everyone") -> None:
    path = f"/cameos/{made}/permission"
    tag = api.get(path, as_=studio.person).headers["ETag"]
    changed = api.patch(path, {"level": level}, as_=studio.person, headers={"If-Match": tag})
    assert changed.status_code == 200, changed.content


def restrict(api: Api, path: str, owner: Any) -> None:
    tag = api.get(f"{path}/restrictions", as_=owner).headers["ETag"]
    body = {"topics": ["alcohol"]}
    put_there = api.put(f"{path}/restrictions", body, as_=owner, headers={"If-Match": tag})
    assert put_there.status_code == 200, put_there.content


def test_who_has_a_cameo_of_themself_has_characters_too(
    api: Api, studio: Studio, friend: Any
) -> None:
    from cameos.addresses import address_of, cameo_ids_of
    from tests.cameos.permissions.lending import lent

    mine = lent(studio.person)
    made = studio.make()["id"]
    assert cameo_ids_of([address_of(studio.person).pk]) == (mine.pk,)
    listed = api.get("/cameos", as_=studio.person).json()["results"]
    assert {one["id"] for one in listed} == {mine.public_id, made}
