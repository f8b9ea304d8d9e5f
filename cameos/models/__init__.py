from cameos.models.addresses import CameoAddress
from cameos.models.assessments import Assessment, EnrolmentDecision, UploadPrint
from cameos.models.attestations import Attestation, AttestationSwitch
from cameos.models.blocked import BlockedLikeness, BlockedTransition
from cameos.models.blocked_switch import BlockedSwitch
from cameos.models.cameos import Cameo, CameoKind
from cameos.models.capabilities import Capability
from cameos.models.characters import Character, CharacterTransition
from cameos.models.confirmations import RestrictionConfirmation
from cameos.models.enrolments import Enrolment, EnrolmentTransition
from cameos.models.evidence import SentEvidence
from cameos.models.grants import CameoGrant, GrantState, GrantTransition
from cameos.models.holds import CameoHold
from cameos.models.ledger import AnchoredHead, ConsentAnchor, ConsentEntry, ConsentOpening
from cameos.models.permissions import CameoPermission
from cameos.models.processors import ProcessorConsent
from cameos.models.references import ReferenceImage, ReferenceTransition
from cameos.models.releases import Release, ReleaseAddress
from cameos.models.request_states import NoteState, RequestState
from cameos.models.requests import CameoRequest, RequestTransition
from cameos.models.revocations import Revocation, RevocationScope
from cameos.models.transitions import CameoTransition
from cameos.models.vault import CameoKey, FaceTemplate, GalleryStamp, ReferenceClip

__all__ = [
    "AnchoredHead",
    "Assessment",
    "Attestation",
    "AttestationSwitch",
    "BlockedLikeness",
    "BlockedSwitch",
    "BlockedTransition",
    "Cameo",
    "CameoAddress",
    "CameoGrant",
    "CameoHold",
    "CameoKey",
    "CameoKind",
    "CameoPermission",
    "CameoRequest",
    "CameoTransition",
    "Capability",
    "Character",
    "CharacterTransition",
    "ConsentAnchor",
    "ConsentEntry",
    "ConsentOpening",
    "Enrolment",
    "EnrolmentDecision",
    "EnrolmentTransition",
    "FaceTemplate",
    "GalleryStamp",
    "GrantState",
    "GrantTransition",
    "NoteState",
    "ProcessorConsent",
    "ReferenceClip",
    "ReferenceImage",
    "ReferenceTransition",
    "Release",
    "ReleaseAddress",
    "RequestState",
    "RequestTransition",
    "RestrictionConfirmation",
    "Revocation",
    "RevocationScope",
    "SentEvidence",
    "UploadPrint",
]
