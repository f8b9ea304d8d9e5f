"""`python -m config.demo.act_engines.weights FOLDER`: the models that this act runs.

A process of its own, for it loads what the demo needs at no other time.
"""

import sys
from pathlib import Path

from config.demo.stand_ins.classifier import classifier
from config.demo.stand_ins.wan import wan_t2v

MAGENTA = (0.9, -0.9, 0.9)


def main(folder: Path) -> None:
    """A folder for each, and the classifier's labels beside its own."""
    wan_t2v(folder / "noise")
    wan_t2v(folder / "magenta", tint=MAGENTA)
    classifier(folder / "classifier")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
