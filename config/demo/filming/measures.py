"""Where the parts of the portrait's head lie."""

from config.demo.filming.portrait import SIDE

UNIT = SIDE / 384  # what follows was measured by eye in a picture of 384 pixels
CENTRE_X, CENTRE_Y = 192 * UNIT, 130 * UNIT
HALF_WIDTH, HALF_HEIGHT, DEPTH = 74 * UNIT, 102 * UNIT, 74 * UNIT
NOSE_HEIGHT, NOSE_WIDE, NOSE_LONG = 22 * UNIT, 15 * UNIT, 24 * UNIT
EYES_Y, NOSE_Y, MOUTH_Y, CHIN_Y = 122 * UNIT, 149 * UNIT, 172 * UNIT, 200 * UNIT
REACH = 60 * UNIT
