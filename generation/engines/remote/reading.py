"""Reading a table. Raises ValueError, in words for whoever wrote it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from generation.engines.base import SECONDS, Size
from generation.engines.remote.place import FIRST_FRAME, Cancel, Dialect, Place, Value
from generation.engines.remote.tables import choice, flag, known, number, text

KEYS = frozenset(Place.__slots__) - {"name"}
ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,63}", re.ASCII)
THEIR_SIZE = re.compile(r"[1-9]\d{1,3}x[1-9]\d{1,3}", re.ASCII)
FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}(\[\])?", re.ASCII)
# These say who asks, or are ours to set.
OURS = frozenset({"user", "safety_identifier", "prompt", "model", "size", "seconds", "seed", "n"})
MOST_REFERENCES = 4
# With what a film may wait for the drawing slot it fits into the time of its message (two hours).
MOST_SECONDS = 6000


def place_of(name: str, table: Mapping[str, Any]) -> Place:
    """What the table says, with every rule of it checked."""
    known(table, KEYS)
    url = _url(text(table, "url", needed=True))
    processor = _processor(table.get("processor"), needed=not _is_loopback(url))
    references = number(table, "takes_references", 0, least=0, most=MOST_REFERENCES)
    field = text(table, "reference_field", FIRST_FRAME, like=FIELD)
    if references and not processor:
        raise ValueError("takes_references needs a processor: who is shown must know where.")
    if references > 1 and not field.endswith("[]"):
        raise ValueError("reference_field must end in [] where several pictures are sent.")
    return Place(
        name=name,
        url=url,
        sizes=_sizes(table.get("sizes", [size.value for size in Size])),
        seconds=_seconds(table.get("seconds", list(SECONDS))),
        processor=processor,
        model=text(table, "model"),
        version=text(table, "version", "1"),
        dialect=choice(table, "dialect", Dialect.OPENAI),
        cancel=choice(table, "cancel", Cancel.DELETE),
        key_variable=text(table, "key_variable", like=VARIABLE),
        account=text(table, "account", like=ACCOUNT),
        fields=_fields(table.get("fields", {})),
        sound=flag(table, "sound"),
        first_frame=flag(table, "first_frame"),
        takes_references=references,
        reference_field=field,
        idempotent=flag(table, "idempotent"),
        at_once=number(table, "at_once", 4, least=1, most=64),
        deadline_seconds=number(table, "deadline_seconds", 1800, least=30, most=MOST_SECONDS),
        most_megabytes=number(table, "most_megabytes", 256, least=1, most=1024),
    )


def _url(given: str) -> str:
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("url must begin with https:// and name a host.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("url must hold no user, key, query or fragment; see key_variable.")
    if parts.scheme == "http" and not _is_loopback(given):
        raise ValueError("url must begin with https:// unless the server is on this machine.")
    return given.rstrip("/").removesuffix("/v1")


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _processor(given: object, *, needed: bool) -> str:
    if given is None:
        if needed:
            raise ValueError("processor must name who is handed prompts: name, region, retention.")
        return ""
    if not isinstance(given, dict) or set(given) != {"name", "region", "retention"}:
        raise ValueError("processor must be a table of name, region and retention.")
    parts = [text(given, key, needed=True) for key in ("name", "region", "retention")]
    if any(";" in part for part in parts):
        raise ValueError("processor must hold no semicolon.")
    return "; ".join(parts)


def _sizes(given: object) -> Mapping[Size, str]:
    pairs = dict(given) if isinstance(given, dict) else {one: one for one in _list(given, "sizes")}
    try:
        sizes = {Size(ours): theirs for ours, theirs in pairs.items()}
    except ValueError:
        raise ValueError(f"sizes must be among {', '.join(Size)}.") from None
    if not all(isinstance(one, str) and THEIR_SIZE.fullmatch(one) for one in sizes.values()):
        raise ValueError("sizes must map to sizes like 480x832.")
    return sizes


def _seconds(given: object) -> Mapping[int, int]:
    pairs = given if isinstance(given, dict) else {one: one for one in _list(given, "seconds")}
    found = {int(ours): theirs for ours, theirs in pairs.items() if str(ours).isdecimal()}
    if len(found) != len(pairs) or not set(found) <= set(SECONDS):
        raise ValueError(f"seconds must be among {', '.join(map(str, SECONDS))}.")
    if not all(type(one) is int and ours <= one <= 60 for ours, one in found.items()):
        raise ValueError("seconds must map to whole seconds, no fewer than are promised.")
    return found


def _fields(given: object) -> Mapping[str, Value]:
    if not isinstance(given, dict) or not all(FIELD.fullmatch(str(key)) for key in given):
        raise ValueError("fields must be a table of further fields of the request.")
    if taken := OURS & set(given):
        raise ValueError(f"fields must not hold {', '.join(sorted(taken))}.")
    if not all(isinstance(one, str | int | float | bool) for one in given.values()):
        raise ValueError("fields must hold texts, numbers and flags.")
    return dict(given)


def _list(given: object, name: str) -> list[Any]:
    if not isinstance(given, list) or not given:
        raise ValueError(f"{name} must be a list, or a table of ours and theirs.")
    return given
