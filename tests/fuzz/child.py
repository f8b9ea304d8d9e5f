"""A process that reads media under limits, so that a fault costs only itself."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading
from pathlib import Path

ADDRESSES = 4 * 1024**3
MOST_RSS_KIB = 900 * 1024


class Child:
    """Answers faults of one file after another; made anew after it died."""

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None

    def faults(self, path: Path) -> list[str]:
        """Also when it died, hung, or needed more memory than any small file should."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(self._seconds, process.kill)
        timer.start()
        try:
            process.stdin.write(f"{path}\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        hung = not timer.is_alive()
        timer.cancel()
        if not line:
            process.wait()
            self._process = None
            return ["hung" if hung else f"died: {process.returncode}"]
        answer = json.loads(line)
        if answer["rss_kib"] > MOST_RSS_KIB:
            self.close()
            return [*answer["faults"], f"memory: {answer['rss_kib']} KiB"]
        found: list[str] = answer["faults"]
        return found

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        self._process.stdout.readline()  # it is ready: loading is not the file's fault
        return self._process

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def main() -> None:
    """Paths come by lines; each is answered by a line of JSON."""
    import av

    from tests.fuzz.entry import faults

    av.logging.set_level(None)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    _say({"ready": True})
    for line in sys.stdin:
        found = faults(Path(line.rstrip("\n")))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        _say({"faults": found, "rss_kib": peak})


def _say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
