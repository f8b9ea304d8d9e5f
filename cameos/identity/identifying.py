from collections.abc import Collection
from pathlib import Path
from uuid import UUID

import structlog

from cameos.identity.looking import Faces, faces_of
from cameos.identity.searching import compares_everybody, decided, search
from cameos.identity.verdicts import Identified, of_film
from lib.faces import registry
from lib.faces.base import FaceKind

log = structlog.get_logger(__name__)


def identify(path: Path, *, expected: Collection[UUID], about: str) -> Identified:
    """Whether the film shows an enrolled person beside the cameos that are `expected`.

    In the likeness process alone. `about`: the public id of the job, for the audit. Faces live in
    memory until this returns; of people who are not enrolled nothing remains but a count. Never
    inside a transaction. Raises MediaError, FaceError, VaultError: then nothing was assessed.
    """
    kind = registry.build()
    with faces_of(path, kind) as faces:
        found = _judged(faces, kind, frozenset(expected), about)
    log.info("faces_identified", about=about, verdict=found.verdict.value, faces=found.faces)
    return found


def _judged(faces: Faces, kind: FaceKind, expected: frozenset[UUID], about: str) -> Identified:
    """Nothing is asked of the vault for a film without faces."""
    whole = not (faces.unmeasured or faces.missed)
    if not faces.templates:
        return of_film((), faces=len(faces), is_complete=whole)
    found = search(faces, kind, expected=expected, about=about)
    whole = compares_everybody(found, kind.mark) and whole
    who = decided(faces, found, kind, expected=expected) if found else ()
    return of_film(who, faces=len(faces), is_complete=whole)
