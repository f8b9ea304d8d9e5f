"""The sizes that are offered, as models draw them: near in shape, smaller where that is usual."""

from generation.engines.base import Size
from generation.engines.diffusers.profile import Canvas

# Sides that divide by 32; 1280x704 loses 1 % of its width when it is scaled to 1280x720.
HD = {
    Size.PORTRAIT: Canvas(704, 1280),
    Size.LANDSCAPE: Canvas(1280, 704),
    Size.TALL: Canvas(704, 1216),
    Size.WIDE: Canvas(1216, 704),
}
# What Wan's 480p models were trained at.
P480 = {
    Size.PORTRAIT: Canvas(480, 832),
    Size.LANDSCAPE: Canvas(832, 480),
    Size.TALL: Canvas(480, 832),
    Size.WIDE: Canvas(832, 480),
}
# Wan's 720p models; sides divide by 16.
P720 = {
    Size.PORTRAIT: Canvas(720, 1280),
    Size.LANDSCAPE: Canvas(1280, 720),
    Size.TALL: Canvas(720, 1248),
    Size.WIDE: Canvas(1248, 720),
}
