"""`python -m benchmarks.own_words`: how often sentences are read rightly, and which are not."""

import sys

from benchmarks.own_words.measuring import HALVES, measured, read


def main() -> None:
    """Both halves; then each sentence that was misread."""
    for half in HALVES:
        print(measured(half).line(half))  # noqa: T201 - a report
    for one in read():
        if one.said != one.expected:
            sys.stdout.write(f"{one.half}: {one.text!r} is {one.expected}, read as {one.said}\n")


if __name__ == "__main__":
    main()
