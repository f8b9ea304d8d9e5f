"""What becomes of films with people in them, once more: slow, obvious, and written apart from the
product, out of docs/likenesses-in-films.md and rows A13, C10, C14, C28 and F11 of the features.

It keeps no rows and hears of each step as it happens. Who may use a likeness at all is answered by
its neighbour, tests/cameos/permissions/oracle.py.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from tests.cameos.permissions.oracle import ZERO, World

REACHES = ("draft", "friends", "everyone")
FUTURE, HIDE, REMIXES, ERASURE = "future_only", "hide_existing", "also_remixes", "erasure"


def narrowest(*reaches: str) -> str:
    return min(reaches, key=REACHES.index)


@dataclass(frozen=True)
class Lent:
    """On what terms somebody lends themself."""

    reach: str = "everyone"
    restrictions: frozenset[str] = frozenset()
    no_remix: bool = False
    no_download: bool = False


@dataclass
class Part:
    """Somebody in a film: what they agreed to, and how they took it back since."""

    agreed: Lent
    inherited: bool
    taken_back: set[str] = field(default_factory=set)


@dataclass
class Film:
    """Made by somebody, of some people. `readdressed`: addresses given out before are dead."""

    maker: str
    parts: dict[str, Part]
    shown: bool = False
    readdressed: bool = False


@dataclass
class Society:
    """People by name, what they lend, and their films by name."""

    world: World = field(default_factory=World)
    lends: dict[str, Lent] = field(default_factory=dict)
    grants: dict[tuple[str, str], Lent] = field(default_factory=dict)
    films: dict[str, Film] = field(default_factory=dict)
    shut_out: set[str] = field(default_factory=set)
    were_young: set[str] = field(default_factory=set)

    # What happens

    def film(self, name: str, maker: str, *owners: str, inherited: bool) -> None:
        agreed = {owner: Part(self.terms(owner, maker), inherited) for owner in owners}
        self.films[name] = Film(maker, agreed)

    def takes_back(self, owner: str, scope: str) -> None:
        for film in self.films.values():
            if owner in film.parts:
                film.parts[owner].taken_back.add(scope)
        self.world.gone.add(owner)

    def blocks(self, blocker: str, blocked: str) -> None:
        self.world.blocks.add((blocker, blocked))
        for pair in ((blocker, blocked), (blocked, blocker)):
            self.world.follows.discard(pair)
            self.withdraws(*pair)

    def withdraws(self, owner: str, person: str) -> None:
        self.world.grants.pop((owner, person), None)

    def turns_teen(self, who: str) -> None:
        """Adults whom they do not follow may not follow them; what they lent, no minor lends."""
        self.world.adults.discard(who)
        for follower, followed in set(self.world.follows):
            unasked = (who, follower) not in self.world.follows
            if followed == who and unasked and follower in self.world.adults:
                self.world.follows.discard((follower, followed))
        self.takes_back(who, ERASURE)

    def leaves(self, who: str) -> None:
        self.world.follows = {pair for pair in self.world.follows if who not in pair}
        self.shut_out.add(who)
        self.takes_back(who, ERASURE)

    # What is asked

    def may_use(self, owner: str, asker: str) -> bool:
        return self.world.answer(owner, asker, set(), timezone.now()) == "ok"

    def terms(self, owner: str, asker: str) -> Lent:
        """On what terms somebody would use a likeness now."""
        lent = self.lends.get(owner, Lent())
        if owner == asker:
            lent = Lent()
        elif self.is_granted(owner, asker):
            own = self.grants[owner, asker]
            lent = Lent(own.reach, lent.restrictions, own.no_remix, own.no_download)
        if owner in self.world.adults:
            return lent
        reach = narrowest(lent.reach, "friends")
        return Lent(reach, lent.restrictions | ZERO, lent.no_remix, no_download=True)

    def is_granted(self, owner: str, asker: str) -> bool:
        if (owner, asker) not in self.world.grants:
            return False
        until = self.world.grants[owner, asker]
        return until is None or until > timezone.now()

    def hidden(self, film: Film) -> bool:
        """From everybody: one of those in it is enough."""
        return any(
            self._hides(scope, film, part)
            for part in film.parts.values()
            for scope in part.taken_back
        )

    def _hides(self, scope: str, film: Film, part: Part) -> bool:
        # Nobody but its maker sees it, so no choice about posts keeps it.
        if not film.shown:
            return True
        if part.inherited:
            return scope in (REMIXES, ERASURE)
        return scope != FUTURE

    def reach(self, film: Film) -> str:
        return narrowest("everyone", *(part.agreed.reach for part in film.parts.values()))

    def may_remix(self, film: Film) -> bool:
        return not any(part.agreed.no_remix for part in film.parts.values())

    def may_download(self, film: Film) -> bool:
        return not any(part.agreed.no_download for part in film.parts.values())

    def has_draft(self, film: Film, who: str) -> bool:
        return who == film.maker and not self.hidden(film)

    def publishing(self, film: Film) -> str:  # noqa: PLR0911
        """What its maker hears who asks to show it: a state, or the code of a refusal."""
        if not self.has_draft(film, film.maker):
            return "not_found"
        if film.shown:
            return "already_published"
        if not all(self.may_use(owner, film.maker) for owner in film.parts):
            return "consent_ended"
        present = {owner: self.terms(owner, film.maker) for owner in film.parts}
        if narrowest(self.reach(film), *(one.reach for one in present.values())) == "draft":
            return "not_publishable"
        for owner, now in present.items():
            then = film.parts[owner].agreed
            if narrowest(now.reach, "friends") == now.reach and then.reach == "everyone":
                return "consent_ended"
            if not now.restrictions <= then.restrictions:
                return "consent_ended"
        return "published"

    def apart(self, one: str, other: str) -> bool:
        """Neither sees anything of the other, whoever of them said so."""
        return bool(self.world.blocks & {(one, other), (other, one)})

    def knows_of(self, viewer: str, person: str) -> bool:
        """Whether the one sees the profile of the other: the teen makes the first step."""
        if viewer == person:
            return True
        if person in self.shut_out or self.apart(viewer, person):
            return False
        by_a_teen = viewer not in self.world.adults
        asked = (person, viewer) in self.world.follows
        return person in self.world.adults or by_a_teen or asked

    def is_private_to(self, viewer: str, person: str) -> bool:
        """Who is no adult is, to whoever does not follow them; of age they stay so until they say
        otherwise, which nobody here does."""
        private = person in self.were_young or person not in self.world.adults
        return private and (viewer, person) not in self.world.follows

    def friends(self, one: str, other: str) -> bool:
        return {(one, other), (other, one)} <= self.world.follows

    def sees_post(self, viewer: str, film: Film) -> bool:
        if not film.shown or self.hidden(film):
            return False
        if viewer == film.maker:
            return True
        if not self.knows_of(viewer, film.maker) or self.is_private_to(viewer, film.maker):
            return False
        return all(self._lets(viewer, owner, part) for owner, part in film.parts.items())

    def _lets(self, viewer: str, owner: str, part: Part) -> bool:
        if self.apart(viewer, owner):
            return False
        reaches = part.agreed.reach == "everyone" or viewer == owner
        return reaches or self.friends(viewer, owner)

    def in_feed(self, viewer: str, film: Film) -> bool:
        return self.sees_post(viewer, film) and self.reach(film) == "everyone"


SOON = timedelta(days=30)
