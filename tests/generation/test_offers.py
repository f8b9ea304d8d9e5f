"""Which models, sizes and lengths an age band may ask for (G28)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from audit.models import AuditEvent
from generation.engines import registry
from generation.engines.base import SECONDS, Size
from generation.engines.configured import Entry
from generation.models import Band, Job, Offer
from generation.services import offers
from lib.errors import DomainError
from tests.client import Api, code_of
from tests.generation.studio import WISH

ALL = [size.value for size in Size]
ASKED = {name: value for name, value in WISH.items() if name != "engine"}
Use = Callable[..., Offer]


@pytest.fixture(autouse=True)
def two_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """`sketch`, and one that is like it."""
    sketch = registry._ENGINES["sketch"]
    other = Entry(replace(sketch.capabilities, name="other"), sketch.build)
    monkeypatch.setattr(registry, "_ENGINES", {"sketch": sketch, "other": other})


@pytest.fixture
def operator(moderator: Any) -> Any:
    moderator.user_permissions.set(Permission.objects.filter(codename="change_offer"))
    return User.objects.get(pk=moderator.pk)


@pytest.fixture
def offer(operator: Any) -> Use:
    def use(engine: str, band: Band, **more: Any) -> Offer:
        said = {"sizes": ALL, "seconds": SECONDS, **more}
        return offers.set_offer(by=operator, engine=engine, band=band, **said)

    return use


def asked(api: Api, person: Any, key: str = "k", **wish: Any) -> Any:
    return api.post("/generations", {**ASKED, **wish}, as_=person, key=key)


def models_of(api: Api, person: Any) -> dict[str, Any]:
    return {one["id"]: one for one in api.get("/models", as_=person).json()["results"]}


def test_without_offers_everybody_is_offered_everything(api: Api, creator: Any, teen: Any) -> None:
    for person in (creator, teen):
        found = models_of(api, person)
        assert set(found) == {"sketch", "other"}
        assert [name for name, one in found.items() if one["is_default"]] == ["sketch"]
        assert found["sketch"]["sizes"] == ALL
        assert asked(api, person).json()["model"] == "sketch"


def test_what_under_18_is_not_offered_they_do_not_get(
    api: Api, creator: Any, teen: Any, offer: Use
) -> None:
    offer("sketch", Band.UNDER_18, sizes=["720x1280"], seconds=[4])
    assert set(models_of(api, teen)) == {"sketch"}
    wishes: list[dict[str, Any]] = [{"model": "other"}, {"size": "1280x720"}, {"seconds": 8}]
    for key, wish in enumerate(wishes):
        answer = asked(api, teen, str(key), **wish)
        assert (answer.status_code, code_of(answer)) == (400, "invalid_choice")
        assert asked(api, creator, str(key), **wish).status_code == 202
    assert asked(api, teen, "fits").status_code == 202


def test_what_adults_are_not_offered_nobody_under_18_is(
    api: Api, creator: Any, teen: Any, offer: Use
) -> None:
    offer("sketch", Band.ADULT, sizes=["1280x720"], seconds=[4, 8])
    offer("sketch", Band.UNDER_18, seconds=[8, 12])
    offer("other", Band.UNDER_18)
    found = models_of(api, teen)
    assert set(found) == {"sketch"}
    assert (found["sketch"]["sizes"], found["sketch"]["seconds"]) == (["1280x720"], [8])


def test_words_leave_only_for_those_whom_a_row_offers_it(
    api: Api, creator: Any, teen: Any, offer: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a band without rows nor a name that comes first in the alphabet is enough."""
    sketch = registry._ENGINES["sketch"]
    away = replace(sketch.capabilities, name="away", processor="Farm; EU; a day")
    monkeypatch.setitem(registry._ENGINES, "away", Entry(away, sketch.build))
    for person in (creator, teen):
        assert set(models_of(api, person)) == {"sketch", "other"}
        refused = asked(api, person, model="away")
        assert (refused.status_code, code_of(refused)) == (400, "invalid_choice")
    offer("away", Band.ADULT)
    offer("other", Band.ADULT)
    assert asked(api, creator, "named", model="away").json()["processor"] == "Farm; EU; a day"
    usual = asked(api, creator, "usual").json()
    assert (usual["model"], usual["processor"]) == ("other", None)
    assert set(models_of(api, teen)) == {"other"}
    offer("away", Band.UNDER_18)
    assert asked(api, teen, "teen", model="away").status_code == 202
    assert code_of(asked(api, teen, "teens_usual")) == "invalid_choice"


def test_what_draws_anything_needs_a_row_for_people_under_18(
    api: Api, creator: Any, teen: Any, offer: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also once their last row was withdrawn."""
    sketch = registry._ENGINES["sketch"]
    wild = Entry(replace(sketch.capabilities, name="wild", content_bounded=False), sketch.build)
    monkeypatch.setitem(registry._ENGINES, "wild", wild)
    assert set(models_of(api, creator)) == {"sketch", "other", "wild"}
    assert set(models_of(api, teen)) == {"sketch", "other"}
    offer("wild", Band.UNDER_18)
    assert set(models_of(api, teen)) == {"wild"}


def test_somebody_of_unknown_age_is_under_18(api: Api, creator: Any, offer: Use) -> None:
    offer("sketch", Band.UNDER_18)
    User.objects.filter(pk=creator.pk).update(birth_date=None)
    assert set(models_of(api, creator)) == {"sketch"}


def test_a_default_that_is_switched_holds_for_new_jobs_alone(
    api: Api, creator: Any, teen: Any, offer: Use
) -> None:
    before = asked(api, creator, "before").json()
    offer("sketch", Band.ADULT)
    offer("other", Band.ADULT, is_default=True)
    after = asked(api, creator, "after").json()
    assert (before["model"], after["model"]) == ("sketch", "other")
    assert api.get(f"/generations/{before['id']}", as_=creator).json()["model"] == "sketch"
    assert asked(api, teen, "teen").json()["model"] == "sketch"
    offer("sketch", Band.ADULT, is_default=True)
    assert asked(api, creator, "back").json()["model"] == "sketch"
    assert Job.objects.filter(engine="other").count() == 1


def test_where_nothing_is_left_nothing_can_be_asked_for(api: Api, teen: Any, offer: Use) -> None:
    offer("sketch", Band.ADULT, seconds=[4])
    offer("sketch", Band.UNDER_18, seconds=[8])
    assert models_of(api, teen) == {}
    answer = asked(api, teen)
    assert (answer.status_code, code_of(answer)) == (400, "invalid_choice")


def test_withdrawn_it_is_offered_again_to_all(
    api: Api, teen: Any, operator: Any, offer: Use
) -> None:
    offer("sketch", Band.UNDER_18)
    offers.withdraw_offer(by=operator, engine="sketch", band=Band.UNDER_18)
    assert set(models_of(api, teen)) == {"sketch", "other"}
    actions = AuditEvent.objects.filter(action__startswith="generation.offer").order_by("pk")
    assert [row.action for row in actions] == ["generation.offer.set", "generation.offer.withdrawn"]


@pytest.mark.parametrize(
    ("wrong", "attr"),
    [
        ({"engine": "oracle"}, "engine"),
        ({"sizes": ["1x1"]}, "sizes"),
        ({"sizes": []}, "sizes"),
        ({"seconds": [5]}, "seconds"),
        ({"seconds": []}, "seconds"),
    ],
)
def test_what_no_engine_has_cannot_be_offered(
    operator: Any, wrong: dict[str, Any], attr: str
) -> None:
    said: dict[str, Any] = {"engine": "sketch", "sizes": ALL, "seconds": SECONDS, **wrong}
    with pytest.raises(DomainError) as refused:
        offers.set_offer(by=operator, band=Band.ADULT, **said)
    assert refused.value.attr == attr


def test_only_those_with_the_permission_change_it(moderator: Any, creator: Any) -> None:
    for person in (moderator, creator):
        with pytest.raises(DomainError, match="permission_denied"):
            offers.set_offer(
                by=person, engine="sketch", band=Band.ADULT, sizes=ALL, seconds=SECONDS
            )
        with pytest.raises(DomainError, match="permission_denied"):
            offers.withdraw_offer(by=person, engine="sketch", band=Band.ADULT)
