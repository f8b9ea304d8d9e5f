"""The numbers of this room. Ours unless a line names a rule."""

from datetime import timedelta

CODE_LASTS = timedelta(minutes=10)  # two people beside each other, or on the telephone
ASKED_LASTS = timedelta(hours=24)  # a teen who does not answer has declined
MOST_GUARDIANS = 2  # R9
MOST_TEENS = 5  # R13: of one guardian, asked and active together
# D-11: what is not safety-critical waits, so that a teen reads of it before it holds.
COOL_DOWN = timedelta(hours=24)
PROPOSAL_LASTS = timedelta(days=14)
# How long a guardian whom a teen does not know, or fears, reads that all is as it was.
UNSAFE_NOTICE_AFTER = timedelta(hours=72)
NOTICES_KEPT = timedelta(days=30)
# What is odd about a link (R13): told to staff, never refused for it.
CLOSE_AGES_YEARS = 15
MANY_LINKS = 3
MANY_LINKS_WITHIN = timedelta(days=90)
NEW_ACCOUNT = timedelta(days=1)
