"""The ways to make a video: out of words, or out of videos that were made before (G5, G21)."""

from dataclasses import dataclass

from django.db import models

from generation.engines.base import Start


class Tool(models.TextChoices):
    """What a job does. A value is never reused."""

    TEXT = "text"
    REMIX = "remix"
    EXTEND = "extend"
    FILL = "fill"
    BLEND = "blend"
    RECUT = "recut"
    LOOP = "loop"
    STORYBOARD = "storyboard"


@dataclass(frozen=True, slots=True)
class Needs:
    """What a tool takes. `sources`: the least and the most. `words`: it draws, by a prompt and by
    an engine that takes `starts`. `cuts`: of a source only a part may be asked for. `appends`:
    what is drawn is joined to its sources. `picture`: it may begin with one that its maker sent."""

    sources: tuple[int, int] = (0, 0)
    words: bool = True
    cuts: bool = False
    beats: bool = False
    picture: bool = False
    appends: bool = False
    starts: frozenset[Start] = frozenset()


MOST_CLIPS = 10
NEEDS: dict[Tool, Needs] = {
    Tool.TEXT: Needs(picture=True),
    Tool.STORYBOARD: Needs(beats=True, picture=True, starts=frozenset({Start.BEATS})),
    Tool.REMIX: Needs(sources=(1, 1)),
    Tool.EXTEND: Needs(sources=(1, 1), appends=True, starts=frozenset({Start.FIRST_FRAME})),
    Tool.FILL: Needs(
        sources=(2, 2),
        cuts=True,
        appends=True,
        starts=frozenset({Start.FIRST_FRAME, Start.LAST_FRAME}),
    ),
    Tool.BLEND: Needs(sources=(2, 2), words=False, cuts=True),
    Tool.RECUT: Needs(sources=(1, MOST_CLIPS), words=False, cuts=True),
    Tool.LOOP: Needs(sources=(1, 1), words=False, cuts=True),
}
# Nothing is drawn: what is there is cut and mixed.
EDITING = frozenset(tool for tool, needs in NEEDS.items() if not needs.words)
FROM_SOURCES = frozenset(tool for tool, needs in NEEDS.items() if needs.sources[1])
