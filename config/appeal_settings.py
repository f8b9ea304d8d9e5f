"""How long people may appeal what was decided (docs/appeals.md)."""

from config import env

# "For a period of at least six months following the decision" (DSA, Article 20(1)); six months
# have at most 184 days. Never shorter.
APPEAL_DAYS = env.number("APPEAL_DAYS", 184, low=184, high=3650)
# Where out-of-court bodies are listed (DSA, Article 21(8)).
OUT_OF_COURT_URL = env.text(
    "OUT_OF_COURT_URL",
    "https://digital-strategy.ec.europa.eu/en/policies/dsa-out-court-dispute-settlement",
)
