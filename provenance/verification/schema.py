"""What a manifest of ours says. The library's validator lets far more pass (measured)."""

from datetime import date
from typing import Any

from provenance.verification.outcome import Claims, Reason
from provenance.vocabulary import (
    ACTIONS,
    AI_GENERATED,
    CREATED,
    OLD_ACTIONS,
    OPENED,
    OWN_ASSERTION,
    PARENT,
    Kind,
)

Manifest = dict[str, Any]


def claims_of(manifest: Manifest) -> Claims | None:
    """Read whoever signed it; None where it does not speak as we do."""
    data = _own_data(manifest, OWN_ASSERTION)
    if data is None:
        return None
    fields = [data.get(name) for name in ("model", "kind", "created_on", "profile")]
    consents = _consents_in(data)
    if consents is None or not all(isinstance(field, str) for field in fields):
        return None
    model, kind, created_on, profile = map(str, fields)
    return Claims(model, kind, created_on, profile, consents)


def source_type_of(manifest: Manifest) -> str | None:
    """Of the first action that names one, in the words of whoever signed it."""
    for assertion in manifest.get("assertions", []):
        data = assertion.get("data")
        if assertion.get("label") not in {ACTIONS, OLD_ACTIONS} or not isinstance(data, dict):
            continue
        for action in data.get("actions") or []:
            named = action.get("digitalSourceType") if isinstance(action, dict) else None
            if isinstance(named, str):
                return named
    return None


def faults_of(manifest: Manifest) -> tuple[str, ...]:
    """Every way in which it differs from what we sign."""
    return (*_faults_of_actions(manifest), *_faults_of_statement(manifest))


def _faults_of_actions(manifest: Manifest) -> tuple[str, ...]:
    data = _own_data(manifest, ACTIONS)
    actions = data.get("actions") if data else None
    if not isinstance(actions, list) or not actions:
        return (Reason.ACTIONS_MISSING,)
    first = actions[0]
    parents = [
        each for each in manifest.get("ingredients", []) if each.get("relationship") == PARENT
    ]
    wanted = OPENED if parents else CREATED
    if first.get("action") != wanted or len(parents) > 1:
        return (Reason.ACTIONS_WRONG,)
    # The validator takes any string here, the bare last word of the address too.
    if any(each.get("digitalSourceType") != AI_GENERATED for each in actions):
        return (Reason.SOURCE_TYPE_WRONG,)
    return ()


def _faults_of_statement(manifest: Manifest) -> tuple[str, ...]:
    claims = claims_of(manifest)
    if claims is None:
        return (Reason.STATEMENT_MISSING,)
    if claims.kind not in list(Kind) or not _is_day(claims.created_on):
        return (Reason.STATEMENT_WRONG,)
    return ()


def _consents_in(data: dict[str, Any]) -> tuple[str, ...] | None:
    """The ids to ask under; none in what was signed before there were any."""
    found = data.get("consents", [])
    if not isinstance(found, list):
        return None
    ids = [one.get("status_id") if isinstance(one, dict) else None for one in found]
    return tuple(map(str, ids)) if all(isinstance(one, str) for one in ids) else None


def _own_data(manifest: Manifest, label: str) -> dict[str, Any] | None:
    """Only what the signer stands for: a gathered assertion is somebody's word (claim v2)."""
    found = [
        each.get("data")
        for each in manifest.get("assertions", [])
        if each.get("label") == label and each.get("created") is True
    ]
    return found[0] if len(found) == 1 and isinstance(found[0], dict) else None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
