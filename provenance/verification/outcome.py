from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    AUTHENTIC = "authentic"  # ours and untouched, its whole ancestry too
    FOREIGN = "foreign"  # validly signed by somebody else, whatever it says about us
    INVALID = "invalid"  # signed, then changed; or it says what we never say
    NONE = "none"  # no manifest
    UNREADABLE = "unreadable"  # no such file, no media, too large


class Reason(StrEnum):
    """Our own codes; beside them stand the codes of C2PA, such as `assertion.bmffHash.mismatch`."""

    FILE_MISSING = "file_missing"
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FORMAT_UNKNOWN = "format_unknown"
    FORMAT_BROKEN = "format_broken"
    MANIFEST_ABSENT = "manifest_absent"
    MANIFEST_REMOTE = "manifest_remote"
    NOT_TRUSTED = "signer_not_trusted"
    SIGNER_NOT_OURS = "signer_not_ours"
    INGREDIENT_UNSIGNED = "ingredient_unsigned"
    INGREDIENT_UNCHECKED = "ingredient_unchecked"
    INGREDIENT_FOREIGN = "ingredient_foreign"
    INGREDIENT_INVALID = "ingredient_invalid"
    INGREDIENTS_TOO_DEEP = "ingredients_too_deep"
    ACTIONS_MISSING = "actions_missing"
    ACTIONS_WRONG = "actions_wrong"
    SOURCE_TYPE_WRONG = "source_type_wrong"
    STATEMENT_MISSING = "statement_missing"
    STATEMENT_WRONG = "statement_wrong"


@dataclass(frozen=True, slots=True)
class Claims:
    """What the manifest says of the file. `created_on` is a day, YYYY-MM-DD; `consents` are the
    ids under which anybody can ask whether the consents behind it stand."""

    model: str
    kind: str
    created_on: str
    profile: str
    consents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ingredient:
    state: State
    reasons: tuple[str, ...]
    relationship: str
    title: str
    issuer: str | None
    claims: Claims | None
    ingredients: tuple["Ingredient", ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """`claims` are only worth something where `state` is authentic. `source_type`: what the signer
    says it was made by (IPTC's digital source type), whoever that is."""

    state: State
    reasons: tuple[str, ...] = ()
    issuer: str | None = None
    signer: str | None = None
    signed_at: str | None = None
    manifest_id: str | None = None
    claims: Claims | None = None
    ingredients: tuple[Ingredient, ...] = ()
    source_type: str | None = None

    @property
    def authentic(self) -> bool:
        return self.state == State.AUTHENTIC
