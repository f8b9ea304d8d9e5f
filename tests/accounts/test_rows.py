"""What the tables themselves refuse."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.models import AgeSignal, HeldHandle, User
from tests.cast import adult


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"email": None}, "only_a_tombstone_has_no_email_address"),
        ({"deleted_at": "2026-01-01T00:00Z"}, "a_tombstone_keeps_nothing_of_the_person"),
        ({"assured_band": "13_17"}, "an_assured_age_band_names_its_source"),
        ({"assured_by": "staff"}, "an_assured_age_band_names_its_source"),
    ],
)
def test_a_person_that_makes_no_sense_is_refused(
    creator: User, change: dict[str, Any], name: str
) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        User.objects.filter(pk=creator.pk).update(**change)


def test_one_address_in_two_spellings_is_one_address(creator: User) -> None:
    other = adult()
    with pytest.raises(IntegrityError, match="one_account"), transaction.atomic():
        User.objects.filter(pk=other.pk).update(email=(creator.email or "").upper())


@pytest.mark.parametrize("band", ["unknown", "", "adult"])
def test_an_age_signal_names_a_band(creator: User, band: str) -> None:
    with pytest.raises(IntegrityError, match="an_age_signal_names_a_band"), transaction.atomic():
        AgeSignal.objects.create(person_id=creator.pk, source="staff", band=band, actor="x")


def test_age_signals_cannot_be_rewritten(creator: User) -> None:
    rows = AgeSignal.objects.filter(person_id=creator.pk)
    for change in (lambda: rows.update(band="13_17"), rows.delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_a_held_handle_is_a_real_one(db: None) -> None:
    for key in ("", "~abc"):
        with pytest.raises(IntegrityError, match="a_held_handle"), transaction.atomic():
            HeldHandle.objects.create(handle_key=key, until="2026-01-01T00:00Z")


def test_the_database_shows_no_public_id_and_sessions_show_no_database_id(creator: User) -> None:
    assert User._meta.pk.value_to_string(creator) == creator.public_id
    assert User._meta.pk.to_python(creator.public_id) == creator.pk
    assert User._meta.pk.to_python(str(creator.pk)) == creator.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data_type FROM information_schema.columns WHERE table_name = "
            "'accounts_user' AND column_name = 'id'"
        )
        assert cursor.fetchone() == ("uuid",)


def test_the_migration_says_all_that_the_models_say(db: None) -> None:
    call_command("makemigrations", "accounts", check=True, dry_run=True, verbosity=0)
