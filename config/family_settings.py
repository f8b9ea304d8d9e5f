"""Teens and those who watch over them (docs/family.md)."""

from config import env

_IS_PRODUCTION = env.text("ZOETROPE_PROFILE", "development") == "production"

# Who may watch over a teen: how sure we must be that somebody is an adult (parental/eligibility.py)
GUARDIAN_ASSURANCE = env.choice(
    "GUARDIAN_ASSURANCE",
    ("self_declared", "estimate", "staff", "document"),
    "staff" if _IS_PRODUCTION else "self_declared",
)
# Nothing reaches a guardian about a likeness before the teen asked for it
FAMILY_ASK_MINOR_FIRST = env.flag("FAMILY_ASK_MINOR_FIRST", default=True)
# Who hears by mail that a teen said "I am not safe"; the case stands in the admin without it
SAFETY_DESK_EMAIL = env.text("SAFETY_DESK_EMAIL", "")
# For so long a mail about a change of limits waits for others, to tell of all of them at once
FAMILY_MAIL_WAITS_SECONDS = env.number(
    "FAMILY_MAIL_WAITS_SECONDS", 180 if _IS_PRODUCTION else 5, low=0, high=3600
)
