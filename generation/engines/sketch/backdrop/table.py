from collections.abc import Callable

from generation.engines.sketch.backdrop import built, land
from generation.engines.sketch.backdrop import open as wide
from generation.engines.sketch.backdrop.stage import Stage
from generation.engines.sketch.words.places import Place

BACKDROPS: dict[Place, Callable[[Stage], None]] = {
    Place.SKY: wide.sky,
    Place.SEA: wide.sea,
    Place.UNDERWATER: wide.underwater,
    Place.BEACH: land.beach,
    Place.FOREST: land.forest,
    Place.DESERT: land.desert,
    Place.CITY: built.city,
    Place.SNOW: land.snow,
    Place.SPACE: wide.space,
    Place.FIELD: land.field,
    Place.ROOM: built.room,
    Place.MOUNTAINS: land.mountains,
    Place.ABSTRACT: built.abstract,
}
