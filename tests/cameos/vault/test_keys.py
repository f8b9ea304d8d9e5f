"""The key of a recording: under the master key, in one process, and gone when it is destroyed."""

import pickle
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from cameos.vault import keys, keystore
from cameos.vault.errors import VaultError
from lib.crypto.sealed import key_of
from lib.ids import new_id
from tests.cameos.conftest import MASTER

NEW_MASTER = "22" * 32


def use_masters(settings: Any, text: str) -> None:
    settings.CAMEO_MASTER_KEYS_PROVIDER = lambda: text
    keys.master_keys.cache_clear()


def made() -> tuple[Any, bytes]:
    key_id = new_id()
    with keys.make(key_id) as key:
        return key_id, bytes(key.bytes())


@pytest.mark.usefixtures("vault")
def test_a_key_opens_as_it_was_made_and_lies_wrapped() -> None:
    key_id, plain = made()
    assert plain not in keystore.build().get(key_id)
    with keys.open_key(key_id) as key:
        assert key.bytes() == plain


@pytest.mark.usefixtures("vault")
def test_after_use_it_is_overwritten() -> None:
    with keys.make(new_id()) as key:
        held = key.bytes()
    assert held == bytes(32)
    with pytest.raises(VaultError):
        key.bytes()
    assert repr(key).startswith("<data key ")
    with pytest.raises(TypeError):
        pickle.dumps(key)


@pytest.mark.usefixtures("vault")
def test_a_key_file_in_the_place_of_another_does_not_open() -> None:
    one, _ = made()
    other, _ = made()
    stolen = keystore.build().get(one)
    keystore.build().replace(other, lambda _: stolen)
    with pytest.raises(VaultError, match="vault_cannot_open"):
        keys.open_key(other)


@pytest.mark.usefixtures("vault")
@pytest.mark.parametrize("damage", [b"", b"short"], ids=["cut", "short"])
def test_a_damaged_key_does_not_open(damage: bytes) -> None:
    key_id, _ = made()
    keystore.build().replace(key_id, lambda old: damage or old[:-1])
    with pytest.raises(VaultError, match="vault_cannot_open"):
        keys.open_key(key_id)


@pytest.mark.usefixtures("vault")
def test_a_new_master_key_takes_over_and_the_old_one_may_go(settings: Any) -> None:
    old = [made() for _ in range(3)]
    gone, _ = made()
    keys.destroy(gone)
    use_masters(settings, f"2:{NEW_MASTER}\n1:{MASTER}")
    newer, _ = made()
    call_command("rewrap_cameo_keys")
    assert {key_of(keystore.build().get(one)) for one in keystore.build().ids()} == {2}
    use_masters(settings, f"2:{NEW_MASTER}")
    for key_id, plain in old:
        with keys.open_key(key_id) as key:
            assert key.bytes() == plain
    with pytest.raises(VaultError, match="vault_key_destroyed"):
        keys.open_key(gone)
    assert keys.rewrap() == 0
    assert newer in set(keystore.build().ids())


@pytest.mark.usefixtures("vault")
def test_what_is_destroyed_while_it_is_rewrapped_stays_destroyed(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_id, _ = made()
    use_masters(settings, f"2:{NEW_MASTER}\n1:{MASTER}")
    store = keystore.build()
    listed = list(store.ids())
    monkeypatch.setattr(type(store), "ids", lambda _: iter(listed))
    real = keys._unless_destroyed

    def erased_first(store: Any, key_id: Any) -> None:
        keys.destroy(key_id)
        real(store, key_id)

    monkeypatch.setattr(keys, "_unless_destroyed", erased_first)
    keys.rewrap()
    with pytest.raises(VaultError, match="vault_key_destroyed"):
        keys.open_key(key_id)


@pytest.mark.usefixtures("vault")
def test_without_its_master_key_nothing_opens(settings: Any) -> None:
    key_id, _ = made()
    use_masters(settings, f"2:{NEW_MASTER}")
    with pytest.raises(VaultError, match="vault_cannot_open"):
        keys.open_key(key_id)
    use_masters(settings, f"1:{NEW_MASTER}")
    with pytest.raises(VaultError, match="vault_cannot_open"):
        keys.open_key(key_id)
    use_masters(settings, "")
    with pytest.raises(ImproperlyConfigured, match="cameo master keyring"):
        keys.open_key(key_id)


@pytest.mark.usefixtures("vault")
@pytest.mark.parametrize("role", ["web", "worker", "migrate"])
def test_no_other_process_touches_a_key(role: str, settings: Any) -> None:
    key_id, _ = made()
    settings.ROLE = role
    keys.master_keys.cache_clear()
    for touch in (keys.make, keys.open_key, keys.destroy):
        with pytest.raises(VaultError, match="vault_wrong_process"):
            touch(key_id)
    for look in (keys.master_keys, keys.rewrap):
        with pytest.raises(VaultError, match="vault_wrong_process"):
            look()
