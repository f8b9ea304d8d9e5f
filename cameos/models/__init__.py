from cameos.models.assessments import Assessment, EnrolmentDecision, UploadPrint
from cameos.models.cameos import Cameo, CameoKind
from cameos.models.enrolments import Enrolment, EnrolmentTransition
from cameos.models.releases import Release, ReleaseAddress
from cameos.models.transitions import CameoTransition
from cameos.models.vault import CameoKey, FaceTemplate, GalleryStamp, ReferenceClip

__all__ = [
    "Assessment",
    "Cameo",
    "CameoKey",
    "CameoKind",
    "CameoTransition",
    "Enrolment",
    "EnrolmentDecision",
    "EnrolmentTransition",
    "FaceTemplate",
    "GalleryStamp",
    "ReferenceClip",
    "Release",
    "ReleaseAddress",
    "UploadPrint",
]
