from enum import StrEnum


class ReferenceFault(StrEnum):
    """Why no picture was made of somebody who may be shown; stable."""

    NO_RECORDING = "reference_no_recording"
    NO_USABLE_FRAME = "reference_no_usable_frame"


class NoReference(Exception):
    """Never quotes a picture; `fault` says all."""

    def __init__(self, fault: ReferenceFault) -> None:
        super().__init__(fault.value)
        self.fault = fault
