"""Reads sentences aloud with eSpeak NG, as a program of its own.

eSpeak NG and its data are GPL-3.0 and this project is Apache-2.0. So the library is never loaded
into our processes: this file is run by path in a fresh interpreter, imports nothing of ours, and
talks over pipes in plain data. It also keeps a crash of the C library out of the worker.

stdin: one JSON object a line, {"text", "voice", "words_per_minute"}.
stdout: one JSON object a line, {"rate", "pcm"}: base64 of 16-bit little-endian mono samples.
Exit status 3: the library or its data cannot be loaded.
"""

import base64
import ctypes
import json
import resource
import sys
from importlib.util import find_spec

RETRIEVAL, CHARS_UTF8, RATE, CHARACTER = 1, 1, 1, 1
UNAVAILABLE = 3
CPU_SECONDS = 20
MAX_CHARS = 1000
SEED = 1

Samples = ctypes.POINTER(ctypes.c_short)
Callback = ctypes.CFUNCTYPE(ctypes.c_int, Samples, ctypes.c_int, ctypes.c_void_p)


class Speaker:
    def __init__(self) -> None:
        import espeakng_loader

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.rate = self._library.espeak_Initialize(RETRIEVAL, 0, data, 0)
        if self.rate <= 0:
            raise OSError("eSpeak NG found no data")
        self._heard = bytearray()
        self._callback = Callback(self._hear)  # held here, or it is collected while C calls it
        self._library.espeak_SetSynthCallback(self._callback)

    def _hear(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: int) -> int:
        if samples and count > 0:
            self._heard += ctypes.string_at(samples, count * 2)
        return 0

    def say(self, text: str, *, voice: str, words_per_minute: int) -> bytes:
        self._heard.clear()
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(SEED))  # or hissing sounds differ
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise OSError(f"eSpeak NG has no voice {voice}")
        self._library.espeak_SetParameter(RATE, words_per_minute, 0)
        raw = text[:MAX_CHARS].encode()
        size = ctypes.c_size_t(len(raw) + 1)
        flags = ctypes.c_uint(CHARS_UTF8)
        self._library.espeak_Synth(raw, size, 0, CHARACTER, 0, flags, None, None)
        self._library.espeak_Synchronize()
        return bytes(self._heard)


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    if find_spec("espeakng_loader") is None:
        return UNAVAILABLE
    try:
        speaker = Speaker()
        for line in sys.stdin:
            asked = json.loads(line)
            pcm = speaker.say(
                asked["text"], voice=asked["voice"], words_per_minute=asked["words_per_minute"]
            )
            answer = {"rate": speaker.rate, "pcm": base64.b64encode(pcm).decode()}
            sys.stdout.write(json.dumps(answer) + "\n")
    except (OSError, RuntimeError):
        return UNAVAILABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
