from generation.engines.base import FPS, SECONDS, Capabilities, Size, Start
from generation.engines.sketch.words.places import Place
from generation.engines.sketch.words.things import THINGS

CAPABILITIES = Capabilities(
    name="sketch",
    version="3",
    sizes=tuple(Size),
    seconds=SECONDS,
    fps=FPS,
    speaks=True,
    content_bounded=True,
    draws=frozenset(THINGS) | frozenset(place.value for place in Place),
    takes_references=2,
    draws_of_people=frozenset({"face"}),
    draws_of_pictures=frozenset({"picture"}),
    starts=frozenset({Start.FIRST_FRAME, Start.LAST_FRAME, Start.BEATS}),
)
