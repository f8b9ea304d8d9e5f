"""Act "cameos": somebody's likeness comes in, is lent, misused, taken back, and all of it proved.

Faces are found and compared by dlib, digits are heard by PocketSphinx, in the product's own
processes. The only portrait is a public-domain one; the second face is computed from it. Every
recording here is rendered, so a stand-in says which are presentation attacks (stand_in.py).
"""

import shlex
import sys

from config.demo.act_cameos import (
    braking,
    enrolling,
    gatecrashing,
    impostors,
    ledger,
    lending,
    revoking,
    stand_in,
)

ENVIRONMENT = {"FACE_LIVENESS_COMMAND": shlex.join([sys.executable, "-I", str(stand_in.__file__)])}
STEPS = [
    *enrolling.STEPS,
    *impostors.STEPS,
    *lending.STEPS,
    *gatecrashing.STEPS,
    *braking.STEPS,
    *revoking.STEPS,
    *ledger.STEPS,
]
