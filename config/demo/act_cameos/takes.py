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
    """`sabotaged` is filmed instead where the step is broken."""

    step: str
    who: str
    film: Callable[[Film], Film]
    sabotaged: Callable[[Film], Film]


def _wrong_digits(film: Film) -> Film:
    """Each digit another one."""
    turned = [DIGITS[(DIGITS.index(one) + 3) % len(DIGITS)] for one in film.digits or ""]
    return replace(film, digits="".join(turned))


def _living(film: Film) -> Film:
    return replace(film, border=BONA_FIDE)


TAKES = (
    Take("enrol", "owner", _living, lambda film: replace(_living(film), photo=True)),
    Take("wrong_digits_refused", "friend", lambda film: _wrong_digits(_living(film)), _living),
    Take(
        "photo_attack_not_usable_by_others",
        "swindler",
        lambda film: replace(film, face=OTHER),
        lambda film: replace(_living(film), face=OTHER),
    ),
    Take(
        "photo_attack_not_usable_by_others",
        "cheat",
        lambda film: replace(film, face=OTHER, border=ATTACK),
        lambda film: replace(film, face=OTHER, photo=True),
    ),
    Take(
        "duplicate_holds_newcomer_only",
        "newcomer",
        _living,
        lambda film: replace(film, border=ATTACK),
    ),
)


def taken(world: World, who: str) -> dict[str, Any]:
    """The enrolment of `who` as it was begun; the first who asks has everybody recorded."""
    if "takes" not in world.facts:
        world.facts["takes"] = {}
        for take in TAKES:
            if take.step in world.playing:
                world.facts["takes"][take.who] = _taken(world, take)
    return dict(world.facts["takes"][who])


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
