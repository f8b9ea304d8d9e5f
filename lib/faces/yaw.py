"""How far a head is turned, from two eyes and a nose alone.

With the eyes at -e and +e beside the middle and the nose `depth` in front of it, a head turned by a
about the vertical shows the eyes at +-e cos a and the nose at depth sin a. So the nose's offset in
half eye distances is (depth / e) tan a. Depth is an average: a person with a flat nose reads less.

Measured with dlib on one portrait (itself read as 2.6) whose mean head was turned by computing, in
steps of 10 from -20 to 20: off by at most 7 degrees, mostly reading too little; at 30 its detector
finds no face any more. Nobody measured it on people who turned.
"""

from __future__ import annotations

import math

from lib.faces.base import Point

# Depth over half the eye distance, of the mean face of 68 points that insightface ships
# (data/objects/meanshape_68.pkl): of where nose and lip meet, beside eyes that are taken as
# the middle of their corners, and of the tip beside eyes that are taken as their own middle.
NOSE_BASE = 0.85
NOSE_TIP = 1.07
# Eyes closer together than this are a pixel or two of landmark error away from any angle.
LEAST_EYE_DISTANCE = 8.0
# Beyond it the far eye is hidden, and its landmark is a guess.
MOST_DEGREES = 60.0


def degrees(left_eye: Point, right_eye: Point, nose: Point, *, depth: float) -> float | None:
    """Positive: turned to the picture's right. None: too small, or turned too far to be said.

    The offset is taken along the line of the eyes, so a tilted head reads as an upright one.
    """
    across_x, across_y = right_eye.x - left_eye.x, right_eye.y - left_eye.y
    distance = math.hypot(across_x, across_y)
    if distance < LEAST_EYE_DISTANCE:
        return None
    from_middle_x = nose.x - (left_eye.x + right_eye.x) / 2
    from_middle_y = nose.y - (left_eye.y + right_eye.y) / 2
    along = (from_middle_x * across_x + from_middle_y * across_y) / distance
    turned = math.degrees(math.atan2(along, depth * distance / 2))
    return turned if abs(turned) <= MOST_DEGREES else None
