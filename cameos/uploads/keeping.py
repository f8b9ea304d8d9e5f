"""What keeps a picture over its time; rooms to the right say what (a video that is being made of
it, say). Nothing keeps one that was removed, or that rests on an attestation."""

from lib.keeping import Keepers

_pictures = Keepers()
register, is_needed = _pictures.register, _pictures.any_of
