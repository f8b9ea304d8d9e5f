"""The public schedule: what is kept of an enrolment, for how long, and how it goes.

What faces are used for, and how long for each, stands in `cameos.purposes`; this adds the rows
around it.
"""

from dataclasses import dataclass

from cameos.blocked.limits import CONFIRMED_WITHIN, CONTACT_KEPT, LONGEST
from cameos.enrolment.limits import ADDRESS_KEPT, HELD_AT_MOST, PRINTS_KEPT


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept. `days` is None where an act of the person ends it."""

    what: str
    until: str
    days: int | None
    how_it_goes: str


SCHEDULE = (
    Kept(
        "The file that was sent, as it was sent",
        "until it was looked at, or the challenge ran out; an hour at most",
        0,
        "the file is deleted, and it is in no backup",
    ),
    Kept(
        "The face template and the encrypted recording of an accepted enrolment; of a recording "
        "its pictures alone, unless the voice was released too",
        "until the cameo is erased or recorded anew, or the account is deleted",
        None,
        "the key is destroyed, then the ciphertext",
    ),
    Kept(
        "The face template and the encrypted recording of a refused or cancelled enrolment",
        "until it is refused or cancelled; where a person must decide and nobody does, for 30 days",
        HELD_AT_MOST.days,
        "the key is destroyed, then the ciphertext",
    ),
    Kept(
        "A keyed hash of the bytes of the file, and encrypted hashes of two of its pictures a "
        "second, by which the same film is known again; no template is made of them",
        "a fixed time after it was sent",
        PRINTS_KEPT.days,
        "the row is deleted",
    ),
    Kept(
        "The network address from which the release was given",
        "a fixed time after the release, or until the account is deleted",
        ADDRESS_KEPT.days,
        "the row is deleted with its salt",
    ),
    Kept(
        "That a release was given: version, language, scopes, time, keyed hash of the device",
        "as evidence of the consent; it holds no face and no words",
        None,
        "it is not deleted",
    ),
    Kept(
        "The portraits of somebody who asked never to be shown, encrypted",
        "until they were measured, or nobody confirmed the release in time",
        CONFIRMED_WITHIN.days,
        "the files are deleted, and they are in no backup",
    ),
    Kept(
        "The face template of somebody who asked never to be shown",
        "until they or their representative take it back, or its end date",
        LONGEST.days,
        "the key is destroyed, then the ciphertext",
    ),
    Kept(
        "How to reach whoever asked that a face is never shown, encrypted",
        "a fixed time after the end, to tell them of it",
        CONTACT_KEPT.days,
        "the field is emptied",
    ),
    Kept(
        "That a release never to be shown was given: version, time, basis, number of the paper",
        "as evidence of the release; it holds no face and no name",
        None,
        "it is not deleted",
    ),
    Kept(
        "Scores of the checks with the versions of the models, and the decision",
        "as evidence of the decision; numbers and codes, no face and no words",
        None,
        "it is not deleted",
    ),
)
