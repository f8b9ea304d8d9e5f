"""Where this engine keeps what is not a film: beside the rest of the data of this house."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def kept_in(name: str) -> Path:
    """As config.settings finds DATA_DIR; engines know nothing of Django."""
    asked = os.environ.get("ZOETROPE_DATA", "").strip()
    folder = (Path(asked) if asked else ROOT / ".data") / "engines" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
