from enum import StrEnum


class Failure(StrEnum):
    """Why a film is not the answer to its challenge. A value is never reused or renamed."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"
    TOO_FEW_FRAMES = "too_few_frames"
    NO_SOUND = "no_sound"
    SEVERAL_SOUNDS = "several_sounds"
    CUT = "cut"
    TOO_DARK = "too_dark"
    NO_FACE = "no_face"
    FACE_LOST = "face_lost"
    FACE_TOO_SMALL = "face_too_small"
    TWO_FACES = "two_faces"
    FACE_CHANGED = "face_changed"
    FACE_UNCLEAR = "face_unclear"
    TURNS_MISSING = "turns_missing"
    TURNS_OUT_OF_ORDER = "turns_out_of_order"
    TURNS_MIRRORED = "turns_mirrored"
    NOTHING_SAID = "nothing_said"
    DIGITS_NOT_HEARD = "digits_not_heard"
    MORE_SAID = "more_said"
    DIGITS_UNCLEAR = "digits_unclear"


SENTENCES = {
    Failure.TOO_SHORT: "Record for longer: read all digits and follow all turns.",
    Failure.TOO_LONG: "Record half a minute at most.",
    Failure.TOO_LARGE: "The film is too large: record it with the app's own settings.",
    Failure.TOO_SMALL: "The picture is too small: record it with the app's own settings.",
    Failure.TOO_FEW_FRAMES: "The film has gaps: close other apps and record again.",
    Failure.NO_SOUND: "The film has no sound: allow the microphone and record again.",
    Failure.SEVERAL_SOUNDS: "The film has more than one sound: record it with the app itself.",
    Failure.CUT: "Record in one take, without cuts, in light that does not change.",
    Failure.TOO_DARK: "It is too dark: turn towards a window or a lamp.",
    Failure.NO_FACE: "No face is seen: hold the camera at the height of your eyes.",
    Failure.FACE_LOST: "Your face left the picture: stay in it, and turn your head less far.",
    Failure.FACE_TOO_SMALL: "Your face is too small: come closer to the camera.",
    Failure.TWO_FACES: "There is another face: be alone in the picture, away from posters.",
    Failure.FACE_CHANGED: "The face is not the same throughout: one person records the whole film.",
    Failure.FACE_UNCLEAR: "Your face is hard to see: record in better light, without covering it.",
    Failure.TURNS_MISSING: "Turns are missing: turn your head each time, and look back between.",
    Failure.TURNS_OUT_OF_ORDER: "Turn your head in the order that is shown.",
    Failure.TURNS_MIRRORED: "Each turn went to the other side: left is your own left hand's side.",
    Failure.NOTHING_SAID: "Nobody is heard: read the digits aloud, close to the microphone.",
    Failure.DIGITS_NOT_HEARD: "Other digits are heard: read those shown, once, in English.",
    Failure.MORE_SAID: "Say the digits once and nothing else.",
    Failure.DIGITS_UNCLEAR: "The digits are hard to make out: read them slowly, in a quiet place.",
}
