"""Permission x relation x age x block, continued to drafts: a film was made while it was allowed,
then something changed. Who reads, lists, plays, downloads and publishes it, over HTTP?"""

from dataclasses import dataclass
from itertools import count, product
from typing import Any

import pytest

from lib.ids import IdKind, encode
from tests.cameos.matrix import changes
from tests.cameos.matrix.changes import Change
from tests.cameos.matrix.stage import Stage
from tests.cameos.matrix.working import plays, removed
from tests.client import Api, code_of

LEVELS = {
    "self": "only_me", "approved": "approved", "mutual": "mutuals", "stranger": "everyone",
}  # fmt: skip
# Relation, the owner's age, the maker's: all of whom a film can be made at all.
SETUPS = (
    *(("self", age, age) for age in ("adult", "teen")),
    *(("approved", "adult", "adult"), ("approved", "adult", "teen"), ("approved", "teen", "teen")),
    *product(("mutual", "stranger"), ("adult",), ("adult", "teen")),
)
ALWAYS: tuple[Change, ...] = (
    *(changes.nothing, changes.only_me, changes.approved_alone, changes.paused),
    *(changes.paused_and_resumed, changes.for_friends_now, changes.drafts_alone_now),
    *(changes.restricted_now, changes.future_only, changes.hide_existing, changes.also_remixes),
)
OF_OTHERS: tuple[Change, ...] = (
    *(changes.blocked_by_owner, changes.blocked_by_maker),
    *(changes.owner_suspended, changes.owner_leaves),
)
keys = count(1)


@dataclass(frozen=True)
class Setup:
    relation: str
    owner_age: str
    maker_age: str

    @property
    def maker(self) -> str:
        return self.owner if self.relation == "self" else f"maker: {self}"

    @property
    def owner(self) -> str:
        return f"owner: {self}"

    @property
    def film(self) -> str:
        return f"film: {self}"

    def __str__(self) -> str:
        return f"{self.relation}, {self.owner_age}s to {self.maker_age}s"


def after(story: tuple[str, ...]) -> Change:
    """A film that was shown, and that its maker put away again before or after a revocation."""

    def told(stage: Stage, owner: str, maker: str) -> None:
        (name,) = (name for name, film in stage.society.films.items() if owner in film.parts)
        for verb in story:
            if verb == "show":
                stage.show(name)
            elif verb == "unpublish":
                changes.unpublish(stage, name)
                removed()  # its files have new addresses
            else:
                changes.takes_back(stage, owner, verb)

    told.__name__ = ", ".join(story)
    return told


SHOWN_ONCE = [
    after(("show",)),
    after(("show", "unpublish")),
    after(("show", "future_only")),
    after(("show", "unpublish", "future_only")),
    after(("show", "future_only", "unpublish")),
    after(("show", "unpublish", "show", "future_only")),
    after(("show", "unpublish", "show", "hide_existing")),
]


def possible(setup: Setup) -> list[Change]:
    """What can happen to these two."""
    found = list(ALWAYS)
    if setup.relation != "self":
        found += OF_OTHERS
        found.append(
            changes.maker_turns_teen if setup.maker_age == "adult" else changes.maker_proves_adult
        )
    if setup.relation == "approved":
        found += [changes.grant_withdrawn, changes.grant_run_out]
    if setup.relation == "mutual":
        found.append(changes.unfollowed)
    if setup.relation == "stranger":
        found.append(changes.everyone_lapsed)
    if setup.relation == "mutual" and setup.maker_age == "adult":
        found += SHOWN_ONCE
    teen = setup.owner_age == "teen"
    found.append(changes.owner_proves_adult if teen else changes.owner_turns_teen)
    return found


@pytest.fixture
def stage(api: Api) -> Stage:
    made = Stage()
    made.enter("bystander")
    for setup in (Setup(*one) for one in SETUPS):
        made.enter(setup.owner, age=setup.owner_age)
        if setup.relation != "self":
            made.enter(setup.maker, age=setup.maker_age)
        made.lend(setup.owner, LEVELS[setup.relation])
        if setup.relation == "approved":
            made.grant(setup.owner, setup.maker)
        if setup.relation == "mutual":
            made.befriend(setup.owner, setup.maker)
        made.befriend(setup.owner, "bystander")
        made.film(setup.film, setup.maker, setup.owner)
    for person in made.people.values():
        api.token(person)  # a session that was begun in a scene would end with it
    return made


def handed_out(api: Api, stage: Stage, setup: Setup) -> tuple[str, str]:
    """An address of the film, and the tag of its job, as its maker got them before."""
    maker, draft = stage.people[setup.maker], stage.drafts[setup.film]
    body = api.get(f"/drafts/{draft.public_id}", as_=maker).json()
    job = api.get(f"/generations/{draft.job.public_id}", as_=maker)
    assert job.status_code == 200, job.content
    return body["assets"]["video"]["url"], job.headers["ETag"]


def asked(api: Api, stage: Stage, setup: Setup, tag: str) -> dict[str, Any]:
    """What the two, and somebody else, find of it."""
    draft, maker = stage.drafts[setup.film], stage.people[setup.maker]
    place = f"/drafts/{draft.public_id}"
    others = {"bystander", setup.owner} - {setup.maker} - stage.society.shut_out
    read = api.get(place, as_=maker)
    job = api.get(
        f"/generations/{encode(IdKind.GENERATION, draft.job_id)}",
        as_=maker, headers={"If-None-Match": tag},
    )  # fmt: skip
    found = {
        "read": read.status_code == 200,
        "listed": [one["id"] for one in api.get("/drafts", as_=maker).json()["results"]]
        == [draft.public_id],
        "job unchanged": job.status_code == 304,
        "elsewhere": any(
            api.get(place, as_=stage.people[one]).status_code != 404 for one in others
        ),
    }
    if read.status_code != 200:
        assert (read.status_code, code_of(read)) == (404, "not_found")
        assert "no-store" in read.headers["Cache-Control"]
        assert job.json()["draft"] is None
        return found
    body = read.json()
    bounds = ("reach", "may_remix", "may_download")
    found["names"] = body["labels"]["likenesses"]
    return found | {name: body[name] for name in bounds} | {"can": body["can"]["download"]}


def expected(stage: Stage, setup: Setup) -> dict[str, Any]:
    society, film = stage.society, stage.society.films[setup.film]
    seen = society.has_draft(film, setup.maker)
    # The label names nobody whom its maker may not see any more.
    named = society.knows_of(setup.maker, setup.owner)
    found: dict[str, Any] = {"read": seen, "listed": seen, "job unchanged": seen and named}
    found["elsewhere"] = False
    if not seen:
        return found
    found["names"] = [stage.people[setup.owner].handle] if named else []
    bounds = {"reach": society.reach(film), "may_remix": society.may_remix(film)}
    download = society.may_download(film)
    return found | bounds | {"may_download": download, "can": download}


def publishing(api: Api, stage: Stage, setup: Setup) -> str:
    draft, maker = stage.drafts[setup.film], stage.people[setup.maker]
    place = f"/drafts/{draft.public_id}/publish"
    answer = api.post(place, {}, as_=maker, key=f"key-{next(keys)}")
    if answer.status_code == 201:
        assert answer.json()["reach"] == stage.society.reach(stage.society.films[setup.film])
        return str(answer.json()["state"])
    return code_of(answer)


def played(stage: Stage, setup: Setup, address: str) -> None:
    """Once a worker was there an address leads to nothing hidden."""
    removed()
    film = stage.society.films[setup.film]
    seen = stage.society.has_draft(film, setup.maker)
    assert plays(address) == (seen and not film.readdressed)


def holds(
    api: Api, stage: Stage, setup: Setup, change: Change, given: dict[Setup, tuple[str, str]]
) -> None:
    if setup not in given:
        given[setup] = handed_out(api, stage, setup)
    address, tag = given[setup]
    with stage.scene():
        change(stage, setup.owner, setup.maker)
        assert asked(api, stage, setup, tag) == expected(stage, setup)
        played(stage, setup, address)
        wanted = stage.society.publishing(stage.society.films[setup.film])
        assert publishing(api, stage, setup) == wanted


def cases(*, whole: bool) -> list[tuple[Setup, Change]]:
    """Not `whole`: the rows and columns are shifted, so that each has some."""
    return [
        (setup, change)
        for row, setup in enumerate(Setup(*one) for one in SETUPS)
        for column, change in enumerate(possible(setup))
        if whole or (row + column) % 5 == 0
    ]


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.act)])
def test_drafts_by_what_happened_since(*, whole: bool, api: Api, stage: Stage) -> None:
    wrong: dict[str, str] = {}
    given: dict[Setup, tuple[str, str]] = {}
    chosen = cases(whole=whole)
    assert {change for _, change in chosen} >= {*ALWAYS, *OF_OTHERS}
    assert len({setup for setup, _ in chosen}) == len(SETUPS)
    for setup, change in chosen:
        try:
            holds(api, stage, setup, change, given)
        except Exception as error:  # noqa: BLE001 - all of them are told at once
            wrong[f"{setup}: {change.__name__}"] = f"{error!r:.600}"
    assert not wrong, "\n".join(f"{case}\n{why}" for case, why in wrong.items())
