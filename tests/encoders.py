"""The text encoders that `make install` exported, where a test wants them."""

import shutil
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from config.stack.programs import BASE_DIR
from moderation.detectors.minilm.places import GRAPH, RECORD


def encoder_home() -> Path:
    """This run's data folder, with encoders in it."""
    return linked_encoders(Path(settings.DATA_DIR))


def linked_encoders(home: Path) -> Path:
    """`home`, with encoders in it. One export costs 10 s on two cores; without any there, whoever
    needs one exports it as ever. Exports are replaced, never written into, so links are safe."""
    for there in (BASE_DIR / ".data" / "models").glob(f"minilm-*/{RECORD}"):
        here = home / "models" / there.parent.name
        here.mkdir(parents=True, exist_ok=True)
        for name in (GRAPH, RECORD):  # as an export does: the record last
            with suppress(FileExistsError):
                _link(there.with_name(name), here / name)
    return home


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except FileExistsError:
        raise
    except OSError:  # another file system
        part = target.with_name(f"{target.name}.{uuid4().hex}")
        shutil.copyfile(source, part)
        part.replace(target)  # whole at once: others look for it meanwhile
