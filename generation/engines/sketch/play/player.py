from dataclasses import dataclass

from generation.engines.sketch.art.bank import Look


@dataclass(frozen=True, slots=True)
class Player:
    """An actor with a place of its own. Pixels; `floor` is the y that its foot touches.

    `phase` (0..1) and `heading` (-1, 1) keep equal actors from moving as one.
    """

    look: Look
    motion: str
    width: int
    height: int
    x: float
    floor: float
    top: float
    stage_width: int
    stage_height: int
    unit: float
    speed: float
    heading: int
    phase: float
    faces: bool
    beats: bool
    depth: float
    shadowed: bool
    glows: bool

    @property
    def y(self) -> float:
        return self.floor - self.height / 2


@dataclass(frozen=True, slots=True)
class Pose:
    """The centre in pixels, the turn in degrees, the scales, and the height over the floor."""

    x: float
    y: float
    angle: float = 0.0
    wide: float = 1.0
    high: float = 1.0
    beat: float = 0.0
    mirrored: bool = False
    lift: float = 0.0
