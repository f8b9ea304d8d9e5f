"""What nobody may do, whatever else they may: the bucket refuses it before any right counts."""

import json
from typing import Any

from lib.signed_media.keys import AREAS, INCOMING_AREA, PUBLIC_AREA
from lib.signed_media.signing import MAX_SECONDS
from lib.signed_media.targets import MOST_SECONDS

OURS = "Zoetrope"
BY_URL = {"s3:authType": "REST-QUERY-STRING"}


def merged(bucket: str, found: str) -> str:
    """The operator's own statements as they are, and ours as they must be."""
    told: dict[str, Any] = json.loads(found) if found else {"Version": "2012-10-17"}
    kept = [one for one in told.get("Statement", []) if not _is_ours(one)]
    return json.dumps({**told, "Statement": [*kept, *statements(bucket)]}, sort_keys=True)


def is_in_force(bucket: str, found: str) -> bool:
    """Whether ours stand in it, word for word."""
    told = json.loads(found) if found else {}
    return [one for one in told.get("Statement", []) if _is_ours(one)] == statements(bucket)


def statements(bucket: str) -> list[dict[str, Any]]:
    """No URL reads what does not leave, none writes but to `incoming/`, none lives for longer."""
    arn = f"arn:aws:s3:::{bucket}"
    closed = [f"{arn}/{area}/*" for area in AREAS if area != PUBLIC_AREA]
    unwritten = [f"{arn}/{area}/*" for area in AREAS if area != INCOMING_AREA]
    old = "NumericGreaterThan"
    return [
        _denied("TlsAlone", "s3:*", [arn, f"{arn}/*"], {"Bool": {"aws:SecureTransport": "false"}}),
        _denied("NoUrlReadsThese", "s3:GetObject*", closed, {"StringEquals": BY_URL}),
        _denied("NoUrlWritesThese", "s3:PutObject*", unwritten, {"StringEquals": BY_URL}),
        _denied(
            "UrlsLiveFiveMinutes", "s3:GetObject*", [f"{arn}/*"],
            {"StringEquals": BY_URL, old: {"s3:signatureAge": str(MAX_SECONDS * 1000)}},
        ),
        _denied(
            "TargetsLiveTenMinutes", "s3:PutObject*", [f"{arn}/*"],
            {"StringEquals": BY_URL, old: {"s3:signatureAge": str(MOST_SECONDS * 1000)}},
        ),
    ]  # fmt: skip


def _denied(name: str, action: str, what: list[str], when: dict[str, Any]) -> dict[str, Any]:
    return {
        "Sid": OURS + name,
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": what,
        "Condition": when,
    }


def _is_ours(statement: dict[str, Any]) -> bool:
    return str(statement.get("Sid", "")).startswith(OURS)
