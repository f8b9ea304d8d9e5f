"""What there is to choose from, and who may choose it."""

import re

from config.demo.act_engines.asking import SECONDS, SIZE, asked
from config.demo.act_engines.cast import operator
from config.demo.act_engines.likeness import enrol_early
from config.demo.act_engines.models import DRAWN_HERE, FARM, NOISE, PROCESSOR
from config.demo.act_engines.offering import OFFERS, farm_offered, listed
from config.demo.cast import code
from config.demo.story import Seen, Step
from config.demo.world import World

ROW = re.compile(rf"{OFFERS}(\d+)/change/")
FOR_TEENS = {"engine": DRAWN_HERE, "band": "under_18", "sizes": SIZE, "seconds": str(SECONDS)}


def _models(world: World, broken: bool) -> Seen:
    enrol_early(world)
    farm_offered(world)
    before = _rows(world)
    if not broken:
        operator(world).send(f"{OFFERS}add/", FOR_TEENS)
    adult, teen = listed(world, "maker"), listed(world, "teen")
    refused = asked(world, "teen", "teen-noise", model=NOISE)
    seen = {
        "an_adult_reads": [NOISE in adult, DRAWN_HERE in adult, FARM in adult],
        "with_sizes_and_lengths": [SIZE in adult[NOISE]["sizes"], adult[NOISE]["seconds"]],
        "who_is_handed_the_words": [adult[NOISE]["processor"], adult[FARM]["processor"]],
        "a_teen_reads": {name: [row["sizes"], row["seconds"]] for name, row in teen.items()},
        "a_teen_asks_for_another": code(refused),
    }
    _withdraw(world, _rows(world) - before)
    return seen


def _rows(world: World) -> set[str]:
    return set(ROW.findall(operator(world).page(OFFERS).text))


def _withdraw(world: World, rows: set[str]) -> None:
    """Other steps have people of any age ask for any model."""
    for row in sorted(rows):
        operator(world).send(f"{OFFERS}{row}/delete/", {"post": "yes"})


STORY = [
    Step(
        "models",
        "operator",
        "offers teens one model in one size and length: adults read them all, a teen that one",
        {
            "an_adult_reads": [True, True, True],
            "with_sizes_and_lengths": [True, [SECONDS]],
            "who_is_handed_the_words": [None, "; ".join(PROCESSOR.values())],
            "a_teen_reads": {DRAWN_HERE: [[SIZE], [SECONDS]]},
            "a_teen_asks_for_another": [400, "invalid_choice"],
        },
        _models,
    ),
]
