"""What each action is to the EU's transparency database: which field, and which value of it."""

from dataclasses import dataclass

from enforcement.actions.names import ActionName

A = ActionName
VISIBILITY, PROVISION, ACCOUNT = "decision_visibility", "decision_provision", "decision_account"
END = {
    VISIBILITY: "end_date_visibility_restriction",
    PROVISION: "end_date_service_restriction",
    ACCOUNT: "end_date_account_restriction",
}


@dataclass(frozen=True, slots=True)
class Restriction:
    """A field of the database, and its value. Of a field that takes one value the first stands."""

    field: str
    value: str


def _seen(value: str) -> Restriction:
    return Restriction(VISIBILITY, f"DECISION_VISIBILITY_CONTENT_{value}")


_PART = Restriction(PROVISION, "DECISION_PROVISION_PARTIAL_SUSPENSION")
# The gravest first. None restricts nothing in the sense of Article 17(1): it is told, and counts.
RESTRICTIONS: dict[ActionName, Restriction | None] = {
    A.BAN: Restriction(ACCOUNT, "DECISION_ACCOUNT_TERMINATED"),
    A.SUSPEND: Restriction(ACCOUNT, "DECISION_ACCOUNT_SUSPENDED"),
    A.LIMIT_GENERATION: _PART,
    A.LIMIT_UPLOADS: _PART,
    A.LIMIT_CAMEOS: _PART,
    A.PAUSE_CAMEO: _seen("DISABLED"),
    A.REMOVE_NAME: _seen("REMOVED"),
    A.REMOVE_BIO: _seen("REMOVED"),
    A.REMOVE_POST: _seen("REMOVED"),
    A.REMOVE_DRAFT: _seen("REMOVED"),
    A.RESTRICT_AGE: _seen("AGE_RESTRICTED"),
    A.LIMIT_POST: _seen("DEMOTED"),
    A.DISABLE_REMIX: _seen("INTERACTION_RESTRICTED"),
    A.DISABLE_DOWNLOAD: _seen("INTERACTION_RESTRICTED"),
    A.LABEL_POST: _seen("LABELLED"),
    A.STRIKE: None,
    A.WARN: None,
    A.BANK_HASHES: None,
}
