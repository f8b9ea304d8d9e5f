"""The database itself: who looks at hostile films reads of nobody here; the web reads no key."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from cameos.models import (
    BlockedLikeness,
    BlockedSwitch,
    BlockedTransition,
    Cameo,
    CameoKey,
)
from lib.ids import IdKind
from tests import roles
from tests.cameos.blocked.conftest import Desk
from tests.cameos.blocked.kinds import GreyKind

SAID: list[Any] = [BlockedLikeness, BlockedTransition, BlockedSwitch]


@pytest.fixture
def protected(desk: Desk, kind: GreyKind) -> BlockedLikeness:
    return desk.protect()


def refused(role: str, statement: str) -> None:
    with roles.acting_as(role), connection.cursor() as cursor:
        with pytest.raises((ProgrammingError, psycopg.Error)) as error, transaction.atomic():
            cursor.execute(statement)
        assert "permission denied" in str(error.value), statement


@pytest.mark.parametrize("model", SAID, ids=lambda model: model.__name__)
def test_a_worker_reads_of_nobody(protected: BlockedLikeness, model: Any) -> None:
    table = model._meta.db_table
    for statement in ("SELECT count(*) FROM {}", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"):
        refused("worker", statement.format(table))


@pytest.mark.parametrize("role", ["web", "worker"])
def test_nobody_but_the_likeness_process_sees_its_template_or_key(
    protected: BlockedLikeness, role: str
) -> None:
    for table in ("cameos_facetemplate", "cameos_cameokey"):
        refused(role, f"SELECT count(*) FROM {table}")  # noqa: S608


def test_the_likeness_process_adds_nobody_and_no_row_is_ever_deleted(
    protected: BlockedLikeness,
) -> None:
    refused("likeness", "INSERT INTO cameos_blockedlikeness DEFAULT VALUES")
    refused("likeness", "UPDATE cameos_blockedswitch SET basis = 'mine'")
    for role in ("web", "likeness"):
        refused(role, "DELETE FROM cameos_blockedlikeness")


@pytest.mark.parametrize("of", ["nobody", "both"])
def test_a_key_is_of_a_cameo_or_of_somebody_blocked(
    protected: BlockedLikeness, cameo: Cameo, of: str
) -> None:
    holders = {"cameo": cameo, "blocked": protected} if of == "both" else {}
    with roles.acting_as("likeness"):
        CameoKey.objects.all().delete()
        with pytest.raises(IntegrityError, match="a_key_is_of_a_cameo"), transaction.atomic():
            CameoKey.objects.create(**holders, epoch=1)


def test_nothing_of_the_api_takes_or_gives_such_an_id() -> None:
    described = (Path(settings.BASE_DIR) / "docs" / "openapi.yaml").read_text()
    assert "cam_" in described
    assert f"{IdKind.BLOCKED_LIKENESS.value}_" not in described
