"""What a person's own archive holds of this room: what was consented to and lent, never a face."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.selectors import visible_to
from cameos.characters.selecting import characters_of
from cameos.ledger.receipts import receipt_of
from cameos.models import (
    AnchoredHead,
    Assessment,
    Attestation,
    AttestationSwitch,
    BlockedLikeness,
    BlockedSwitch,
    Cameo,
    CameoAddress,
    CameoGrant,
    CameoHold,
    CameoKey,
    CameoPermission,
    CameoRequest,
    Capability,
    Character,
    ConsentEntry,
    ConsentOpening,
    Enrolment,
    EnrolmentDecision,
    FaceTemplate,
    GrantState,
    ProcessorConsent,
    ReferenceClip,
    ReferenceImage,
    Release,
    ReleaseAddress,
    RestrictionConfirmation,
    Revocation,
    SentEvidence,
    UploadPrint,
)
from cameos.permissions.facts import permission_of
from cameos.processors.showing import shown_to_owner
from cameos.selectors import cameos_of, grants_of, requests_of, requests_to
from lib.exporting import CHUNK, LeftOut, Record, Walker, table
from lib.ids import IdKind, encode


def _cameos(person: User) -> Iterator[Record]:
    from cameos.api.cameos import CameoSerializer

    for cameo in cameos_of(person).order_by("pk"):
        yield dict(CameoSerializer(cameo).data)


def _of_each_cameo(shown: Callable[[Cameo], Record]) -> Callable[[User], Iterator[Record]]:
    """What the API shows of each of one's cameos."""

    def records(person: User) -> Iterator[Record]:
        for cameo in cameos_of(person).select_related("owner").order_by("pk"):
            yield {"cameo": cameo.public_id, **shown(cameo)}

    return records


def _permission(cameo: Cameo) -> Record:
    from cameos.api.bodies import permission_json
    from cameos.api.rule_bodies import dressed_json, rules_json

    row = permission_of(cameo)
    rules, dress = rules_json(row), dressed_json(row)
    return permission_json(row, timezone.now()) | {
        "restrictions": rules["topics"],
        "preferences": dress["attributes"],
    }


def _processors(cameo: Cameo) -> Record:
    from cameos.api.processor_bodies import ProcessorsSerializer

    shown: Any = {"results": shown_to_owner(cameo)}
    return {"processors": ProcessorsSerializer(shown).data["results"]}


def _grants(person: User) -> Iterator[Record]:
    """What they lent, and what is lent to them by people whom they may see."""
    from cameos.api.bodies import grant_json

    for cameo in cameos_of(person).order_by("pk"):
        for row in grants_of(person, cameo.pk).order_by("pk").iterator(chunk_size=CHUNK):
            yield {"side": "you_lend", "cameo": cameo.public_id, **grant_json(row)}
    lent = CameoGrant.objects.filter(person=person, state=GrantState.LIVE)
    seen = lent.filter(cameo__owner__in=visible_to(person)).select_related("cameo__owner")
    for row in seen.order_by("pk").iterator(chunk_size=CHUNK):
        yield {
            "side": "lent_to_you",
            "handle": row.cameo.owner.handle,
            "scopes": sorted(row.scopes),
            "granted_at": row.granted_at,
            "until": row.until,
        }


def _requests(person: User) -> Iterator[Record]:
    """A denial looks like waiting, and whom one asked is not in it: as in the app. One's own note
    is one's own."""
    from cameos.api.bodies import received_json, sent_json

    now = timezone.now()
    for row in requests_of(person).order_by("pk").iterator(chunk_size=CHUNK):
        yield {"side": "you_asked", **sent_json(row, now), "note": row.note}
    for cameo in cameos_of(person).order_by("pk"):
        for row in requests_to(person, cameo.pk).order_by("pk").iterator(chunk_size=CHUNK):
            yield {"side": "asks_you", "cameo": cameo.public_id, **received_json(row)}


def _receipts(person: User) -> Iterator[Record]:
    """Of likenesses that were erased too: what was said is destroyed then, and the line stays."""
    mine = Cameo.objects.filter(owner=person).values("pk")
    entries = ConsentEntry.objects.filter(cameo_id__in=mine).order_by("cameo_id", "seq")
    yield from map(receipt_of, entries.iterator(chunk_size=CHUNK))


def _enrolments(person: User) -> Iterator[Record]:
    """Without the challenge and the target, which are for the device that began."""
    from cameos.api.enrolments import EnrolmentSerializer

    rows = Enrolment.objects.filter(owner=person).select_related("release").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        shown = EnrolmentSerializer(row).data
        yield {name: shown[name] for name in shown if name not in {"challenge", "upload", "can"}}


def _characters(person: User) -> Iterator[Record]:
    from cameos.api.character_bodies import character_json

    for row in characters_of(person).select_related("cameo").order_by("pk"):
        shown = character_json(row)
        yield {name: shown[name] for name in shown if name != "upload"}


def _pictures(person: User) -> Iterator[Record]:
    from cameos.api.reference_bodies import reference_json

    rows = ReferenceImage.objects.filter(owner=person).order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        shown = reference_json(row)
        yield {name: shown[name] for name in shown if name != "upload"}


def _addresses(person: User) -> Any:
    mine = Release.objects.filter(person_id=person.pk).values("pk")
    return ReleaseAddress.objects.filter(release_id__in=mine).order_by("pk")


def _revocations(person: User) -> Iterator[Record]:
    from cameos.api.revocation_bodies import revocation_json

    mine = Cameo.objects.filter(owner=person).values("pk")
    for row in Revocation.objects.filter(cameo_id__in=mine).order_by("pk"):
        yield {"cameo": encode(IdKind.CAMEO, row.cameo_id), **revocation_json(row)}


def _confirmations(person: User) -> Any:
    mine = Cameo.objects.filter(owner=person).values("pk")
    return RestrictionConfirmation.objects.filter(cameo_id__in=mine).order_by("pk")


WALKERS = (
    Walker(Cameo, "Your likeness and your characters, and how they stand.", _cameos),
    Walker(
        CameoPermission,
        "Who may use each of them, and what for.",
        _of_each_cameo(_permission),
    ),
    Walker(
        ProcessorConsent,
        "Which companies outside may draw you.",
        _of_each_cameo(_processors),
    ),
    Walker(CameoGrant, "What you lent to people one by one, and what is lent to you.", _grants),
    Walker(CameoRequest, "Whom you asked for a likeness, and who asks you.", _requests),
    Walker(
        CameoAddress,
        "The id under which others speak of your likeness.",
        table(
            lambda person: CameoAddress.objects.filter(person=person),
            "made_at",
            id=lambda row: encode(IdKind.CAMEO, row.pk),
        ),
    ),
    Walker(
        ConsentEntry,
        "The ledger of your consents, each line as the receipt that proves it (see the file "
        "docs/consent-ledger.md of the service).",
        _receipts,
        also=(ConsentOpening, AnchoredHead),
    ),
    Walker(
        Release,
        "What you agreed to before a recording.",
        table(
            lambda person: Release.objects.filter(person_id=person.pk).order_by("pk"),
            *("notice_version", "text_hash", "locale", "face", "voice", "at"),
        ),
    ),
    Walker(
        ReleaseAddress,
        "From which network address you agreed.",
        table(_addresses, "address", "at"),
    ),
    Walker(Enrolment, "Each try at recording your likeness, and what came of it.", _enrolments),
    Walker(
        RestrictionConfirmation,
        "Which topics you confirmed that your likeness is not for.",
        table(_confirmations, "topics", "at"),
    ),
    Walker(Revocation, "When you took a likeness back, and what went with it.", _revocations),
    Walker(Character, "Your characters by name.", _characters),
    Walker(ReferenceImage, "Pictures that you sent in to make videos of.", _pictures),
    Walker(
        Attestation,
        "That you said that a picture shows nobody who did not agree.",
        table(
            lambda person: Attestation.objects.filter(person_id=person.pk).order_by("pk"),
            *("public_id", "statement_version", "locale", "at"),
        ),
    ),
    Walker(
        Capability,
        "For which videos of yours a likeness was lent, yours or somebody else's.",
        table(
            lambda person: Capability.objects.filter(requester_id=person.pk).order_by("pk"),
            *("job", "issued_at", "expires_at"),
        ),
    ),
    LeftOut(
        (FaceTemplate, CameoKey, ReferenceClip),
        "Sealed in the vault, which only the likeness process opens: a face as numbers and the "
        "recording that it was taken from are shown to nobody, their owner included. Deleting the "
        "likeness destroys them.",
    ),
    LeftOut(
        (Assessment, EnrolmentDecision, UploadPrint),
        "Distances and thresholds, some of them to other people's faces; what was decided stands "
        "with the enrolment.",
    ),
    LeftOut(
        (SentEvidence,),
        "A file in which child abuse was found is kept for the authorities alone (18 U.S.C. "
        "2258A), and nobody may have a copy of it.",
    ),
    LeftOut(
        (BlockedLikeness, BlockedSwitch, AttestationSwitch),
        "Likenesses of people without an account, and what staff decided; it names staff.",
    ),
    LeftOut(
        (CameoHold,),
        "Which part of a decision closed what; the decision stands in the archive.",
    ),
)
