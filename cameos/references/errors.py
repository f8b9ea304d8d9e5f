from enum import StrEnum


class ReferenceFault(StrEnum):
    """Why no picture was made of somebody who may be shown; stable."""

    NO_RECORDING = "reference_no_recording"
    NO_USABLE_FRAME = "reference_no_usable_frame"


class NoReference(Exception):
    """`code`: one of these faults, or the vault's own. `permanent`: trying again is of no use.
    Never quotes a picture."""

    def __init__(self, code: str, *, permanent: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
