from generation.engines.pace import Telling


class Course(Telling):
    """The stages of a render that has a device, as shares of the whole."""

    PREPARED = 0.02
    DENOISED = 0.75
    DECODED = 0.80
    ENCODED = 0.99
    MOST = ENCODED

    def within(self, start: float, end: float, share: float) -> None:
        self.reach(start + (end - start) * min(1.0, share))
