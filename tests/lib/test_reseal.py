from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from generation.models import Job
from lib.crypto import keyring as keyrings
from lib.crypto.keyring import Keyring
from lib.crypto.reseal import reseal, sealed_fields
from lib.crypto.sealed import key_of
from tests import roles
from tests.generation.studio import submitted

pytestmark = pytest.mark.django_db


def stored(job: Job) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prompt FROM generation_job WHERE id = %s", [job.pk])
        return bytes(cursor.fetchone()[0])


def test_prompts_and_scripts_are_among_the_encrypted_columns() -> None:
    places = {field.place() for field in sealed_fields()}
    assert {"generation.Job.prompt", "generation.Script.lines"} <= places


def test_old_values_move_to_the_new_key_and_the_old_key_may_go(
    creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = submitted(creator, prompt="a red ball")
    old = keyrings.keyring()
    new = Keyring(current=9, keys={9: uuid4().bytes * 2, **old.keys})
    assert key_of(stored(job)) == old.current
    with roles.acting_as("migrate"):  # who else may read all of them?
        assert reseal(new)[old.current] >= 1
        assert key_of(stored(job)) == 9
        assert reseal(new).total() == 0
    monkeypatch.setattr("lib.crypto.fields.keyring", lambda: Keyring(9, {9: new.keys[9]}))
    assert Job.objects.get(pk=job.pk).prompt == "a red ball"


def test_a_role_that_may_not_write_every_table_is_told_so(settings: Any) -> None:
    settings.ROLE = "worker"
    with pytest.raises(CommandError, match="ZOETROPE_ROLE=migrate"):
        call_command("reseal_fields")
