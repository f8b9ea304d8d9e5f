"""Switches that staff turn: what lies behind one is off until somebody says why it is on."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from audit.services import record
from cameos.models.switches import THE_ONE, OnlyRow
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode

R = TypeVar("R", bound=OnlyRow)


@dataclass(frozen=True, slots=True)
class Switch(Generic[R]):
    """`why`: the field that must say it; `name`: in the audit."""

    model: type[R]
    why: str
    name: str

    @property
    def permissions(self) -> tuple[str, str]:
        """To turn it on, and off."""
        row = self.model._meta.model_name
        return f"cameos.add_{row}", f"cameos.delete_{row}"

    def is_on(self) -> bool:
        """Read at every use and never kept: switched off means now."""
        return self.rows().exists()

    def rows(self) -> QuerySet[R]:
        """One while it is on; for whoever asks more than that at once."""
        return self.model._default_manager.filter(only=THE_ONE)

    def turn_on(self, *, by: User, why: str) -> R:
        """Said twice, the first stands. Raises DomainError `permission_denied`, `required`."""
        _authorise(by, self.permissions[0])
        if not why.strip():
            raise DomainError(ErrorCode.REQUIRED, "State why.", attr=self.why)
        actor = Actor.person(by.pk)
        with transaction.atomic():
            row, made = self.model._default_manager.get_or_create(
                only=THE_ONE, defaults={"turned_on_by": str(actor), self.why: why}
            )
            if made:
                record(f"cameos.{self.name}.turned_on", actor=actor, target=f"switch:{self.name}")
        return row

    def turn_off(self, *, by: User) -> None:
        """From its COMMIT on. Raises DomainError `permission_denied`."""
        _authorise(by, self.permissions[1])
        actor = Actor.person(by.pk)
        with transaction.atomic():
            gone, _rows = self.model._default_manager.all().delete()
            if gone:
                record(f"cameos.{self.name}.turned_off", actor=actor, target=f"switch:{self.name}")


def _authorise(by: User, permission: str) -> None:
    if not by.has_perm(permission):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not use this switch.")
