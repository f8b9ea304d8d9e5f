"""Who records what. All are sent one after the other and then waited for together: no result is
shown within the first minute."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from cameos.challenge.asking import DIGITS, Challenge
from config.demo.act_cameos import phone
from config.demo.act_cameos.cast import person
from config.demo.act_cameos.stand_in import ATTACK, BONA_FIDE
from config.demo.filming.faces import OTHER
from config.demo.filming.films import Film, honest
from config.demo.world import World


@dataclass(frozen=True, slots=True)
class Take:
    """`sabotaged` is filmed instead where the step is broken. `later`: it is about somebody who has
    a cameo by then."""

    step: str
    who: str
    film: Callable[[Film], Film]
    sabotaged: Callable[[Film], Film]
    later: bool = False


def _wrong_digits(film: Film) -> Film:
    """Each digit another one."""
    turned = [DIGITS[(DIGITS.index(one) + 3) % len(DIGITS)] for one in film.digits or ""]
    return replace(film, digits="".join(turned))


def _living(film: Film) -> Film:
    return replace(film, border=BONA_FIDE)


def _of_somebody_else(film: Film) -> Film:
    # A little further: dlib's landmarks follow this face less well.
    return replace(film, face=OTHER, degrees=26)


TAKES = (
    Take("enrol", "owner", _living, lambda film: replace(_living(film), photo=True)),
    Take(
        "wrong_digits_refused",
        "friend",
        lambda film: _wrong_digits(_living(film)),
        lambda film: replace(_living(film), photo=True),
    ),
    Take(
        "photo_attack_not_usable_by_others",
        "swindler",
        _of_somebody_else,
        lambda film: _living(_of_somebody_else(film)),
    ),
    Take(
        "photo_attack_not_usable_by_others",
        "cheat",
        lambda film: replace(_of_somebody_else(film), border=ATTACK),
        lambda film: replace(_of_somebody_else(film), photo=True),
    ),
    Take(
        "duplicate_holds_newcomer_only",
        "newcomer",
        _living,
        lambda film: replace(film, border=ATTACK),
        later=True,
    ),
)
TURNS_MISSED = {"turns_missing", "turns_out_of_order", "turns_mirrored"}


def taken(world: World, who: str) -> dict[str, Any]:
    """The enrolment of `who` as it was begun; the first who asks has others recorded too."""
    takes: dict[str, Any] = world.facts.setdefault("takes", {})
    if who not in takes:
        mine = _take(who)
        for take in TAKES:
            if take.step in world.playing and take.later == mine.later:
                takes[take.who] = _taken(world, take)
    return dict(takes[who])


def ended(world: World, who: str) -> dict[str, Any]:
    """The result. Whoever's turns were not made out tries once more, as people do."""
    found = phone.result(person(world, who), taken(world, who)["id"])
    if TURNS_MISSED.isdisjoint(one["code"] for one in found["problems"]):
        return found
    if _take(who).step not in world.broken:
        world.facts["takes"][who] = _taken(world, _take(who))
        found = phone.result(person(world, who), taken(world, who)["id"])
    return found


def _take(who: str) -> Take:
    return next(take for take in TAKES if take.who == who)


def _taken(world: World, take: Take) -> dict[str, Any]:
    actor = person(world, take.who)
    begun = phone.begin(actor)
    asked: Challenge = phone.challenge_in(begun)
    change = take.sabotaged if take.step in world.broken else take.film
    films = world.output / "films"
    films.mkdir(exist_ok=True)
    film = change(honest(asked))
    sent, submitted = phone.send(actor, begun, film, films / f"{take.who}.mp4")
    return {**begun, "sent": sent, "submitted": submitted}
