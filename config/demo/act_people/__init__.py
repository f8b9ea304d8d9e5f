"""Act "people": a teen and their guardians, a child who should not be here, an age that was wrong,
a parent's consent in the app store, terms that change, invites, the staff's second factor, and an
archive of all that is one's own.

Everything runs as in production but for what Apple would sign: a certificate authority of the
act's own stands in for Apple's, and the product is told to believe it. Each person has an address
of their own, as behind a proxy.
"""

from config.demo.act_people import (
    aging,
    arriving,
    controlling,
    inviting,
    leaving,
    linking,
    pushing,
    reading,
    rereading,
    staffing,
    store,
    taking,
    undoing,
)
from config.demo.act_people.installation import installed

STEPS = [
    *arriving.STEPS,
    *linking.STEPS,
    *controlling.STEPS,
    *undoing.STEPS,
    *reading.STEPS,
    *staffing.STEPS,
    *leaving.STEPS,
    *aging.STEPS,
    *store.STEPS,
    *rereading.STEPS,
    *pushing.STEPS,
    *inviting.STEPS,
    *taking.STEPS,
]

__all__ = ["STEPS", "installed"]
