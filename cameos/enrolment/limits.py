"""How often somebody may try, and how long things last.

No law or measurement names the numbers; each says what it is measured against.
"""

from datetime import timedelta

# The shortest time after which any result is shown, good or bad. dlib looks at half a minute of
# film for about 18 s, hears it for a few more, and one worker may have another film before it:
# most results are there by then, so that the time tells nothing of what was found.
SHOWN_AFTER = timedelta(seconds=60)
# A result that comes later waits for the next full step, so that its time is no finer than that.
SHOWN_EVERY = timedelta(seconds=30)

DAY = timedelta(days=1)
# Somebody with bad light and a cold needs three; a guess at the challenge is right once in 1.6
# million times, and who edits films by hand is slowed down.
PER_PERSON = 6
# A family shares a tablet; nobody enrols the neighbourhood.
PER_DEVICE = 12
# A campus or a carrier shares an address (lib.api.throttling.RATES, `enrol`, has the same number).
PER_NETWORK_SCOPE = "enrol"

# What was sent and neither accepted nor refused by the machine: held, given up meanwhile, or not
# confirmed by a person. The first two count alike, so that a limit does not tell whoever gives up
# that they were held.
UNSETTLED_SPAN = timedelta(days=30)
MOST_UNSETTLED = 3

TARGET_SECONDS = 300  # as long as the challenge lives
# Half a minute at 17 Mbit/s: what the challenge takes at most (cameos/challenge/film.py). A test
# holds the two together, for that module reads media and the web process need not.
MOST_BYTES = 64 * 1024 * 1024
CONTENT_TYPE = "video/mp4"
SUFFIX = ".mp4"
PREFIX = "incoming/enrolments"

# One look is over long before; a worker that was killed has lost its lease by then.
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
# Of a film's fingerprint: as long as somebody would try the same file again.
PRINTS_KEPT = timedelta(days=90)
# The address from which the release came: for as long as it may be disputed (740 ILCS 14 has no
# period of its own; Illinois counts five years, 735 ILCS 5/13-205).
ADDRESS_KEPT = timedelta(days=5 * 365)
APPROVERS = 2
# A hold that nobody decided ends as a refusal: no face is kept for longer on the chance that
# somebody will look.
HELD_AT_MOST = timedelta(days=30)
