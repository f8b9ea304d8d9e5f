"""The rules that an owner confirms (C8, C9, D-5)."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos.ledger.facts import RestrictionsConfirmed
from cameos.ledger.recording import record_consent
from cameos.models import Cameo, CameoPermission, RestrictionConfirmation
from cameos.permissions.compiling import compiler_version
from cameos.permissions.topics import Topic
from cameos.services.permitting import locked_permission, save
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode


def confirm_restrictions(
    *, cameo: Cameo, by: User, version: int, topics: Collection[Topic], compiler: str = ""
) -> CameoPermission:
    """From now on the likeness is for none of these topics.

    `compiler`: the version that understood the owner's sentence; what another version understood
    was never shown to them. Raises DomainError `stale_state`, `precondition_failed`.
    """
    if compiler and compiler != compiler_version():
        raise DomainError(
            ErrorCode.STALE_STATE, _("The rules changed in the meantime. Look at them again.")
        )
    chosen = sorted(set(topics))
    with transaction.atomic():
        row = locked_permission(cameo, version=version)
        save(row, {"restrictions": chosen})
        RestrictionConfirmation.objects.create(cameo_id=cameo.pk, topics=chosen, compiler=compiler)
        actor = Actor.person(by.pk)
        said = RestrictionsConfirmed(topics=tuple(chosen), compiler=compiler, version=row.version)
        record_consent(cameo_id=cameo.pk, fact=said, actor=actor)
        record(
            "cameos.restrictions.confirmed",
            actor=actor,
            target=cameo.public_id,
            topics=",".join(chosen),
            compiler=compiler,
        )
    return row
