from collections.abc import Callable

from generation.engines.sketch.art import (
    buildings,
    creatures,
    forms,
    heavens,
    objects,
    plants,
    vehicles,
)
from generation.engines.sketch.art.pen import Pen

Draw = Callable[[Pen], None]

# One drawing for each thing of the vocabulary; a test walks both ways.
DRAWINGS: dict[str, Draw] = {
    draw.__name__: draw
    for draw in (
        forms.ball, forms.circle, forms.square, forms.triangle, forms.diamond, forms.star,
        forms.heart, forms.ring,
        plants.tree, plants.pine, plants.palm, plants.cactus, plants.flower, plants.mushroom,
        plants.leaf,
        heavens.sun, heavens.moon, heavens.cloud, heavens.rainbow, heavens.mountain,
        heavens.planet, heavens.snowflake,
        buildings.house, buildings.lighthouse, buildings.castle, buildings.windmill,
        buildings.tent,
        creatures.bird, creatures.butterfly, creatures.bee, creatures.fish, creatures.whale,
        creatures.turtle, creatures.jellyfish, creatures.duck, creatures.cat, creatures.dog,
        creatures.rabbit,
        vehicles.car, vehicles.bus, vehicles.train, vehicles.boat, vehicles.plane,
        vehicles.rocket, vehicles.saucer, vehicles.balloon, vehicles.airship, vehicles.kite,
        objects.umbrella, objects.lantern, objects.gift, objects.cake, objects.apple,
        objects.cup, objects.snowman, objects.robot,
    )
}  # fmt: skip
