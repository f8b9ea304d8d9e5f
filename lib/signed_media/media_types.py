"""Types come from a closed list: nothing that is stored is ever taken for a page."""

MEDIA_TYPES = {
    "mp4": "video/mp4",
    "webp": "image/webp",
    "png": "image/png",
    "jpg": "image/jpeg",
    "vtt": "text/vtt; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
}


def media_type(key: str) -> str:
    """By the key's suffix."""
    return MEDIA_TYPES.get(key.rpartition(".")[2], "application/octet-stream")
