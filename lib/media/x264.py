"""How films are encoded: the same pictures give the same bytes, also on newer processors."""

from functools import cache
from pathlib import Path

PRESET = {"preset": "veryfast", "crf": "20"}
PROCESSOR = Path("/proc/cpuinfo")


@cache
def x264_options() -> dict[str, str]:
    """Of libx264. Its AVX-512 code for macroblock trees reads memory that nobody wrote where a
    frame's macroblocks do not fill its registers (720 pixels are 45 of them): one film in some came
    out with other bytes. Whoever has AVX-512 has all that the name AVX2 stands for."""
    return PRESET | ({"x264-params": "asm=AVX2"} if _has_avx512() else {})


def _has_avx512() -> bool:
    try:
        return "avx512f" in PROCESSOR.read_text().split()
    except OSError:
        return False
