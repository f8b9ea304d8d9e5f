"""Numbers of this room's policy. Ours, but where a source is named."""

from datetime import timedelta

from enforcement.reasons import HIGH

# E8: who posts and deletes is still reported.
GONE_REPORTABLE = timedelta(days=30)
TEXT_CHARACTERS = 2_000
# What was decided must be reviewable for six months (DSA, Article 20(1)); and a month for the desk.
SNAPSHOT_KEPT_AFTER_CASE = timedelta(days=183 + 31)
# Whatever becomes of its case.
SNAPSHOT_KEPT_AT_MOST = timedelta(days=730)
# Words of a report, as long as what it speaks of.
REPORT_TEXT_KEPT = timedelta(days=730)

# E3: pictures beside a report. They pass through the web process, which holds them in memory: a
# photograph or a screenshot as phones make them.
MOST_ATTACHMENTS = 3
ATTACHMENT_BYTES = 8 * 1024 * 1024
ATTACHMENT_SIDE = 2048  # pixels, of what is kept: words on a screenshot stay readable
ATTACHMENT_LEASE = timedelta(minutes=5)
ATTACHMENT_ATTEMPTS = 5
ATTACHMENT_AGAIN_AFTER = timedelta(minutes=2)
# The operator's matching service was silent: asked again after this, then twice as long each time.
ATTACHMENT_PAUSE = timedelta(minutes=5)
ATTACHMENT_LONGEST_PAUSE = timedelta(hours=6)
ATTACHMENT_CHECKED_WITHIN = timedelta(days=3)  # else it goes unseen, and its sender reads that

SUBJECT_MUTED = timedelta(hours=24)  # E33
REPORTER_MUTED = timedelta(days=7)  # as the pages of the desk pause
REPORTER_MUTED_AT_MOST = timedelta(days=90)
# E32: what somebody reported half a year ago says half as much of them.
TRUST_HALF_LIFE = timedelta(days=180)

# New reports after a decision open a new case when …
REOPEN_REPORTERS = 10  # … so many different people say so, or …
REOPEN_SEVERITY = HIGH  # … somebody gives a graver reason of a topic that was decided about, or …
REOPEN_PERSON_AFTER = timedelta(days=30)  # … it is about a person, who goes on, and this old
# Whoever speaks of an intimate image or of themself: so many cases of a thing in that time.
# Complete notices without an account have no such bound: a law gives them 48 hours; the forms of a
# network a day bound these.
REOPEN_BY_THEM = 3
REOPEN_BY_THEM_WITHIN = timedelta(days=7)
REOPEN_BY_VOICE_A_DAY = 10  # things, by one account or contact

# No account: how long somebody has to confirm their address, and how often they may guess.
NOTICE_LASTS = timedelta(hours=24)
CODE_GUESSES = 5
CONTACT_KEPT = timedelta(days=730)
# What was reported as child safety, until the legal path takes it over.
VAULT_KEPT = timedelta(days=90)
# What was said of it, whatever becomes of its case: as long as words of other reports.
VAULT_SAID_KEPT_AT_MOST = REPORT_TEXT_KEPT
VAULT_COPY_LASTS = timedelta(days=30)  # another report of the film within it adds no second copy
COPY_AGAIN_AFTER = timedelta(minutes=10)
COPY_BATCH = 100

STATEMENT_CHARACTERS = 2_000
MOST_EVIDENCE = 50  # references that one decision names; ours
# Words of a decision and notes beside it: the six months of an appeal, and as long again for courts
# and out-of-court bodies (DSA, Articles 20 and 21) with a margin; ours.
DECISION_WORDS_KEPT = timedelta(days=730)
LONG_SUSPENSION = timedelta(days=30)  # longer ones take two people
SHORTEST_ACTION = timedelta(hours=1)
LONGEST_ACTION = timedelta(days=365)
SHORTEST_WAIT = timedelta(hours=1)  # of an action that begins later than its decision (E17)
LONGEST_WAIT = timedelta(days=30)
BULK_ALONE = 10  # cases that somebody decides in bulk within BULK_WINDOW; more take two people
BULK_WINDOW = timedelta(hours=24)
BULK_AT_MOST = 200
CLAIM_LASTS = timedelta(minutes=15)  # since the page of the case last said that it is open
CLAIMS_AT_ONCE = 5  # of one person
SKIP_LASTS = timedelta(hours=24)  # what somebody skipped is not offered to them
PRESENCE_LASTS = timedelta(seconds=90)
DUE_SOON = timedelta(hours=4)
SKIPS_SHOWN = timedelta(days=30)
PROPOSAL_WAITS = timedelta(days=7)  # as accounts' held decisions: who approves knows the case

LEGAL_CHARACTERS = 200  # of the name of a law or an order
APPEAL_CHARACTERS = 2_000
# "In a timely, non-discriminatory, diligent and non-arbitrary manner" (DSA, Article 20(4)); ours.
APPEAL_ANSWERED_WITHIN = timedelta(days=7)
REPLY_LASTS = timedelta(days=30)  # of the link to a question, whenever it is asked; ours
APPEAL_QUESTIONS = 5  # of staff in one appeal, each after the reply to the one before; ours
APPEAL_ROUNDS = 2  # a party appeals, the other answers by an appeal of its own: then it is final
