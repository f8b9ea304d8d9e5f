"""What a render worker would fail on at its first job, as far as it is seen without loading."""

from collections.abc import Iterator
from pathlib import Path

from generation.engines.base import MachineFault
from generation.engines.diffusers.loading.checking import refuse_unusable
from generation.engines.diffusers.loading.folder import is_of_the_hub, weights_folder
from generation.engines.diffusers.settings import Settings


def unready(settings: Settings) -> Iterator[MachineFault]:
    if _is_fetched_later(settings):
        return
    try:
        refuse_unusable(weights_folder(settings), settings.profile)
    except MachineFault as fault:
        yield fault


def _is_fetched_later(settings: Settings) -> bool:
    here = Path(settings.weights).expanduser().is_dir()
    return not here and is_of_the_hub(settings.weights) and not settings.local_files_only
