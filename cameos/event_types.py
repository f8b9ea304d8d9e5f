"""The events about likenesses in people's logs."""

from inbox.event_types import EventType, closed_object, typed_id
from lib.ids import IdKind

_RESULT = closed_object(enrolment=typed_id(IdKind.ENROLMENT), cameo=typed_id(IdKind.CAMEO))

_REQUEST = closed_object(cameo=typed_id(IdKind.CAMEO), request=typed_id(IdKind.CAMEO_REQUEST))

_REFERENCE = closed_object(reference_image=typed_id(IdKind.REFERENCE_IMAGE))

_CHARACTER = closed_object(cameo=typed_id(IdKind.CAMEO))

EVENT_TYPES = (
    EventType("enrolment.accepted", _RESULT, "Your recording was accepted: you have a cameo."),
    EventType("enrolment.refused", _RESULT, "Your recording was refused: read it to learn why."),
    EventType(
        "cameo.look_alike",
        closed_object(cameo=typed_id(IdKind.CAMEO)),
        "Somebody tried to enrol a face like yours. Your cameo goes on as it is, theirs waits for "
        "our staff. We do not say who it was.",
    ),
    EventType(
        "cameo.needs_reverify",
        closed_object(cameo=typed_id(IdKind.CAMEO)),
        "Your face can no longer be measured from your recording. Record yourself anew: until then "
        "nobody can use your cameo.",
    ),
    EventType("character.ready", _CHARACTER, "Your character may be used."),
    EventType("character.refused", _CHARACTER, "Your character was refused: read it to learn why."),
    EventType("reference_image.ready", _REFERENCE, "A video may be made of your picture."),
    EventType(
        "reference_image.refused",
        _REFERENCE,
        "Your picture was refused: read it to learn why.",
    ),
    EventType("cameo.requested", _REQUEST, "Somebody asks for your likeness."),
    EventType("cameo.approved", _REQUEST, "You may use a likeness that you asked for."),
    EventType(
        "cameo.preferences_paused",
        closed_object(cameo=typed_id(IdKind.CAMEO)),
        "How you like to look made somebody's request fail; it is left out until you save it.",
    ),
    EventType(
        "cameo.no_longer_everyone",
        closed_object(cameo=typed_id(IdKind.CAMEO)),
        "Ninety days have passed: your likeness is open to mutual follows, no longer to everyone.",
    ),
)
