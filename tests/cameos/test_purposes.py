"""The table of purposes says all that people are told, and nothing can be done beside it."""

from dataclasses import fields

import pytest

from cameos.purposes import DECLARED, BiometricPurpose, Reach, Use
from cameos.vault import uses
from cameos.vault.errors import VaultError
from cameos.vault.uses import declared


def test_every_purpose_is_declared_and_says_everything() -> None:
    assert set(DECLARED) == set(BiometricPurpose)
    for purpose, row in DECLARED.items():
        assert row.purpose is purpose
        assert row.uses
        for field in fields(row):
            if field.type == "str" or field.type is str:
                assert len(getattr(row, field.name)) > 12, (purpose, field.name)


def test_a_search_says_among_whom_it_looks_and_nothing_else_does() -> None:
    for row in DECLARED.values():
        assert (Use.SEARCH in row.uses) == (row.reach is not Reach.NOBODY), row.purpose


def test_only_who_was_verified_is_searched_for_films() -> None:
    assert DECLARED[BiometricPurpose.OUTPUT_IDENTITY].reach is Reach.CONFIRMED


@pytest.mark.parametrize("purpose", BiometricPurpose)
@pytest.mark.parametrize("use", Use)
def test_what_stands_in_no_row_is_refused(purpose: BiometricPurpose, use: Use) -> None:
    if use in DECLARED[purpose].uses:
        assert declared(purpose, use) is DECLARED[purpose]
    else:
        with pytest.raises(VaultError, match="vault_purpose_refused"):
            declared(purpose, use)


def test_a_purpose_without_a_row_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    others = {one: row for one, row in DECLARED.items() if one != BiometricPurpose.ENROLMENT}
    monkeypatch.setattr(uses, "DECLARED", others)  # restored in place, it would change its order
    with pytest.raises(VaultError, match="vault_purpose_refused"):
        declared(BiometricPurpose.ENROLMENT, Use.KEEP)
