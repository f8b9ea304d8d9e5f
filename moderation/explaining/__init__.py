"""Why something was decided, in words and numbers that a moderator can check."""

from moderation.explaining.bounds import Bound, bounds_of
from moderation.explaining.scans import CategoryLine, Explanation, explain

__all__ = ["Bound", "CategoryLine", "Explanation", "bounds_of", "explain"]
