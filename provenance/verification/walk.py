"""The ancestry. `Trusted` at the top says nothing about it: a tampered parent does not lower it
(measured), so each ingredient's own results are read."""

from typing import Any

from provenance.certificates.trust import Trust
from provenance.verification.outcome import Ingredient, Reason, State
from provenance.verification.schema import Manifest, claims_of, faults_of
from provenance.vocabulary import INPUT

# Each generation carries the whole store of its parents, 7 kB and more; ours has one.
DEEPEST = 16
UNTRUSTED = "signingCredential.untrusted"
TRUSTED = "signingCredential.trusted"


def ingredients_of(
    manifest: Manifest, *, store: dict[str, Manifest], trust: Trust, depth: int = 0
) -> tuple[Ingredient, ...]:
    return tuple(
        _ingredient(each, store=store, trust=trust, depth=depth)
        for each in manifest.get("ingredients", [])
    )


def problems_of(ingredients: tuple[Ingredient, ...]) -> tuple[State, tuple[str, ...]]:
    """The worst state among them, and one of our reasons for each kind of fault. A picture that a
    film was drawn from bears no signature any more: we stand for having been given it, no more."""
    states = {each.state for each in ingredients if not _is_bare_input(each)}
    if states <= {State.AUTHENTIC}:
        return State.AUTHENTIC, ()
    if states <= {State.AUTHENTIC, State.FOREIGN}:
        return State.FOREIGN, (Reason.INGREDIENT_FOREIGN,)
    unsigned = (Reason.INGREDIENT_UNSIGNED,) if State.NONE in states else ()
    broken = (Reason.INGREDIENT_INVALID,) if State.INVALID in states else ()
    return State.INVALID, (*broken, *unsigned)


def _is_bare_input(one: Ingredient) -> bool:
    return one.relationship == INPUT and one.state == State.NONE


def failures(results: dict[str, Any]) -> tuple[str, ...]:
    """Failure codes of the manifest itself and of all that changed below it since it was signed."""
    found = _codes(results.get("activeManifest"), "failure")
    for delta in results.get("ingredientDeltas") or []:
        found += _codes(delta.get("validationDeltas"), "failure")
    return tuple(dict.fromkeys(found))


def is_ours(manifest: Manifest, trust: Trust) -> bool:
    signature = manifest.get("signature_info") or {}
    return (signature.get("issuer"), signature.get("common_name")) in trust.signers


def _ingredient(
    found: dict[str, Any], *, store: dict[str, Manifest], trust: Trust, depth: int
) -> Ingredient:
    manifest = store.get(found.get("active_manifest") or "")
    below: tuple[Ingredient, ...] = ()
    reasons: tuple[str, ...]
    if manifest is None:
        state, reasons = State.NONE, (Reason.INGREDIENT_UNSIGNED.value,)
    elif depth >= DEEPEST:
        state, reasons = State.INVALID, (Reason.INGREDIENTS_TOO_DEEP.value,)
    else:
        below = ingredients_of(manifest, store=store, trust=trust, depth=depth + 1)
        state, reasons = _judge(found, manifest, below, trust)
    return Ingredient(
        state=state,
        reasons=reasons,
        relationship=str(found.get("relationship", "")),
        title=str(found.get("title", "")),
        issuer=(manifest or {}).get("signature_info", {}).get("issuer"),
        claims=claims_of(manifest) if manifest else None,
        ingredients=below,
    )


def _judge(
    found: dict[str, Any], manifest: Manifest, below: tuple[Ingredient, ...], trust: Trust
) -> tuple[State, tuple[str, ...]]:
    results = found.get("validation_results")
    if not isinstance(results, dict):
        return State.INVALID, (Reason.INGREDIENT_UNCHECKED,)
    failed = failures(results)
    if any(code != UNTRUSTED for code in failed):
        return State.INVALID, failed
    trusted = TRUSTED in _codes(results.get("activeManifest"), "success")
    if failed or not trusted or not is_ours(manifest, trust):
        return State.FOREIGN, failed or (Reason.SIGNER_NOT_OURS,)
    if faults := faults_of(manifest):
        return State.INVALID, faults
    return problems_of(below)


def _codes(results: Any, outcome: str) -> list[str]:
    entries = results.get(outcome) if isinstance(results, dict) else None
    return [str(each.get("code")) for each in entries or []]
