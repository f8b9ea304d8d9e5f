"""How long a file that was sent in may take to be looked at. Ours."""

from datetime import timedelta

TARGET_SECONDS = 600
# Twenty pictures in eight positions take under a minute of one core.
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
ASKED_AGAIN_AFTER = timedelta(minutes=2)
# As for enrolments: what nobody decided ends as a refusal.
HELD_AT_MOST = timedelta(days=30)
EVIDENCE_PREFIX = "quarantine/evidence"  # no URL, no backup
EVIDENCE_KEPT_FOR = timedelta(days=14)  # as long as a refused film
LEFT_OVER_AFTER = timedelta(hours=1)  # longer than any worker has files that no row names yet
