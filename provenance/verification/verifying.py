from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from provenance.certificates.trust import Trust, own_trust
from provenance.native import MP4, context, format_of
from provenance.verification.outcome import Reason, State, Verification
from provenance.verification.schema import claims_of, faults_of, source_type_of
from provenance.verification.walk import (
    UNTRUSTED,
    failures,
    ingredients_of,
    is_ours,
    problems_of,
)
from provenance.vocabulary import Kind

# The library holds twice the file in memory (measured); our longest film has about 50 MB.
MAX_BYTES = 256 * 1024 * 1024
TRUSTED = "Trusted"


def verify(path: Path) -> Verification:
    """Whether we made this file and nobody changed it since.

    Authentic means all of: the library says `Trusted` under our anchors alone; the leaf bears our
    name; every ingredient, walked down to the last, is authentic itself; the manifest says what
    our manifests say. Never raises for what is in the file, never touches the network. Bytes that
    the standard leaves out of its hash (`ftyp`, `free`) may differ and say nothing.
    """
    if (reason := _unreadable(path)) is not None:
        return Verification(State.UNREADABLE, (reason,))
    format_ = format_of(path)
    if format_ is None:
        return Verification(State.UNREADABLE, (Reason.FORMAT_UNKNOWN,))
    trust = own_trust()
    report = _report(path, format_, trust)
    return report if isinstance(report, Verification) else _judge(report, format_, trust)


def _unreadable(path: Path) -> Reason | None:
    if not path.is_file():
        return Reason.FILE_MISSING
    size = path.stat().st_size
    if size == 0:
        return Reason.FILE_EMPTY
    return Reason.FILE_TOO_LARGE if size > MAX_BYTES else None


def _report(path: Path, format_: str, trust: Trust) -> dict[str, Any] | Verification:
    from c2pa import C2paError, Reader

    with path.open("rb") as file:
        try:
            with Reader(format_, file, context=context(trust.anchors)) as reader:
                report: dict[str, Any] = json.loads(reader.json())
                return report
        except C2paError.ManifestNotFound:
            return Verification(State.NONE, (Reason.MANIFEST_ABSENT,))
        except C2paError.RemoteManifest:
            return Verification(State.NONE, (Reason.MANIFEST_REMOTE,))
        except C2paError as error:
            if error.message.startswith("Remote"):
                return Verification(State.NONE, (Reason.MANIFEST_REMOTE,))
            return Verification(State.UNREADABLE, (Reason.FORMAT_BROKEN,))


def _judge(report: dict[str, Any], format_: str, trust: Trust) -> Verification:
    label = str(report.get("active_manifest"))
    store = report.get("manifests") or {}
    manifest = store.get(label) or {}
    ingredients = ingredients_of(manifest, store=store, trust=trust)
    failed = failures(report.get("validation_results") or {})
    signature = manifest.get("signature_info") or {}
    claims = claims_of(manifest)
    if any(code != UNTRUSTED for code in failed):
        state, reasons = State.INVALID, failed
    elif report.get("validation_state") != TRUSTED:
        state, reasons = State.FOREIGN, failed or (Reason.NOT_TRUSTED,)
    elif not is_ours(manifest, trust):
        state, reasons = State.FOREIGN, (Reason.SIGNER_NOT_OURS,)
    elif faults := faults_of(manifest):
        state, reasons = State.INVALID, faults
    elif claims and (claims.kind == Kind.VIDEO) != (format_ == MP4):
        state, reasons = State.INVALID, (Reason.STATEMENT_WRONG,)
    else:
        state, reasons = problems_of(ingredients)
    return Verification(
        state=state,
        reasons=tuple(map(str, reasons)),
        issuer=signature.get("issuer"),
        signer=signature.get("common_name"),
        signed_at=signature.get("time"),
        manifest_id=label,
        claims=claims,
        ingredients=ingredients,
        source_type=source_type_of(manifest),
    )
