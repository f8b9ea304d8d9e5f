"""Each use is declared, and leaves a row before anything is decrypted or answered."""

from django.db import transaction

from audit.services import record
from cameos.purposes import DECLARED, BiometricPurpose, Declaration, Use
from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.process import require_likeness
from lib.actors import Actor


def declared(purpose: BiometricPurpose, use: Use) -> Declaration:
    """The purpose's row. Raises VaultError for one that is not declared or does not allow it."""
    found = DECLARED.get(purpose) if isinstance(purpose, BiometricPurpose) else None
    if found is None or use not in found.uses:
        raise VaultError(VaultFault.PURPOSE_REFUSED, f"{purpose} / {use.value}")
    return found


def begin(
    purpose: BiometricPurpose, use: Use, *, actor: Actor, about: str, count: int
) -> Declaration:
    """Refuse or record a use. `about` is the public id of the job, cameo or case it is for; `count`
    says how many faces, templates or clips.

    The row is committed here. Raises RuntimeError inside a transaction of the caller's: a rollback
    would leave a use without a row.
    """
    require_likeness()
    row = declared(purpose, use)
    with transaction.atomic(durable=True):
        record(
            "cameos.biometric.used",
            actor=actor,
            target=about,
            purpose=purpose.value,
            use=use.value,
            count=count,
        )
    return row
