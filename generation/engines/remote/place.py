"""What the operator says of one server."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from generation.engines.base import Size

FIRST_FRAME = "input_reference"  # the field of the API for a picture
Value = str | int | float | bool


class Dialect(StrEnum):
    """Which of the servers it is: they take the same request in different forms."""

    OPENAI = "openai"
    SGLANG = "sglang"
    VLLM_OMNI = "vllm-omni"


class Cancel(StrEnum):
    """How a job is stopped before its end; its deletion is asked for in any case."""

    DELETE = "delete"
    POST = "post"  # POST …/cancel first


@dataclass(frozen=True, slots=True)
class Place:
    """`sizes`, `seconds`: ours, and what the server is asked for instead. `processor`: as consent
    texts name it, `name; region; retention`. `account`: whose key it is, where the variable's name
    does not tell. `idempotent`: the server honours Idempotency-Key."""

    name: str
    url: str
    sizes: Mapping[Size, str]
    seconds: Mapping[int, int]
    processor: str = ""
    model: str = ""
    version: str = "1"
    dialect: Dialect = Dialect.OPENAI
    cancel: Cancel = Cancel.DELETE
    key_variable: str = ""
    account: str = ""
    fields: Mapping[str, Value] = field(default_factory=dict)
    sound: bool = False
    first_frame: bool = False
    takes_references: int = 0
    reference_field: str = FIRST_FRAME
    idempotent: bool = False
    at_once: int = 4
    deadline_seconds: int = 1800
    most_megabytes: int = 256

    @property
    def server(self) -> str:
        """Which one it is and by whose key, in keys and logs, where no address may stand: part of a
        SHA-256. An account knows nothing of another's videos, so its 404 is no answer for them."""
        account = self.account or self.key_variable
        named = f"{self.url}\n{account}" if account else self.url
        return hashlib.sha256(named.encode()).hexdigest()[:16]
