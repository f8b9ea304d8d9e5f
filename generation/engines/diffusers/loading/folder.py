"""The folder with the weights, on this machine."""

from collections.abc import Sequence
from pathlib import Path

from generation.engines.base import EngineError
from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.loading.checking import INDEX, described
from generation.engines.diffusers.settings import Settings

# What a pipeline is made of. No code, and nothing that unpickles.
WANTED = ("*.json", "*.safetensors", "*.txt", "*.model", "*.jinja", "*.md")
TOO_MANY, SERVER = 429, 500  # of HTTP


def weights_folder(settings: Settings) -> Path:
    """Raises EngineError `weights_missing`, `weights_unreachable`. Asks the hub only where the
    operator allows it."""
    folder = Path(settings.weights).expanduser()
    if folder.is_dir():
        return folder
    if not is_of_the_hub(settings.weights):
        raise failed(Fault.WEIGHTS_MISSING, folder)
    return _of_the_hub(settings)


def _of_the_hub(settings: Settings) -> Path:
    """The index first: repositories hold parts that this profile does not need, of tens of GB."""
    told = [INDEX, *(f"{name}/config.json" for name in settings.profile.transformers)]
    folder = from_hub(settings.weights, settings.revision, settings, wanted=told)
    if settings.local_files_only:
        return folder
    parts = described(folder, settings.profile).parts.values()
    wanted = [f"{part}/{files}" for part in parts for files in WANTED]
    return from_hub(settings.weights, folder.name, settings, wanted=wanted)


def is_of_the_hub(weights: str) -> bool:
    return not weights.startswith((".", "/", "~")) and weights.count("/") == 1


def from_hub(
    weights: str, revision: str | None, settings: Settings, *, wanted: Sequence[str]
) -> Path:
    """The folder of one commit, named after it."""
    from huggingface_hub import snapshot_download

    try:
        return Path(
            snapshot_download(
                weights,
                revision=revision,
                local_files_only=settings.local_files_only,
                allow_patterns=list(wanted),
            )
        )
    except (OSError, ValueError) as error:
        raise _fault_of(error, weights, settings) from error


def _fault_of(error: Exception, weights: str, settings: Settings) -> EngineError:
    """A hub that is away, or has too much to do, may be there in a minute; what it says is not
    there, or not for us, needs the operator."""
    from huggingface_hub.errors import HfHubHTTPError

    if isinstance(error, HfHubHTTPError):
        status = error.response.status_code
        passes = status == TOO_MANY or status >= SERVER
    else:
        passes = not settings.local_files_only and isinstance(error, OSError)
    return failed(Fault.WEIGHTS_UNREACHABLE if passes else Fault.WEIGHTS_MISSING, weights)
