"""Act "engines": models from folders, of our own and from a vendor, first frames, the tools of
making, fair work, a bucket.

Everything is the product's own code over real servers. What an operator brings is stood in for:
their weights are random, the classifier takes magenta for nudity, the vendor and the store answer
on this machine (config/demo/stand_ins).
"""

from config.demo.act_engines import (
    beginning,
    choosing,
    drawing,
    guarding,
    keeping,
    likeness,
    remote,
    small,
    stopping,
    tools,
    turns,
)
from config.demo.act_engines.installation import installed

STEPS = [
    *choosing.STORY,
    *drawing.STORY,
    *small.STORY,
    *beginning.STORY,
    *stopping.STORY,
    *tools.STORY,
    *guarding.STORY,
    *turns.STORY,
    *keeping.STORY,
    *remote.STORY,
    *likeness.STORY,
]

__all__ = ["STEPS", "installed"]
