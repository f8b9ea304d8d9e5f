"""What keeps a draft from going by itself; rooms to the right say what (a post of it, say)."""

from lib.keeping import Keepers

_drafts = Keepers()
register, is_kept = _drafts.register, _drafts.any_of
