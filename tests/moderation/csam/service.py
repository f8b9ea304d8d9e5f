"""A local stand-in for the service: it speaks docs/csam-service.md, as well or as badly as told."""

import json
from collections.abc import Callable
from typing import Any

from lib.media.pdq import hamming
from tests.moderation.banks.material import hash_of
from tests.moderation.banks.standin import Asked, StandIn, Told, told

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def harmless(item: dict[str, Any]) -> dict[str, Any]:
    """Nothing is known, and the classifier is calm."""
    score = {"score": 0.01} if item["kind"] == "image" else {}
    return {"id": item["id"], "match": "none", **score}


def knows(*seeds: int, exchange: str = "ncmec", md5: str = "") -> Answer:
    """It knows these synthetic pictures, and a file."""
    bits = [hash_of(seed).bits for seed in seeds]

    def answer(item: dict[str, Any]) -> dict[str, Any]:
        hashes = item["hashes"]
        near = "pdq" in hashes and any(
            hamming(bytes.fromhex(hashes["pdq"]), one) <= 31 for one in bits
        )
        if near or (md5 and hashes.get("md5") == md5):
            return harmless(item) | {"match": "known", "exchange": exchange, "entry": "7-e1"}
        return harmless(item)

    return answer


def scores(value: float) -> Answer:
    def answer(item: dict[str, Any]) -> dict[str, Any]:
        return {**harmless(item), "score": value}

    return answer


def serve(standin: StandIn, answer: Answer = harmless, **changes: Any) -> None:
    def reply(asked: Asked) -> Told:
        items = json.loads(asked.body)["items"]
        whole = {"version": 1, "service": "stand-in/1", "items": [answer(item) for item in items]}
        return told({**whole, **changes})

    standin.answer = reply
