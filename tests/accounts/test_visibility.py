import pytest
from django.db import IntegrityError, transaction

from accounts.models import AgeBand, Block, Follow, User
from accounts.policies import follow_person, see_person
from accounts.selectors import visible_to
from audit.models import AuditEvent
from tests import cast
from tests.accounts.relating import accept, block, follow, handles
from tests.client import Api, code_of

ROUTES = [
    ("get", ""),
    ("put", "/follow"),
    ("delete", "/follow"),
    ("put", "/mute"),
    ("delete", "/mute"),
    ("put", "/block"),
    ("delete", "/block"),
]


def test_following_twice_is_following_once(api: Api, creator: User, friend: User) -> None:
    assert [follow(api, friend, creator), follow(api, friend, creator)] == [204, 204]
    assert handles(api, friend, "following") == [creator.handle]
    assert handles(api, creator, "followers") == [friend.handle]
    assert AuditEvent.objects.filter(action="accounts.follow.made").count() == 1
    shown = api.get(f"/people/{creator.handle}", as_=friend).json()
    assert (shown["followers"], shown["following"]) == (1, 0)
    assert (shown["followed_by_me"], shown["follows_me"]) == (True, False)


def test_unfollowing_twice_is_unfollowing_once(api: Api, creator: User, friend: User) -> None:
    follow(api, friend, creator)
    path = f"/people/{creator.handle}/follow"
    assert [api.delete(path, as_=friend).status_code for _ in range(2)] == [204, 204]
    assert handles(api, friend, "following") == []


@pytest.mark.parametrize("verb", ["follow", "mute", "block"])
def test_nobody_follows_mutes_or_blocks_themself(api: Api, creator: User, verb: str) -> None:
    answer = api.put(f"/people/{creator.handle}/{verb}", as_=creator)
    assert (answer.status_code, code_of(answer)) == (403, "not_allowed_for_self")


def test_a_profile_shows_nothing_private(api: Api, creator: User, friend: User) -> None:
    shown = api.get(f"/people/{creator.handle}", as_=friend).json()
    assert set(shown) == {
        *("id", "handle", "display_name", "bio", "followers", "following"),
        *("followed_by_me", "follows_me", "can"),
        *("is_private", "asked_by_me", "asks_me", "muted_by_me"),
    }
    assert "example.org" not in str(shown)


@pytest.mark.parametrize(("method", "tail"), ROUTES)
def test_a_block_hides_each_from_the_other_on_every_route(
    api: Api, creator: User, friend: User, method: str, tail: str
) -> None:
    follow(api, friend, creator)
    follow(api, creator, friend)
    assert block(api, creator, friend) == 204

    hidden = api.request(method, f"/people/{creator.handle}{tail}", as_=friend)
    missing = api.request(method, f"/people/nobody_at_all{tail}", as_=friend)
    assert hidden.status_code == missing.status_code == 404
    assert {**hidden.json(), "request_id": ""} == {**missing.json(), "request_id": ""}
    if tail != "/block":  # whoever blocked must be able to say so again, and to undo it
        assert api.request(method, f"/people/{friend.handle}{tail}", as_=creator).status_code == 404
    for person in (creator, friend):
        for listing in ("following", "followers"):
            assert handles(api, person, listing) == []
    assert api.get(f"/people/{creator.handle}", as_=cast.stranger()).status_code == 200


def test_unblocking_shows_again_and_brings_no_follow_back(
    api: Api, creator: User, friend: User
) -> None:
    follow(api, friend, creator)
    block(api, creator, friend)
    assert handles(api, creator, "blocks") == [friend.handle]
    assert block(api, creator, friend) == 204

    path = f"/people/{friend.handle}/block"
    assert [api.delete(path, as_=creator).status_code for _ in range(2)] == [204, 204]

    assert api.get(f"/people/{creator.handle}", as_=friend).status_code == 200
    assert handles(api, friend, "following") == []
    assert Block.objects.count() == 0


@pytest.mark.parametrize(("method", "tail"), ROUTES)
def test_a_teen_does_not_exist_for_an_adult_whom_they_do_not_follow(
    api: Api, teen: User, stranger: User, method: str, tail: str
) -> None:
    hidden = api.request(method, f"/people/{teen.handle}{tail}", as_=stranger)
    assert (hidden.status_code, code_of(hidden)) == (404, "not_found")


def test_the_teen_makes_the_first_step(api: Api, teen: User, creator: User) -> None:
    assert follow(api, creator, teen) == 404
    assert follow(api, teen, creator) == 204
    assert handles(api, creator, "followers") == [teen.handle]
    assert follow(api, creator, teen) == 202
    assert accept(api, teen, creator) == 204
    assert handles(api, teen, "followers") == [creator.handle]


def test_when_the_teen_stops_following_the_adult_is_out_too(
    api: Api, teen: User, creator: User
) -> None:
    follow(api, teen, creator)
    follow(api, creator, teen)
    accept(api, teen, creator)
    api.delete(f"/people/{creator.handle}/follow", as_=teen)
    assert handles(api, teen, "followers") == []
    assert handles(api, creator, "following") == []
    assert api.get(f"/people/{teen.handle}", as_=creator).status_code == 404


def test_teens_see_and_follow_each_other(api: Api, teen: User) -> None:
    other = cast.teen()
    assert follow(api, other, teen) == 202
    assert accept(api, teen, other) == 204
    assert handles(api, teen, "followers") == [other.handle]


def test_unknown_age_is_treated_as_under_18(api: Api, creator: User, friend: User) -> None:
    User.objects.filter(pk=friend.pk).update(birth_date=None)
    friend.refresh_from_db()
    assert friend.age_band == AgeBand.UNKNOWN
    assert not friend.is_adult
    assert api.get(f"/people/{friend.handle}", as_=creator).status_code == 404
    assert api.get("/me", as_=friend).json()["age_band"] == "unknown"


def test_guests_see_adults_only(creator: User, teen: User) -> None:
    assert list(visible_to(None)) == [creator]


@pytest.mark.parametrize("state", ["suspended", "banned"])
def test_whoever_is_shut_out_is_hidden(api: Api, creator: User, friend: User, state: str) -> None:
    User.objects.filter(pk=friend.pk).update(state=state)
    assert api.get(f"/people/{friend.handle}", as_=creator).status_code == 404


def test_the_object_check_and_the_queryset_agree(creator: User, friend: User, teen: User) -> None:
    people = [creator, friend, teen, cast.stranger(), cast.teen()]
    Follow.objects.create(follower=teen, followed=creator)
    Block.objects.create(blocker=friend, blocked=creator)
    for viewer in people:
        for person in people:
            seen = person in see_person.queryset(viewer)
            assert see_person.allows(viewer, person) == seen
            may = person in follow_person.queryset(viewer)
            assert (follow_person.refusal(viewer, person) is None) == may


def test_lists_go_on_where_they_stopped(api: Api, creator: User) -> None:
    fans = [cast.friend() for _ in range(5)]
    for fan in fans:
        follow(api, fan, creator)
    first = api.get("/me/followers?limit=3", as_=creator).json()
    rest = api.get(f"/me/followers?limit=3&cursor={first['next']}", as_=creator).json()
    names = [row["handle"] for row in first["results"] + rest["results"]]
    assert names == [fan.handle for fan in reversed(fans)]
    assert rest["next"] is None


def test_the_tables_refuse_what_the_services_would(creator: User, friend: User) -> None:
    Follow.objects.create(follower=creator, followed=friend)
    Block.objects.create(blocker=creator, blocked=friend)
    wrong = [
        Follow(follower=creator, followed=creator),
        Block(blocker=creator, blocked=creator),
        Follow(follower=creator, followed=friend),
        Block(blocker=creator, blocked=friend),
    ]
    names = []
    for row in wrong:
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            row.save()
        names.append(str(refused.value).split('"')[3 if "relation" in str(refused.value) else 1])
    assert names == [
        "nobody_can_follow_themself",
        "nobody_can_block_themself",
        "nobody_follows_the_same_person_twice",
        "nobody_blocks_the_same_person_twice",
    ]
