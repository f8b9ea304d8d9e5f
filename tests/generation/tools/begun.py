"""Pictures that somebody sent and that were found fine, without the way there."""

import hashlib
from datetime import timedelta
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray
from PIL import Image

from cameos.models import ReferenceImage
from cameos.uploads.limits import KEPT_PREFIX, PREFIX
from lib.signed_media import new_key, placing
from tests.client import Api
from tests.generation.tools.making import want


def gradient(width: int, height: int) -> NDArray[np.uint8]:
    """Red grows to the right and green downwards: any turn, crop or mirror of it is another."""
    across, down = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return np.stack([across, down, np.full_like(across, 60)], -1).astype(np.uint8)


def sent(owner: Any, *, size: tuple[int, int] = (360, 640), **row: Any) -> ReferenceImage:
    """One that is ready, unless `row` says otherwise."""
    key = new_key(KEPT_PREFIX, ".png")
    with placing(key) as path:
        Image.fromarray(gradient(*size)).save(path, "PNG")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    now = timezone.now()
    facts: dict[str, Any] = {
        "state": "ready", "content_type": "image/png", "upload_key": new_key(PREFIX, ".png"),
        "expires_at": now, "submitted_at": now, "kept_until": now + timedelta(hours=1),
        "kept_key": key, "kept_digest": digest, "width": size[0], "height": size[1],
        "origin": {"state": "none"},
    }  # fmt: skip
    return ReferenceImage.objects.create(owner=owner, **facts | row)


def begin_with(api: Api, by: Any, picture: ReferenceImage, tool: str = "text", **body: Any) -> Any:
    """POST /generations with that picture as the first frame."""
    return want(api, by, tool, input_image=picture.public_id, **body)
