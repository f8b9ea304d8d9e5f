from pathlib import Path


def is_whole(path: Path) -> bool:
    """False for a file that was cut off, or that is none of its kind; reads its head only."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="np"):
            return True
    except (OSError, SafetensorError):
        return False
