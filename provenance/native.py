"""The C2PA library, kept at arm's length: contexts per process, formats told by content."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.certificates.profile import PURPOSES

if TYPE_CHECKING:
    from c2pa import Context

MP4, WEBP, JPEG, PNG = "video/mp4", "image/webp", "image/jpeg", "image/png"
HEAD_BYTES = 16

_contexts: dict[tuple[int, str], Context] = {}


def context(anchors: str) -> Context:
    """The context of this process that trusts just `anchors` (PEM, may be empty).

    The key holds the process id: a context made before a fork is dead in the child, and says so
    only when it is used.
    """
    key = (os.getpid(), anchors)
    found = _contexts.get(key)
    if found is None:
        found = _contexts[key] = _make(anchors)
    return found


def _make(anchors: str) -> Context:
    from c2pa import Context

    trust: dict[str, str] = {"trust_config": "\n".join(PURPOSES) + "\n"}
    if anchors:
        trust["trust_anchors"] = anchors
    return Context.from_json(
        json.dumps(
            {
                "version": 1,
                "trust": trust,
                # A manifest may name any address; fetching it would let strangers aim our server.
                "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
                "builder": {"thumbnail": {"enabled": False}},
            }
        )
    )


def format_of(path: Path) -> str | None:
    """MIME type by the first bytes, whatever the name says; None for what is never signed here."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head[4:8] == b"ftyp":
        return MP4
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[:3] == b"\xff\xd8\xff":
        return JPEG
    return PNG if head[:8] == b"\x89PNG\r\n\x1a\n" else None
