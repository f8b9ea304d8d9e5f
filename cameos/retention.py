"""How long this room keeps what it holds of people, and what ends it."""

from datetime import timedelta

from cameos.blocked.limits import LONGEST
from cameos.enrolment.limits import ADDRESS_KEPT, PRINTS_KEPT
from cameos.intake.limits import EVIDENCE_KEPT_FOR
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
    ConsentAnchor,
    ConsentEntry,
    ConsentOpening,
    Enrolment,
    EnrolmentDecision,
    FaceTemplate,
    GalleryStamp,
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
from cameos.services.requesting import COUNTED_FOR
from lib.retention import SWEEPER, Fate, Rule, Sweep

DAY = timedelta(days=1)
LIKENESS = "cameos.handlers.erase_likenesses"
SEVERING = "cameos.services.severing.sever_all_of"
STAFF = "What staff decided, and the id of whoever did."

RULES = (
    Rule(Cameo, Fate.COMMITMENT, "A tombstone: ids, codes, times.", ("owner",), LIKENESS),
    Rule(CameoKey, Fate.ERASED, "The key of a vault.", ("cameo__owner",), LIKENESS),
    Rule(FaceTemplate, Fate.ERASED, "A face, sealed.", ("key__cameo__owner",), LIKENESS),
    Rule(ReferenceClip, Fate.ERASED, "A recording, sealed.", ("key__cameo__owner",), LIKENESS),
    Rule(
        CameoAddress,
        Fate.ERASED,
        "Under which id others speak of a likeness.",
        ("person",),
        "cameos.handlers.forget_name",
    ),
    Rule(CameoPermission, Fate.ERASED, "Whom it is lent to.", ("cameo__owner",), SEVERING),
    Rule(
        CameoHold,
        Fate.COMMITMENT,
        "Times: that a decision paused a likeness, and by which cause.",
        ("cameo__owner",),
    ),
    Rule(
        CameoGrant,
        Fate.COMMITMENT,
        "Ids and bounds of what was lent; it ends.",
        ("cameo__owner", "person"),
        SEVERING,
    ),
    Rule(
        CameoRequest,
        Fate.COMMITMENT,
        "Ids and times of a question; its note goes.",
        ("person", "named"),
        SEVERING,
        COUNTED_FOR,
        SWEEPER,
        sweep=Sweep("expires_at"),
    ),
    Rule(
        Capability,
        Fate.COMMITMENT,
        "Ids and bounds: what was allowed for one video. The salt of its receipt goes with the "
        "likeness.",
        ("requester_id",),
        LIKENESS,
    ),
    Rule(
        ConsentEntry,
        Fate.COMMITMENT,
        "A chain of salted hashes, append-only.",
        ("actor", "cameo_id"),
    ),
    Rule(
        ConsentOpening,
        Fate.COMMITMENT,
        "What opens a commitment, sealed: ids and codes. Of their own likeness all go; that of "
        "somebody else keeps the id of whom it was lent to.",
        ("cameo_id", "fact"),
        LIKENESS,
    ),
    Rule(AnchoredHead, Fate.COMMITMENT, "Salted hashes of ledgers.", ("cameo_id",)),
    Rule(ConsentAnchor, Fate.NOBODYS, "One root of many salted hashes."),
    Rule(RestrictionConfirmation, Fate.COMMITMENT, "Ids and codes, append-only.", ("cameo_id",)),
    Rule(ProcessorConsent, Fate.COMMITMENT, "Ids and hashes of texts.", ("cameo__owner",)),
    Rule(Revocation, Fate.COMMITMENT, "Ids and counts.", ("cameo_id",)),
    Rule(
        Release,
        Fate.COMMITMENT,
        "Ids, hashes and versions of texts: a written release under BIPA, append-only.",
        ("person_id",),
    ),
    Rule(
        ReleaseAddress,
        Fate.ERASED,
        "From which address a release came.",
        ("release_id",),
        "cameos.handlers.forget_addresses",
        ADDRESS_KEPT + DAY,
        "forget_enrolment_rows",
    ),
    Rule(
        Enrolment,
        Fate.COMMITMENT,
        "Ids, codes, a keyed hash of a device, and what was asked to be done before a camera.",
        ("owner",),
        LIKENESS,
    ),
    Rule(
        Assessment,
        Fate.COMMITMENT,
        "Ids, codes, bands and distances; no template, and no age in years.",
        ("enrolment_id",),
    ),
    Rule(EnrolmentDecision, Fate.COMMITMENT, "Ids and codes.", ("enrolment_id", "actor")),
    Rule(
        UploadPrint,
        Fate.KEPT,
        "Hashes of a recording that was sent in, sealed.",
        ("enrolment_id",),
        "",
        PRINTS_KEPT + DAY,
        "forget_enrolment_rows",
        "legitimate interest (GDPR Art. 6(1)(f)): a recording is not sent in twice by others",
    ),
    Rule(Attestation, Fate.COMMITMENT, "Ids and hashes, append-only.", ("person_id",)),
    Rule(
        Character,
        Fate.COMMITMENT,
        "A tombstone: ids, codes, times. Name and files go.",
        ("owner",),
        "cameos.handlers.forget_characters",
    ),
    Rule(
        ReferenceImage,
        Fate.COMMITMENT,
        "A tombstone: ids, codes, times. The file goes.",
        ("owner",),
        "cameos.handlers.forget_references",
    ),
    Rule(
        SentEvidence,
        Fate.KEPT,
        "A file in which child abuse was found, whose it was and what.",
        ("person_id",),
        "",
        EVIDENCE_KEPT_FOR + DAY,
        "forget_sent_evidence",
        "18 U.S.C. 2258A: what is reported is at hand when authorities ask",
    ),
    Rule(
        BlockedLikeness,
        Fate.KEPT,
        "A likeness that its person had blocked, without any account, until they end it.",
        ("proposed_by", "confirmed_by"),
        "",
        LONGEST + 2 * DAY,
        "sweep_blocked",
        "consent of the person in the pictures (GDPR Art. 9(2)(a); BIPA written release)",
    ),
    Rule(BlockedSwitch, Fate.COMMITMENT, STAFF, ("turned_on_by",)),
    Rule(AttestationSwitch, Fate.COMMITMENT, STAFF, ("turned_on_by",)),
    Rule(GalleryStamp, Fate.NOBODYS, "A random number that tells processes of a change."),
)
