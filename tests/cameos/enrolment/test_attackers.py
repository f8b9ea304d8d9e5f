"""The rows of the abuse table: liveness by challenge, the same-face check."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core import checks

from cameos.challenge.asking import Challenge
from cameos.enrolment.outcomes import Age, Neighbours, outcome_of, refused_at_once
from cameos.enrolment.states import ACCEPTING, Verdict
from cameos.models import Cameo, CameoKey
from cameos.states import VERIFIED
from lib.faces import presentation
from lib.faces.base import Band, Thresholds
from lib.faces.presentation import AttackAnswer
from tests import roles
from tests.cameos.enrolment.conftest import FAR, Sight
from tests.cameos.enrolment.steps import App, enrolled
from tests.client import Api

THRESHOLDS = Thresholds(0.6, 0.7, "tests")
NEAR = (None, 0.0, 0.6, 0.65, 0.7, 2.0)


def every_sight() -> Iterator[tuple[AttackAnswer, Age, Neighbours]]:
    ages = [Age(looks, is_proven=proven) for looks in Band for proven in (False, True)]
    for attack in AttackAnswer:
        for age in ages:
            for others in NEAR:
                for own in NEAR:
                    for unreadable in (0, 1):
                        yield attack, age, Neighbours(others, own, unreadable)


def test_only_a_detector_that_says_bona_fide_makes_a_cameo_that_others_could_ever_use() -> None:
    for attack, age, near in every_sight():
        for production in (False, True):
            found = outcome_of(attack, age, near, THRESHOLDS, production=production)
            if found.verdict == Verdict.ACCEPT:
                assert attack is AttackAnswer.BONA_FIDE
            if found.verdict in ACCEPTING and production:
                assert attack is AttackAnswer.BONA_FIDE
            if attack is AttackAnswer.ATTACK:
                assert found.verdict == Verdict.REFUSE


def test_what_is_near_or_young_or_not_compared_is_never_accepted_by_the_machine() -> None:
    for attack, age, near in every_sight():
        fine = (near.others is None or near.others > 0.7) and not near.unreadable
        fine = fine and (near.own is None or near.own <= 0.6)
        fine = fine and age.looks is not Band.UNDER_18
        fine = fine and (age.looks is not Band.UNSURE or age.is_proven)
        found = outcome_of(attack, age, near, THRESHOLDS, production=False)
        assert (found.verdict in ACCEPTING) <= fine


def test_a_passed_challenge_never_stands_in_for_a_detector() -> None:
    refused = refused_at_once((), AttackAnswer.NOT_ASSESSED, production=True)
    assert refused is not None
    assert refused.verdict == Verdict.REFUSE
    assert refused_at_once((), AttackAnswer.NOT_ASSESSED, production=False) is None
    assert refused_at_once((), AttackAnswer.ATTACK, production=False) is not None


def test_without_a_detector_nobody_else_can_use_it_on_any_route(
    app: App, api: Api, friend: Any, sight: Sight, deliver: Callable[[], int]
) -> None:
    enrolled(app, deliver)
    cameo = Cameo.objects.get()
    assert (cameo.state, cameo.usable_by_owner_only) == ("active", True)
    for path in ("/cameos", f"/cameos/enrolments/{app.id}", f"/people/{app.person.handle}"):
        answer = api.get(path, as_=friend)
        assert cameo.public_id.encode() not in answer.content
        assert app.id.encode() not in answer.content


def test_with_a_detector_that_says_attack_there_is_no_cameo_at_all(
    app: App, sight: Sight, deliver: Callable[[], int]
) -> None:
    sight.attack = AttackAnswer.ATTACK
    enrolled(app, deliver)
    assert app.read().json()["problems"][0]["code"] == "presentation_attack"
    assert not Cameo.objects.filter(state__in=sorted(VERIFIED)).exists()
    with roles.acting_as("likeness"):
        assert not CameoKey.objects.exists()
    assert sight.embedded == 0


def test_production_without_a_detector_makes_no_cameo_whatever_came_before(
    app: App, sight: Sight, deliver: Callable[[], int], settings: Any
) -> None:
    app.record()
    settings.PRODUCTION = True
    deliver()
    assert app.row.verdict == "refuse"
    assert app.row.problems == ["not_assessed"]
    assert sight.embedded == 0


def test_check_deploy_refuses_enrolment_without_a_detector(settings: Any) -> None:
    def found() -> set[str]:
        return {str(one.id) for one in checks.run_checks(include_deployment_checks=True)}

    assert "zoetrope.E015" in found()
    settings.FACE_KIND, settings.FACE_LIVENESS = "insightface", "somewhere"
    assert presentation.assessed()
    assert "zoetrope.E015" not in found()


def test_a_stolen_face_on_another_account_changes_nothing_of_its_owners(
    app_of: Callable[[Any], App],
    creator: Any,
    stranger: Any,
    sight: Sight,
    deliver: Callable[[], int],
) -> None:
    sight.attack = AttackAnswer.BONA_FIDE
    owner, thief = enrolled(app_of(creator), deliver), app_of(stranger)
    before = (owner.cameo(), owner.read().content, Cameo.objects.get(owner=creator).epoch)
    enrolled(thief, deliver)
    after = (owner.cameo(), owner.read().content, Cameo.objects.get(owner=creator).epoch)
    assert after == before
    assert not Cameo.objects.filter(owner=stranger, state__in=sorted(VERIFIED)).exists()
    thief.cancel()
    deliver()
    with roles.acting_as("likeness"):
        assert CameoKey.objects.filter(cameo__owner=creator).get() == CameoKey.objects.get()


def test_an_old_film_does_not_answer_a_new_challenge(
    app: App, sight: Sight, deliver: Callable[[], int]
) -> None:
    """What is judged is the challenge of this very enrolment."""
    app.record()
    first = Challenge.from_json(app.row.challenge)
    app.cancel()
    app.record()
    assert Challenge.from_json(app.row.challenge) != first


def test_whose_face_it_is_cannot_be_asked_for_by_trying(
    app_of: Callable[[Any], App],
    creator: Any,
    stranger: Any,
    sight: Sight,
    deliver: Callable[[], int],
) -> None:
    """A face that is enrolled and one that is not: giving up at once, the answers are the same."""
    enrolled(app_of(creator), deliver)
    found = []
    for face in (0.0, FAR):
        sight.face = face
        app = app_of(stranger)
        app.record()
        deliver()
        found.append(app.cancel().json()["status"])
        deliver()
        found.append(app.cameo()["status"])
    assert found == ["cancelled", "enrolling"] * 2
