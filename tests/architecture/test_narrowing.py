"""Each limit that narrows an answer does so as the page says, however an age is known.

The page's values are met at the doors, by whoever would gain by a looser one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from accounts.models import AgeBand, SafeguardSettings, User
from accounts.safeguards import ADULT_DEFAULTS, TEEN_DEFAULTS, Limit, supervision
from accounts.safeguards.gates import listing
from cameos.models import Cameo
from config.pages.safeguards import Signals, signals
from feed import scrolling
from tests import cast
from tests.accounts.safeguards.values import strictest
from tests.architecture.test_safeguards import someone
from tests.cameos.permissions.lending import answer, granted, lent
from tests.client import Api, code_of
from tests.feed.studio import LIMITED, published


class Around:
    """Somebody of one age signal, with a likeness, and what others have to do with them."""

    def __init__(self, api: Api, case: Signals, creator: User) -> None:
        self.api, self.creator = api, creator
        self.post, self.rated = published(creator), published(creator, LIMITED)
        self.person = someone(case)
        self.cameo: Cameo = lent(self.person)
        self.stranger, self.approved = cast.adult("stranger"), cast.teen()
        granted(self.cameo, self.approved)

    def choose(self, limit: Limit | None) -> None:
        """As strictly as can be, by themself: of two of these limits no other layer tightens."""
        said = {limit.value: strictest(limit)} if limit else {}
        SafeguardSettings.objects.update_or_create(person=self.person, defaults={"choices": said})

    def content(self) -> str:
        """What is for adults is served, or missing; what is for everyone always."""
        seen = [
            self.api.get(f"/posts/{one.public_id}", as_=self.person).status_code
            for one in (self.post, self.rated)
        ]
        return {(200, 200): "adult", (200, 404): "under_18"}[seen[0], seen[1]]

    def discoverable_by(self) -> str:
        found = self.api.get(f"/people/{self.person.handle}", as_=self.stranger).status_code
        return {200: "everyone", 404: "teens_and_people_i_follow"}[found]

    def followed_by(self) -> str:
        answered = self.api.put(f"/people/{self.person.handle}/follow", as_=self.stranger)
        if answered.status_code >= 400:
            assert code_of(answered) in ("permission_denied", "not_found")
            return "teens_and_people_i_follow"
        self.api.delete(f"/people/{self.person.handle}/follow", as_=self.stranger)
        return "everyone"

    def likeness_used_by(self) -> str:
        if answer(self.api, self.cameo, self.stranger) == "ok":
            return "everyone"
        approved = answer(self.api, self.cameo, self.approved) == "ok"
        return "approved_teens" if approved else "nobody"

    def feed(self) -> str:
        """Nothing is personalised yet: the latest of all, or of those whom they follow."""
        shown = self.api.get("/feeds/latest", as_=self.person)
        assert shown.status_code == 200, shown.content
        return "chronological" if self.post.public_id in str(shown.json()) else "following"

    def scroll(self) -> str:
        published(self.creator)  # a page that was served already is not counted again
        with sittings_of(1):
            shown = self.api.get("/feeds/latest", as_=self.person).json()
        return "paged" if shown["pause_until"] else "continuous"


@contextmanager
def sittings_of(films: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scrolling, "FILMS_A_SITTING", films)
        yield


# A pause of the last one closes lists.
PLAYED: dict[Limit, Callable[[Around], str]] = {
    Limit.CONTENT: Around.content,
    Limit.DISCOVERABLE_BY: Around.discoverable_by,
    Limit.FOLLOWED_BY: Around.followed_by,
    Limit.LIKENESS_USED_BY: Around.likeness_used_by,
    Limit.FEED: Around.feed,
    Limit.SCROLL: Around.scroll,
}
NOT_TOLD_APART = {"personalised": "chronological"}


def expected(limit: Limit, case: Signals, *, controlled: bool) -> Any:
    """The page's."""
    defaults = ADULT_DEFAULTS if case.held == AgeBand.ADULT else TEEN_DEFAULTS
    value = strictest(limit) if controlled else defaults[limit]
    return NOT_TOLD_APART.get(value, value)


def test_every_limit_that_narrows_at_a_door_is_played() -> None:
    narrowed = {limit for gate in listing() if gate.doors for limit in gate.narrows}
    assert narrowed == set(PLAYED)


@pytest.mark.parametrize("case", list(signals()), ids=lambda case: case.words)
def test_every_door_is_as_wide_as_the_page_says(
    api: Api,
    creator: User,
    media_dir: Any,
    monkeypatch: pytest.MonkeyPatch,
    case: Signals,
) -> None:
    monkeypatch.setattr(supervision, "_releases", [lambda person: True])
    around = Around(api, case, creator)
    assert around.person.age_band == case.held
    for limit, play in PLAYED.items():
        for controlled in (False, True):
            around.choose(limit if controlled else None)
            assert play(around) == expected(limit, case, controlled=controlled), (
                limit,
                controlled,
            )
