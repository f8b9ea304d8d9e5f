"""A sealed template opens as the row, the key and the mark that it was sealed as, and no other."""

from dataclasses import replace

import pytest

from cameos.vault.errors import VaultError
from cameos.vault.keys import DataKey
from cameos.vault.sealing import open_template_into, seal_template
from cameos.vault.template import values_of
from lib.ids import new_id
from tests.cameos.conftest import MARK, template

ROW, KEY = new_id(), DataKey(new_id(), bytearray(b"\x07" * 32))


def opened(**other: object) -> bytes:
    sealed = seal_template(template(1), key=KEY, row_id=ROW)
    buffer = bytearray(4 * MARK.dims)
    as_what = {"mark": MARK, "key": KEY, "row_id": ROW, **other}
    open_template_into(memoryview(buffer), sealed, **as_what)  # type: ignore[arg-type]
    return bytes(buffer)


def test_it_opens_in_its_place() -> None:
    assert opened() == values_of(template(1)).tobytes()


@pytest.mark.parametrize(
    "other",
    [
        {"row_id": new_id()},
        {"mark": replace(MARK, kind="other")},
        {"mark": replace(MARK, version="2")},
        {"key": DataKey(new_id(), bytearray(b"\x07" * 32))},
        {"key": DataKey(KEY.id, bytearray(b"\x08" * 32))},
    ],
    ids=["row", "kind", "version", "id of the key", "key"],
)
def test_it_opens_nowhere_else(other: dict[str, object]) -> None:
    with pytest.raises(VaultError, match="vault_cannot_open"):
        opened(**other)
