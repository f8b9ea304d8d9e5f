"""How a friend's likeness is found: by a name that tells nothing about it."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cameos.addresses import address_of, cameo_ids_of
from cameos.models import Cameo, CameoRequest
from cameos.states import CameoState
from inbox.models import Event
from lib.ids import IdKind, decode, new_id
from tests.cameos.permissions.lending import answer, ask, block, granted, lent, move
from tests.cameos.permissions.test_checking import taken
from tests.client import Api, code_of


def found(api: Api, person: Any, by: Any) -> str:
    response = api.get(f"/people/{person.handle}/cameo", as_=by)
    assert response.status_code == 200, response.content
    return str(response.json()["cameo"])


def test_everybody_has_one_with_a_likeness_or_without(
    api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    lent(creator)
    api.token(stranger)
    seen = []
    for person in (creator, friend):
        with CaptureQueriesContext(connection) as asked:
            response = api.get(f"/people/{person.handle}/cameo", as_=stranger)
        name = response.json()["cameo"]
        headers = {
            key: value for key, value in taken(response, name)[2].items() if "Rate" not in key
        }
        seen.append((taken(response, name)[:2], headers, len(asked)))
    assert seen[0] == seen[1]


def test_nothing_that_happens_to_a_likeness_changes_it(
    api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    before = found(api, creator, stranger)
    first = lent(creator)
    assert found(api, creator, stranger) == before
    move(first, CameoState.ERASING, ended_at=timezone.now())
    move(first, CameoState.ERASED)
    second = lent(creator)
    move(second, CameoState.PAUSED, paused_at=timezone.now())
    assert found(api, creator, friend) == found(api, creator, creator) == before
    key = decode(IdKind.CAMEO, before)
    assert key not in {first.pk, second.pk, creator.pk}
    assert key.version == 4, "a UUIDv7 would tell when"


def test_whom_one_may_not_see_one_does_not_find(
    api: Api, creator: Any, friend: Any, teen: Any
) -> None:
    block(creator, friend)
    missing = api.get("/people/nobody_here/cameo", as_=friend)
    for hidden in (creator, teen):
        response = api.get(f"/people/{hidden.handle}/cameo", as_=friend)
        assert response.status_code == missing.status_code == 404
        assert code_of(response) == code_of(missing)


def test_who_left_is_spoken_of_no_more(creator: Any) -> None:
    from accounts.events import AccountDeleted
    from cameos.handlers import forget_name

    cameo, name = lent(creator), address_of(creator).pk
    assert cameo_ids_of([name]) == (cameo.pk,)
    forget_name(AccountDeleted(creator.pk))
    assert cameo_ids_of([name]) == (name,)


def test_answers_name_what_was_sent(api: Api, creator: Any, friend: Any, stranger: Any) -> None:
    cameo, other = lent(creator), lent(friend)
    name = found(api, creator, stranger)
    response = ask(api, [other.public_id, name], stranger)
    assert response.json()["answer"] == "ok"
    assert [one["cameo"] for one in response.json()["subjects"]] == [other.public_id, name]
    assert {one["cameo"] for one in response.json()["warnings"]} == {other.public_id, name}
    assert cameo.public_id.encode() not in response.content
    assert answer(api, cameo.public_id, creator) == "ok", "one's own, by its own id"
    assert answer(api, name, creator) == "ok"


def test_the_new_likeness_of_the_same_person_goes_by_the_same_name(
    api: Api, creator: Any, stranger: Any
) -> None:
    name = found(api, creator, stranger)
    assert answer(api, name, stranger) == "not_available"
    first = lent(creator)
    assert answer(api, name, stranger) == "ok"
    move(first, CameoState.ERASING, ended_at=timezone.now())
    assert answer(api, name, stranger) == "not_available"
    move(first, CameoState.ERASED)
    lent(creator)
    assert answer(api, name, stranger) == "ok"


def test_two_names_of_one_likeness_do_not_tell_that_they_are(
    api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    mine, theirs = lent(creator, "only_me"), lent(friend, "only_me")
    name = found(api, creator, stranger)
    same = ask(api, [mine.public_id, name], stranger, "a walk by the sea")
    apart = ask(api, [theirs.public_id, name], stranger, "a walk by the lake")
    assert same.status_code == apart.status_code == 200
    assert [one["answer"] for one in same.json()["subjects"]] == ["not_available"] * 2
    assert code_of(ask(api, [name, name], stranger)) == "duplicate_field"


def test_asked_for_by_name_the_owner_hears_and_the_asker_sees_the_name_alone(
    api: Api, creator: Any, friend: Any
) -> None:
    cameo, name = lent(creator, "approved"), found(api, creator, friend)
    asked = _request(api, name, friend)
    assert asked.status_code == 201
    (waits,) = api.get(f"/cameos/{cameo.public_id}/requests", as_=creator).json()["results"]
    url = f"/cameos/{cameo.public_id}/requests/{waits['id']}/approve"
    assert api.post(url, {}, as_=creator).status_code == 201
    told = Event.objects.get(person_id=friend.pk, type="cameo.approved")
    assert told.data["cameo"] == asked.json()["cameo"] == name
    assert answer(api, name, friend) == "ok"
    for path in ("/me/cameo-requests", "/me/events"):
        assert cameo.public_id.encode() not in api.get(path, as_=friend).content


def test_asking_does_not_tell_that_somebody_has_a_likeness_by_now(
    api: Api, creator: Any, friend: Any
) -> None:
    name = found(api, creator, friend)
    assert _request(api, name, friend).status_code == 201
    cameo = lent(creator, "approved")
    assert code_of(_request(api, name, friend)) == "already_asked"
    granted(cameo, friend)
    assert code_of(_request(api, name, friend)) == "already_asked"


def test_under_another_name_it_is_the_same_question_and_looks_like_a_new_one(
    api: Api, creator: Any, friend: Any
) -> None:
    cameo, name = lent(creator, "approved"), found(api, creator, friend)
    assert _request(api, cameo.public_id, friend).status_code == 201
    assert _request(api, name, friend).status_code == 201
    assert CameoRequest.objects.filter(cameo_id=cameo.pk, heard=True).count() == 1


def test_a_character_has_no_part_in_it(creator: Any) -> None:
    name = address_of(creator).pk
    Cameo.objects.create(owner=creator, kind="character")
    assert cameo_ids_of([name]) == (name,)


def _request(api: Api, name: str, person: Any) -> Any:
    return api.post(f"/cameos/{name}/requests", {"note": ""}, as_=person, key=str(new_id()))
