"""What an archive holds of a family, to each of the two just what they read in the app.

A guardian whom a teen fled from reads the link as it was for a while (parental/selectors.py): so
does their archive, for it is made by the same functions.
"""

from collections.abc import Callable, Iterator
from typing import Any

from accounts.models import User
from lib.exporting import LeftOut, Record, Walker
from lib.ids import IdKind, encode
from parental.models import (
    AlertException,
    BarredGuardian,
    ConsentReceipt,
    Control,
    FamilyEntry,
    FamilyNotice,
    GuardianLink,
    LikenessRelease,
    LinkCode,
    Proposal,
    SafetyAlert,
    SafetyCase,
)
from parental.selectors import acts_for, ledger_of, links_of, proposals_of, receipts_of
from parental.services import reading, releasing


def _mine(person: User) -> Iterator[GuardianLink]:
    yield from links_of(person).order_by("asked_at", "pk")


def _acting(person: User) -> Iterator[GuardianLink]:
    """Under which limits are read: as long as the teen is one."""
    return (link for link in _mine(person) if acts_for(link, person) and not link.teen.is_adult)


def _links(person: User) -> Iterator[Record]:
    from parental.api.bodies import ControlSerializer, link_json

    acting = {link.pk for link in _acting(person)}
    for link in _mine(person):
        limits = reading.controls_of(link, person) if link.pk in acting else []
        yield dict(link_json(link, person)) | {
            "controls": [dict(ControlSerializer(one).data) for one in limits]
        }


def _under_each(rows: Callable[[User, Any], Any], serializer: str) -> Callable[[User], Any]:
    """What the API lists under a link, of all links, each with the link's id."""

    def records(person: User) -> Iterator[Record]:
        from parental.api import bodies

        shown = getattr(bodies, serializer)
        for link in _mine(person):
            for row in rows(person, link.pk).order_by("pk").iterator():
                yield {"link": encode(IdKind.GUARDIAN_LINK, link.pk), **shown(row).data}

    return records


def _releases(person: User) -> Iterator[Record]:
    from parental.api.controls import release_json

    for link in _acting(person):
        for row in releasing.releases_of(link):
            yield {"link": link.public_id, **release_json(row)}


WALKERS = (
    Walker(
        GuardianLink,
        "Your links to a guardian or to a teen, with the limits that are set under them.",
        _links,
        also=(Control,),
    ),
    Walker(
        FamilyEntry,
        "The history of each link, as you read it.",
        _under_each(ledger_of, "EntrySerializer"),
    ),
    Walker(
        Proposal,
        "Changes that either of you asked for.",
        _under_each(proposals_of, "ProposalSerializer"),
    ),
    Walker(
        ConsentReceipt,
        "What either of you agreed to under a link, and which text it was.",
        _under_each(receipts_of, "FamilyReceiptSerializer"),
    ),
    Walker(LikenessRelease, "What both said about the teen's likeness.", _releases),
    LeftOut((LinkCode,), "A keyed hash of a code that works for ten minutes."),
    LeftOut(
        (BarredGuardian, SafetyCase, SafetyAlert, AlertException),
        "Who left a guardian for their safety is read by those who help, and in no file that lies "
        "on a phone at home.",
    ),
    LeftOut(
        (FamilyNotice,),
        "What is still to be told; once it is told it stands in your events and your mail.",
    ),
)
