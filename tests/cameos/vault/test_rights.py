"""The database itself keeps templates from everybody but the likeness process."""

import io
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from cameos.models import Cameo, CameoKey, FaceTemplate, GalleryStamp, ReferenceClip
from cameos.purposes import BiometricPurpose
from cameos.vault.recording import keep_recording
from tests import roles
from tests.cameos.conftest import SYSTEM, template

VAULT: list[Any] = [FaceTemplate, CameoKey, ReferenceClip, GalleryStamp]


@pytest.fixture
def something_kept(likeness: None, cameo: Cameo) -> None:
    keep_recording(
        cameo=cameo,
        templates=[template(1)],
        clips=[io.BytesIO(b"clip")],
        purpose=BiometricPurpose.ENROLMENT,
        actor=SYSTEM,
    )
    assert all(model.objects.exists() for model in VAULT)


@pytest.mark.usefixtures("something_kept")
@pytest.mark.parametrize("model", VAULT, ids=lambda model: model.__name__)
@pytest.mark.parametrize("role", ["web", "worker"])
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 FROM {}",
        "SELECT count(*) FROM {}",
        "TABLE {}",
        "DELETE FROM {}",
        "UPDATE {} SET id = id",
        "INSERT INTO {} DEFAULT VALUES",
        "TRUNCATE {} CASCADE",
        "COPY {} TO STDOUT",
        "LOCK {}",
    ],
)
def test_the_web_and_the_workers_have_no_right_at_all(
    role: str, model: type[FaceTemplate], statement: str
) -> None:
    with roles.acting_as(role), connection.cursor() as cursor:
        with pytest.raises((ProgrammingError, psycopg.Error)) as refused, transaction.atomic():
            cursor.execute(statement.format(model._meta.db_table))
        assert "permission denied" in str(refused.value)


@pytest.mark.usefixtures("something_kept")
def test_the_likeness_role_alone_reads_them_and_can_change_none() -> None:
    with roles.acting_as("likeness"), connection.cursor() as cursor:
        assert FaceTemplate.objects.count() == 1
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("UPDATE cameos_facetemplate SET kind = 'another'")


@pytest.mark.usefixtures("something_kept")
def test_what_the_web_does_to_a_cameo_needs_none_of_it(cameo: Cameo) -> None:
    with roles.acting_as("web"):
        assert Cameo.objects.get(pk=cameo.pk).owner_id == cameo.owner_id
