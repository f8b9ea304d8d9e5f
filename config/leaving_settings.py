"""How people leave (docs/leaving.md)."""

from config import env

# For so many days an account that its owner closed may be opened again. Apple asks that deletion
# be easy and that a delay be said (App Review Guideline 5.1.1(v)); the law gives a month (GDPR
# Art. 12(3)), hence the bound.
ACCOUNT_GRACE_DAYS = env.number("ACCOUNT_GRACE_DAYS", 30, low=1, high=30)
