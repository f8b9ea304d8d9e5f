from enum import StrEnum


class VaultFault(StrEnum):
    """Why the vault refused; stable."""

    WRONG_PROCESS = "vault_wrong_process"
    PURPOSE_REFUSED = "vault_purpose_refused"
    KEY_DESTROYED = "vault_key_destroyed"
    KEY_LOST = "vault_key_lost"
    KEY_STORE_FAILED = "vault_key_store_failed"
    CANNOT_OPEN = "vault_cannot_open"
    BAD_TEMPLATE = "vault_bad_template"


class VaultError(Exception):
    """Never quotes a vector, a key or a byte of a clip: `detail` holds ids and codes."""

    def __init__(self, fault: VaultFault, detail: str = "") -> None:
        super().__init__(f"{fault.value}: {detail}" if detail else fault.value)
        self.fault = fault
