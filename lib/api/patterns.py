from lib.ids import LENGTH, IdKind


def id_pattern(kind: IdKind) -> str:
    """The ids of a kind as a regular expression (ECMA 262) without anchors."""
    return f"{kind.value}_[0-7][0-9a-hjkmnp-tv-z]{{{LENGTH - 1}}}"
