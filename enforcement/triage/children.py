"""Whether what is known of a film already supports that it is a matter of child safety. Written
nowhere."""

from uuid import UUID

from enforcement.reasons import FILMS
from enforcement.services.films import film_of
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import public_id_of
from enforcement.triage.copies import known
from enforcement.triage.facts import minor_in
from enforcement.triage.rescan import look_at_scans
from lib.ids import IdKind, encode


def is_supported(kind: str, key: UUID) -> bool:
    """By an entry of a hash bank that a film meets, or by what detectors said of the thing when it
    was made."""
    film = film_of(kind, key) if kind in FILMS else None
    things = [public_id_of(kind, key)]
    found = []
    if film is not None:
        things.append(encode(IdKind.GENERATION, film))
        found += known(film)
    found += look_at_scans(things, minor=minor_in(SubjectKind(kind), key))
    return any(one.is_of_children for one in found)
