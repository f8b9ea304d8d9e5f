"""What an owner permits to whoever needs no approval."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos.ledger.of_grants import permission_set
from cameos.ledger.recording import record_consent
from cameos.locking import take
from cameos.models import Cameo, CameoKind, CameoPermission
from cameos.permissions.facts import permission_of
from cameos.permissions.levels import EVERYONE_LASTS, OPEN_TO_TEENS, PermissionLevel
from cameos.selectors import GONE
from cameos.services.narrowing import sever_who_may_no_more
from inbox.services import notify
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.repairs import repair_each

KEEPER = Actor.system("keeper")


class ClosedToTeens(DomainError):
    """What somebody under 18, or of unknown age, cannot choose or be given; a 403 here."""

    def __init__(self, detail: str) -> None:
        super().__init__(ErrorCode.MINOR_POLICY, detail)

    @property
    def http_status(self) -> int:
        """Nothing is wrong with what was sent; this person may not."""
        return 403


def change_permission(*, cameo: Cameo, by: User, version: int, **changes: Any) -> CameoPermission:
    """Set the given fields of `cameo`'s permission, as it was read at `version`.

    Waits for uses that are just being authorised; later ones see the new row. "everyone" said
    again lasts anew. Raises DomainError `precondition_failed`, ClosedToTeens.
    """
    with transaction.atomic():
        row = locked_permission(cameo, version=version)
        if "level" in changes:
            _refuse_minors(by, changes["level"])
            changes["everyone_until"] = _until(changes["level"])
        _change(row, changes, actor=Actor.person(by.pk))
    return row


def locked_permission(cameo: Cameo, *, version: int | None = None) -> CameoPermission:
    """The row under the lock on its cameo; made where none was.

    Raises DomainError `precondition_failed` where somebody changed it since `version`.
    """
    row = permission_of(take(cameo.pk))
    if version is not None:
        refuse_other_version(row, version)
    return row


def refuse_other_version(row: CameoPermission, version: int) -> None:
    """Raises DomainError `precondition_failed`."""
    if row.version != version:
        raise DomainError(
            ErrorCode.PRECONDITION_FAILED,
            _("This has changed in the meantime. Read it again."),
        )


def save(row: CameoPermission, changes: dict[str, Any]) -> None:
    """Write these fields and raise the version. The caller holds the lock on the cameo."""
    changes = {**changes, "version": row.version + 1, "changed_at": timezone.now()}
    for name, value in changes.items():
        setattr(row, name, value)
    if row._state.adding:
        row.save(force_insert=True)
    else:
        row.save(update_fields=list(changes))


def decay_everyone() -> int:
    """Write down what holds already: "everyone" whose time is over is "mutuals". How many."""
    over = CameoPermission.objects.filter(
        cameo=OuterRef("pk"), level=PermissionLevel.EVERYONE, everyone_until__lte=timezone.now()
    )
    # The cameo is locked, as wherever a permission changes: its row, its version and its chain.
    return repair_each(Cameo.objects.filter(Exists(over)), _decay, by="created_at")


def close_to_all(owner_id: UUID) -> None:
    """What this person had lent is theirs alone; grants sleep until they open it again."""
    own = Cameo.objects.filter(owner=owner_id, kind=CameoKind.HUMAN).exclude(state__in=sorted(GONE))
    for cameo in own.order_by("pk"):
        row = locked_permission(cameo)
        if row.level != PermissionLevel.ONLY_ME:
            closed = {"level": PermissionLevel.ONLY_ME, "everyone_until": None}
            _change(row, closed, actor=KEEPER)


def _change(row: CameoPermission, changes: dict[str, Any], *, actor: Actor) -> None:
    save(row, changes)
    record_consent(cameo_id=row.cameo_id, fact=permission_set(row), actor=actor)
    record(
        "cameos.permission.changed",
        actor=actor,
        target=row.cameo.public_id,
        fields=",".join(sorted(changes)),
        level=row.level,
        version=row.version,
    )
    sever_who_may_no_more(row.cameo)


def _decay(cameo: Cameo) -> None:
    row = locked_permission(cameo)
    save(row, {"level": PermissionLevel.MUTUALS, "everyone_until": None})
    record_consent(cameo_id=row.cameo_id, fact=permission_set(row), actor=KEEPER)
    record("cameos.permission.decayed", actor=KEEPER, target=row.cameo.public_id)
    notify(
        person_id=row.cameo.owner_id,
        type="cameo.no_longer_everyone",
        data={"cameo": row.cameo.public_id},
        about=row.cameo_id,
    )
    sever_who_may_no_more(row.cameo)


def _until(level: str) -> datetime | None:
    return timezone.now() + EVERYONE_LASTS if level == PermissionLevel.EVERYONE else None


def _refuse_minors(owner: User, level: str) -> None:
    # Abuse table, "a teen's likeness": no everyone, no mutuals. Unknown age counts (law 3).
    if not owner.is_adult and level not in OPEN_TO_TEENS:
        raise ClosedToTeens(_("Until you are 18, you approve people one by one."))
