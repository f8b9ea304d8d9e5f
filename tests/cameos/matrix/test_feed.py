"""Permission x relation x age x block, continued to posts: who finds which of them in the feed, on
profiles and by its id, with what it permits, after each thing that can happen."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from accounts.models import User
from accounts.services import relations
from feed.models import Post
from tests.cameos.matrix import changes
from tests.cameos.matrix.model import FUTURE, HIDE, REMIXES, Lent
from tests.cameos.matrix.stage import Stage
from tests.cameos.matrix.working import plays, removed
from tests.client import Api

# Who lends, who makes, and who looks. An adult finds no teen who does not follow them.
LENDERS = ("open", "bounded", "teen")
MAKERS = ("maker", "young maker")
ADULTS = (
    *("open's friend", "bounded's friend", "friend of both", "teen's friend"),
    *("follower", "blocked by open", "blocker of bounded", "blocked by maker", "passer-by"),
)
TEENS = ("teen's young friend", "young passer-by")
LOOKING = (*LENDERS, *MAKERS, *ADULTS, *TEENS)
# By name: the maker, and whose likeness is in it; a remix has it from what it was made out of.
FILMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "of open": ("maker", ("open",)),
    "remix of open": ("maker", ("open",)),
    "of bounded": ("maker", ("bounded",)),
    "remix of bounded": ("maker", ("bounded",)),
    "of both": ("maker", ("open", "bounded")),
    "of themself": ("open", ("open",)),
    "by the young": ("young maker", ("open",)),
    "of teen": ("young maker", ("teen",)),
    "teen's own": ("teen", ("teen",)),
}
FILMS_IN_TURN = 6 * list(FILMS)
AUTHORS = sorted({maker for maker, _ in FILMS.values()})

Happening = Callable[[Stage], None]
HAPPENINGS: dict[str, Happening] = {
    "nothing": lambda stage: None,
    "open pauses": lambda stage: changes.paused(stage, "open", "maker"),
    "open lends no more": lambda stage: changes.only_me(stage, "open", "maker"),
    "open lends to friends alone": lambda stage: changes.for_friends_now(stage, "open", "maker"),
    "teen withdraws": lambda stage: changes.grant_withdrawn(stage, "teen", "young maker"),
    "open turns teen": lambda stage: changes.owner_turns_teen(stage, "open", "maker"),
    "maker turns teen": lambda stage: changes.owner_turns_teen(stage, "maker", "open"),
    "young maker is adult": lambda stage: changes.owner_proves_adult(stage, "young maker", "teen"),
    "teen is adult": lambda stage: changes.owner_proves_adult(stage, "teen", "young maker"),
    "open blocks maker": lambda stage: changes.blocked_by_owner(stage, "open", "maker"),
    "maker blocks bounded": lambda stage: changes.blocked_by_maker(stage, "bounded", "maker"),
    "open blocks a friend": lambda stage: changes.blocked_by_owner(stage, "open", "open's friend"),
    "a passer-by blocks bounded": lambda stage: changes.blocked_by_maker(
        stage, "bounded", "passer-by"
    ),
    "teen blocks a friend": lambda stage: changes.blocked_by_owner(
        stage, "teen", "teen's young friend"
    ),
    "bounded unfollows a friend": lambda stage: changes.unfollowed(
        stage, "bounded", "friend of both"
    ),
    "open leaves": lambda stage: changes.owner_leaves(stage, "open", "maker"),
    "open is suspended": lambda stage: changes.owner_suspended(stage, "open", "maker"),
    "maker is suspended": lambda stage: changes.owner_suspended(stage, "maker", "open"),
    "maker deletes": lambda stage: changes.unpublish(stage, "of open"),
}


def taking_back(owner: str, scope: str) -> Happening:
    return lambda stage: changes.takes_back(stage, owner, scope)


HAPPENINGS |= {
    f"{owner} takes back, {scope}": taking_back(owner, scope)
    for owner, scope in product(LENDERS, (FUTURE, HIDE, REMIXES))
}


@pytest.fixture
def stage(api: Api) -> Stage:
    made = Stage()
    made.enter("open", "bounded", "maker", *ADULTS)
    made.enter("teen", "young maker", *TEENS, age="teen")
    for lender in LENDERS:
        bounded = Lent("friends", no_remix=True, no_download=True)
        made.lend(
            lender, "approved" if lender == "teen" else "everyone",
            bounded if lender == "bounded" else None,
        )  # fmt: skip
    made.grant("teen", "young maker")
    made.befriend("open", "open's friend", "friend of both")
    made.befriend("bounded", "bounded's friend", "friend of both")
    made.befriend("teen", "teen's friend", "teen's young friend")
    made.follow("young maker", "teen's friend", "friend of both")
    made.follow("follower", "open", "bounded", "maker")
    for pair in (
        ("open", "blocked by open"),
        ("blocker of bounded", "bounded"),
        ("maker", "blocked by maker"),
    ):
        relations.block(actor=made.people[pair[0]], person=made.people[pair[1]])
        made.society.blocks(*pair)
    for name, (maker, owners) in FILMS.items():
        made.film(name, maker, *owners, inherited=name.startswith("remix"))
        made.show(name)
    for person in made.people.values():
        api.token(person)
    return made


Found = dict[str, dict[str, bool]]  # by place, by film: whether somebody finds it there


def wanted(stage: Stage, viewer: str) -> Found:
    society = stage.society
    films = society.films.items()
    seen = {name: society.sees_post(viewer, film) for name, film in films}
    feed = {name: society.in_feed(viewer, film) for name, film in films}
    return {"feed": feed, "profile": seen, "post": seen}


def by_rows(stage: Stage, viewer: str) -> Found:
    """What every route about posts starts at."""
    by = User.objects.get(pk=stage.people[viewer].pk)
    seen = set(Post.objects.visible_to(by).values_list("pk", flat=True))
    feed = set(Post.objects.public_feed(by).values_list("pk", flat=True))
    places = {"feed": feed, "profile": seen, "post": seen}
    return {
        place: {name: post.pk in found for name, post in stage.posts.items()}
        for place, found in places.items()
    }


def over_http(api: Api, stage: Stage, viewer: str, few: list[str], author: str) -> Found:
    """The feed, somebody's profile, and some posts by their ids."""
    by = stage.people[viewer]
    feed = _listed(api, stage, "/feeds/latest", by)
    profile = _listed(api, stage, f"/people/{stage.people[author].handle}/posts", by)
    return {
        "feed": {name: name in feed for name in FILMS},
        "profile": {name: name in profile for name, (maker, _) in FILMS.items() if maker == author},
        "post": {name: _read(api, stage, name, by) for name in few},
    }


def _listed(api: Api, stage: Stage, path: str, by: Any) -> set[str]:
    page = api.get(f"{path}?limit=100", as_=by)
    assert page.status_code in (200, 404), page.content
    ids = {post.public_id: name for name, post in stage.posts.items()}
    posts = page.json()["results"] if page.status_code == 200 else []
    for one in posts:
        _bounds_are(stage, ids[one["id"]], one)
    return {ids[one["id"]] for one in posts}


def _read(api: Api, stage: Stage, name: str, by: Any) -> bool:
    answer = api.get(f"/posts/{stage.posts[name].public_id}", as_=by)
    assert answer.status_code in (200, 404), answer.content
    if answer.status_code == 200:
        _bounds_are(stage, name, answer.json())
    return bool(answer.status_code == 200)


def _bounds_are(stage: Stage, name: str, body: Any) -> None:
    society, film = stage.society, stage.society.films[name]
    assert body["reach"] == society.reach(film), name
    assert body["may_remix"] == society.may_remix(film), name
    assert body["may_download"] == body["can"]["download"] == society.may_download(film), name


def differences(wanted: Found, found: Found, *, case: str) -> str:
    """Of what was looked for, what somebody finds and should not, or the other way round."""
    return "".join(
        f"{case} {'finds' if is_there else 'does not find'} {name} in {place}\n"
        for place, films in found.items()
        for name, is_there in films.items()
        if wanted[place][name] != is_there
    )


def addresses(api: Api, stage: Stage) -> dict[str, str]:
    """Of each film, as its maker was given it before."""
    given = {}
    for name, post in stage.posts.items():
        read = api.get(f"/posts/{post.public_id}", as_=stage.people[FILMS[name][0]])
        given[name] = read.json()["assets"]["video"]["url"]
    return given


def dead_or_alive(stage: Stage, given: dict[str, str], *, case: str) -> str:
    """Once a worker was there an address plays what is still to be seen, and nothing else."""
    removed()
    society = stage.society
    return "".join(
        f"{case}: the file of {name} plays, or does not\n"
        for name, film in society.films.items()
        if plays(given[name]) != (film.shown and not society.hidden(film))
    )


def viewers(stage: Stage, number: int, *, part: int, parts: int) -> Iterator[str]:
    """One in `parts` of all, other ones each time."""
    for place, viewer in enumerate(LOOKING):
        if (number + place) % parts == part and viewer not in stage.society.shut_out:
            yield viewer


@pytest.mark.parametrize("parts", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_posts_by_what_happened_since(parts: int, stage: Stage) -> None:
    """Asked of the rows, and in the end the whole product."""
    wrong = ""
    for number, (name, happens) in enumerate(HAPPENINGS.items()):
        with stage.scene():
            happens(stage)
            for viewer in viewers(stage, number, part=0, parts=parts):
                found = by_rows(stage, viewer)
                wrong += differences(wanted(stage, viewer), found, case=f"{name}: {viewer}")
    assert not wrong, wrong


PARTS = 16
LATER = [pytest.param(part, marks=pytest.mark.slow) for part in (1, 2, 3)]


@pytest.mark.parametrize("part", [0, *LATER])
def test_so_they_are_over_http(part: int, api: Api, stage: Stage) -> None:
    """A part of the product each; everything that happens and everybody who looks is in each."""
    wrong = ""
    given = addresses(api, stage)
    for number, (name, happens) in enumerate(HAPPENINGS.items()):
        with stage.scene():
            happens(stage)
            for viewer in viewers(stage, number, part=part, parts=PARTS):
                asked = FILMS_IN_TURN[number + LOOKING.index(viewer) :][:2]
                found = over_http(api, stage, viewer, asked, AUTHORS[number % 4])
                case = f"{name}: {viewer}"
                wrong += differences(wanted(stage, viewer), found, case=case)
            if number % PARTS == part:
                wrong += dead_or_alive(stage, given, case=name)
    assert not wrong, wrong
