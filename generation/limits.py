"""Numbers of policy and of tuning. Where no law or measurement is named, they are our choice."""

from datetime import timedelta

PROMPT_CHARACTERS = 4_000  # the longest that the video engines' own text encoders make use of
ENGINE_CHARACTERS = 32  # of a model's name

# Making out of what was made. The way of words is judged whole, so it has an end; extensions and
# the longest film are the Videos API's own (features.md, G5).
MOST_STEPS = 20
MOST_EXTENSIONS = 6
LONGEST_SECONDS = 120
MOST_BEATS = 12
MOST_VARIATIONS = 4

# Per person. No credits yet; generous enough that only a script meets them.
LIVE_JOBS = 5
JOBS_A_DAY = 100
QUOTA_WINDOW = timedelta(hours=24)
LIVE_JOBS_RETRY_SECONDS = 30  # about the time of one short video on a busy worker

# A worker that says nothing for this long is taken for dead. It renews every second or so while
# frames appear, and every five between frames; a stall of 20 s costs a repeated render, no more.
LEASE = timedelta(seconds=20)
RENEW_EVERY_SECONDS = 1.0
HEARTBEAT_SECONDS = 5.0

# A server that is full, or a machine that cannot draw, counts for no attempt, for so long after the
# job first met it.
FULL_FOR = timedelta(hours=2)
# What stands in no engines file, and was drawn by nobody for so long, is not waited for.
FORGOTTEN_AFTER = timedelta(days=1)

# A stage that failed or lost its worker this often is not tried again (features.md, G23).
MAX_ATTEMPTS = 3

# A message for a waiting job is sent again after this, then each time after as long again as
# the job has waited: a lost one is noticed, a long queue is not filled with copies.
RESEND_AFTER = timedelta(seconds=60)
# What failed in passing waits this long before each further attempt.
BACK_OFF = (timedelta(seconds=5), timedelta(seconds=20))
# What cannot even be begun, as where its row cannot be read, rests so long; others go on.
UNREADABLE_FOR = timedelta(minutes=10)

# Progress told to the maker's devices: at most one event a second, five points apart.
PROGRESS_EVENT_SECONDS = 1.0
PROGRESS_EVENT_POINTS = 5

# How much of the whole each stage is, in points; 100 is for completed jobs alone.
RENDER_ENDS_AT = 75
INSPECT_ENDS_AT = 88
LIKENESS_ENDS_AT = 90
FINISH_ENDS_AT = 99

# A job may be held for a week in each of its stages, and contested a week after a refusal; consent
# for it is not asked again, and ends by this if by nothing else.
CONSENT_LASTS = timedelta(days=45)

# A draft that nobody published goes after this (features.md, G20); its maker is told ahead.
DRAFT_KEPT = timedelta(days=90)
DRAFT_NOTICE = timedelta(days=7)

URL_SECONDS = 300  # architecture.md: URLs live five minutes

# Files that no living worker can still be writing.
LEFTOVERS_AFTER = timedelta(hours=1)
