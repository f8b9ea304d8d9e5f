"""What somebody states of a picture of other people counts only while staff let it, of adults."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from accounts.models import User
from audit.models import AuditEvent
from cameos.attestations import statements
from cameos.attestations.switching import SWITCH
from cameos.gate import People
from cameos.models import Attestation, AttestationSwitch, ReferenceImage
from cameos.uploads import ages, preparing
from cameos.uploads.sweeping import sweep
from cameos.uploads.using import usable_reference
from lib.errors import DomainError
from lib.faces import registry
from lib.faces.embedding import embeddings
from tests import roles
from tests.cameos.gate.pictures import array, person
from tests.cameos.intake.sight import FINE, Sight
from tests.cameos.intake.steps import png
from tests.cameos.uploads.steps import Desk, codes, row_of, stored
from tests.cameos.uploads.test_references import refused_at_the_door
from tests.client import Api, code_of
from tests.faces.pack import make_pack, planted


@pytest.fixture
def on(operator: Any) -> None:
    SWITCH.turn_on(by=operator, why="counsel agreed")


@pytest.fixture
def adults(on: None, sight: Sight, monkeypatch: pytest.MonkeyPatch) -> None:
    """The switch is on, and everybody in a picture is grown up."""
    sight.people = People.FOUND
    monkeypatch.setattr(preparing, "minors_excluded", lambda pictures: True)


@pytest.fixture
def refused(desk: Desk, adults: None) -> str:
    """A picture with which nothing is the matter but that somebody is in it."""
    shown = desk.make()
    assert (shown["status"], codes(shown)) == ("refused", ["person_in_picture"])
    return str(shown["id"])


@pytest.fixture
def pack(tmp_path: Any, settings: Any) -> Iterator[Any]:
    """Faces by a kind that guesses ages; it knows one picture."""
    registry.build.cache_clear()
    settings.FACE_KIND, settings.FACE_PACK_LICENCE = "insightface", "made by this test"
    settings.FACE_PACK = str(make_pack(tmp_path / "tiny"))
    yield settings
    registry.build.cache_clear()


def test_it_is_off_until_staff_turn_it_on(desk: Desk, sight: Sight) -> None:
    sight.people = People.FOUND
    made = desk.make()["id"]
    for body in ({}, {"statement_version": 99}, {"reference_image": "nonsense"}):
        answer = desk.attest(made, **body)
        assert code_of(answer) == "temporarily_disabled"
    assert (stored(), Attestation.objects.count()) == ([], 0)
    assert desk.read(made).json()["kept_until"] is None


def test_what_was_refused_before_is_not_attested_after(
    desk: Desk, sight: Sight, operator: Any
) -> None:
    sight.people = People.FOUND
    made = desk.make()["id"]
    SWITCH.turn_on(by=operator, why="counsel agreed")
    assert code_of(desk.attest(made)) == "not_attestable"


def test_adults_pass_with_stricter_rules_and_a_locked_mark(desk: Desk, refused: str) -> None:
    assert refused_at_the_door(refused, desk.person) == "likeness", "not before it is stated"
    answer = desk.attest(refused, statement_sha256=statements.current().sha256)
    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert (shown["status"], shown["usable"]) == ("attested", True)
    assert (shown["stricter"], shown["watermark_locked"]) == (True, True)
    usable = usable_reference(row_of(refused).pk, desk.person)
    assert (usable.attested, usable.stricter) == (True, True)
    kept = Attestation.objects.get()
    assert (kept.person_id, kept.reference_id) == (desk.person.pk, row_of(refused).pk)
    assert kept.statement_sha256 == statements.current().sha256
    assert kept.picture_digest == usable.digest
    assert AuditEvent.objects.filter(action="cameos.reference.attested").exists()
    assert code_of(desk.attest(refused)) == "already_finished"


def test_switched_off_it_is_unusable_at_once_and_then_gone(
    desk: Desk, refused: str, operator: Any
) -> None:
    assert desk.attest(refused).status_code == 201
    other = desk.make()["id"]
    SWITCH.turn_off(by=operator)
    assert refused_at_the_door(refused, desk.person) == "temporarily_disabled"
    assert not desk.read(refused).json()["usable"]
    assert code_of(desk.attest(other)) == "temporarily_disabled"
    with roles.acting_as("worker"):
        sweep()
    desk.deliver()
    assert (stored(), row_of(refused).state) == ([], "expired")
    SWITCH.turn_on(by=operator, why="again")
    assert refused_at_the_door(refused, desk.person) == "gone"
    assert code_of(desk.attest(other)) == "not_attestable"


def test_the_bytes_wait_for_a_statement_no_longer_than_stated(desk: Desk, refused: str) -> None:
    assert len(stored()) == 1
    ReferenceImage.objects.update(kept_until=timezone.now())
    assert code_of(desk.attest(refused)) == "not_attestable"
    with roles.acting_as("worker"):
        sweep()
    desk.deliver()
    assert (stored(), row_of(refused).state) == ([], "refused")


def test_attested_ones_end_in_their_time(desk: Desk, refused: str) -> None:
    assert desk.attest(refused).status_code == 201
    ReferenceImage.objects.update(kept_until=timezone.now())
    assert refused_at_the_door(refused, desk.person) == "gone"


@pytest.mark.parametrize(
    "other", [{"statement_version": 2}, {"locale": "xx"}, {"statement_sha256": "0" * 64}]
)
def test_only_todays_words_are_stated(other: dict[str, Any], desk: Desk, refused: str) -> None:
    assert code_of(desk.attest(refused, **other)) == "notice_outdated"
    assert not Attestation.objects.exists()


def test_nobody_states_anything_of_a_strangers_picture(
    desk: Desk, refused: str, stranger: Any
) -> None:
    desk.person = stranger
    assert code_of(desk.attest(refused)) == "not_found"


def test_a_minor_states_nothing(desk: Desk, refused: str, teen: Any) -> None:
    ReferenceImage.objects.update(owner=teen)
    desk.person = teen
    assert code_of(desk.attest(refused)) == "minor_not_excluded"


@pytest.mark.parametrize("what", ["held", "against_the_rules", "not_assessed", "a minor"])
def test_only_what_was_refused_for_somebody_alone(
    what: str, desk: Desk, sight: Sight, adults: None
) -> None:
    if what == "held":
        sight.people = People.NONE_FOUND
    elif what == "against_the_rules":
        sight.block()
    elif what == "not_assessed":
        sight.lack()
    else:
        sight.judgement = replace(FINE, depicts_minor=True)
    made = desk.make()
    expected = "minor_not_excluded" if what == "a minor" else "not_attestable"
    assert code_of(desk.attest(made["id"])) == expected
    assert bool(stored()) is (what == "held"), "of all others nothing is kept"


def test_the_embedded_kind_knows_no_ages_so_nothing_is_ever_attested(
    desk: Desk, sight: Sight, on: None
) -> None:
    sight.really = True
    with embeddings() as made:
        shown = desk.make(png(person()))
    assert codes(shown) == ["person_in_picture", "minor_not_excluded"]
    assert code_of(desk.attest(shown["id"])) == "minor_not_excluded"
    assert (made.count, stored(), sight.asked) == (0, [], 0)


@pytest.mark.slow
def test_a_kind_that_guesses_ages_lets_adults_pass(
    desk: Desk, sight: Sight, on: None, pack: Any
) -> None:
    sight.really = True
    with embeddings() as made:
        shown = desk.make(png(Image.fromarray(planted())))
        assert codes(shown) == ["person_in_picture"]
        assert desk.attest(shown["id"]).status_code == 201
    assert made.count == 0


@pytest.mark.parametrize("years", [[31.0, 12.0], [31.0, 20.0], [31.0, None], []])
def test_one_who_may_be_a_minor_is_enough(
    years: list[float | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from lib.faces.base import Face, FaceBox

    box = FaceBox(0, 0, 50, 50, 1.0)
    seen = [Face(box, (), None, None, age) for age in years]

    class Kind:
        def look(self, image: Any) -> list[Face]:
            return seen

    monkeypatch.setattr(registry, "build", Kind)
    assert not ages.minors_excluded([array(person())])
    del seen[1:]
    assert ages.minors_excluded([array(person())]) is bool(years)


def test_a_kind_that_breaks_rules_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise RuntimeError

    monkeypatch.setattr(registry, "build", broken)
    assert not ages.minors_excluded([array(person())])


def test_the_switch_is_for_those_with_the_permission(
    creator: Any, moderator: Any, operator: Any
) -> None:
    for one in (creator, User.objects.get(pk=creator.pk)):
        with pytest.raises(DomainError, match="permission_denied"):
            SWITCH.turn_on(by=one, why="mischief")
    with pytest.raises(DomainError, match="required"):
        SWITCH.turn_on(by=operator, why=" ")
    assert not SWITCH.is_on()
    SWITCH.turn_on(by=operator, why="counsel agreed")
    SWITCH.turn_on(by=operator, why="twice")
    with pytest.raises(DomainError, match="permission_denied"):
        SWITCH.turn_off(by=creator)
    assert AttestationSwitch.objects.count() == 1
    SWITCH.turn_off(by=operator)
    SWITCH.turn_off(by=operator)
    audited = AuditEvent.objects.filter(action__startswith="cameos.attestations").order_by("pk")
    assert [row.action for row in audited] == [
        "cameos.attestations.turned_on",
        "cameos.attestations.turned_off",
    ]


def test_a_statement_that_was_shown_never_changes(api: Api, creator: Any) -> None:
    import json

    kept = json.loads((statements.FOLDER / "hashes.json").read_text())
    found = {
        f"{version}.{locale}": one.sha256
        for version, languages in statements.all_statements().items()
        for locale, one in languages.items()
    }
    assert found == kept
    shown = api.get("/attestations/statement", as_=creator).json()
    assert (shown["version"], shown["sha256"]) == (1, found["1.en"])


def test_whoever_leaves_takes_what_is_attested_along_and_the_statement_stands(
    desk: Desk, refused: str, deliver: Callable[[], int]
) -> None:
    from accounts.events import AccountDeleted
    from cameos.handlers import forget_references

    assert desk.attest(refused).status_code == 201
    forget_references(AccountDeleted(desk.person.pk))
    deliver()
    assert (stored(), Attestation.objects.count()) == ([], 1)
