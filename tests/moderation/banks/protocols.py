"""The three protocols as their clients' documentation has them, with synthetic hashes."""

from dataclasses import dataclass
from typing import Any

from tests.moderation.banks.material import hash_of
from tests.moderation.banks.standin import Told, told

NAMESPACE = "https://hashsharing.ncmec.org/hashsharing/v2"
AT = "2026-01-01T00:00:00Z"


def pdq_of(seed: int) -> str:
    return hash_of(seed).hex


@dataclass(frozen=True)
class Entry:
    """Number `key` as it is now: its hash's seed, or None where it was deleted."""

    key: int
    seed: int | None


class Ncmec:
    kind, collection = "ncmec", "Industry"

    @staticmethod
    def page(*entries: Entry, following: str = "", extra: bytes = b"") -> Told:
        images = "".join(Ncmec._image(entry) for entry in entries)
        paging = f"<paging><next>/v2/entries?{following}</next></paging>" if following else ""
        text = (
            f'<queryResult xmlns="{NAMESPACE}"><images count="1" maxTimestamp="{AT}">'
            f"{images}</images>{paging}</queryResult>"
        )
        return told(extra + text.encode())

    @staticmethod
    def _image(entry: Entry) -> str:
        inner = f'<member id="7">x</member><timestamp>{AT}</timestamp><id>e{entry.key}</id>'
        if entry.seed is None:
            return f"<deletedImage>{inner}</deletedImage>"
        prints = f"<pdq>{pdq_of(entry.seed).upper()}</pdq><md5>{entry.key:032x}</md5>"
        more = "<classification>A1</classification>"
        return f"<image>{inner}{more}<fingerprints>{prints}</fingerprints></image>"


class ThreatExchange:
    kind, collection = "threatexchange", "123"
    base = ""

    @staticmethod
    def page(*entries: Entry, following: str = "", extra: bytes = b"") -> Told:
        answer: dict[str, Any] = {"data": [ThreatExchange._update(entry) for entry in entries]}
        if following:
            answer["paging"] = {"next": f"{ThreatExchange.base}/123/threat_updates/?{following}"}
        return told(answer)

    @staticmethod
    def _update(entry: Entry, *, status: str = "MALICIOUS") -> dict[str, Any]:
        update: dict[str, Any] = {
            "id": str(entry.key), "indicator": "", "type": "HASH_PDQ",
            "last_updated": 1000 + entry.key, "should_delete": entry.seed is None,
        }  # fmt: skip
        if entry.seed is not None:
            update["indicator"] = pdq_of(entry.seed)
            owner = {"id": "99", "owner": {"id": "5"}, "status": status}
            update["descriptors"] = {"data": [owner]}
        return update


class StopNcii:
    kind, collection = "stopncii", ""

    @staticmethod
    def page(*entries: Entry, following: str = "", extra: bytes = b"") -> Told:
        return told(
            {
                "count": len(entries),
                "nextPageToken": following or None,
                "nextSetTimestamp": 4242,
                "hasMoreRecords": bool(following),
                "hashRecords": [StopNcii._record(entry) for entry in entries],
            }
        )

    @staticmethod
    def _record(entry: Entry) -> dict[str, Any]:
        seed = entry.seed if entry.seed is not None else entry.key
        status = "Active" if entry.seed is not None else "Withdrawn"
        return {
            "lastModtimestamp": 1, "signalType": "ImagePDQ", "hashValue": pdq_of(seed),
            "hashStatus": status, "caseNumbers": {"1": status}, "CSPFeedbacks": [],
        }  # fmt: skip


PROTOCOLS = {protocol.kind: protocol for protocol in (Ncmec, ThreatExchange, StopNcii)}
