import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from lib.crypto import keyring as keyrings
from lib.crypto.keyring import Keyring, parse
from lib.crypto.sealed import CannotOpen, seal, unseal

OLD, NEW = os.urandom(32), os.urandom(32)
RING = Keyring(current=2, keys={2: NEW, 1: OLD})


@given(st.binary(max_size=300))
def test_what_is_sealed_opens_in_its_place(plain: bytes) -> None:
    assert unseal(seal(plain, place="a.B.c", keyring=RING), place="a.B.c", keyring=RING) == plain


def test_a_value_moved_to_another_column_does_not_open() -> None:
    sealed = seal(b"secret", place="generation.Job.prompt", keyring=RING)
    with pytest.raises(CannotOpen):
        unseal(sealed, place="accounts.User.bio", keyring=RING)


@given(st.integers(min_value=0, max_value=40))
def test_no_flipped_bit_opens(position: int) -> None:
    sealed = bytearray(seal(b"twelve bytes", place="p", keyring=RING))
    sealed[position] ^= 1
    with pytest.raises(CannotOpen):
        unseal(bytes(sealed), place="p", keyring=RING)


def test_the_ciphertext_shows_nothing_and_never_repeats() -> None:
    first, second = (seal(b"a red ball", place="p", keyring=RING) for _ in range(2))
    assert b"red" not in first
    assert first != second


def test_an_older_key_still_opens_and_a_lost_one_does_not() -> None:
    before = seal(b"x", place="p", keyring=Keyring(current=1, keys={1: OLD}))
    assert unseal(before, place="p", keyring=RING) == b"x"
    with pytest.raises(CannotOpen):
        unseal(before, place="p", keyring=Keyring(current=2, keys={2: NEW}))


def test_the_first_line_of_a_keyring_writes() -> None:
    assert parse(f"2:{NEW.hex()}\n1:{OLD.hex()}\n") == RING


@pytest.mark.parametrize("text", ["", "1:abcd", "x:" + "0" * 64, "0:" + "0" * 64, "1" + "0" * 64])
def test_a_malformed_keyring_stops_the_start_without_showing_a_key(text: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        parse(text)
    assert "0" * 64 not in str(refusal.value)


def test_a_command_hands_the_keys_over(tmp_path: Path) -> None:
    script = tmp_path / "unwrap"
    script.write_text(f"#!/bin/sh\necho 7:{NEW.hex()}\n")
    script.chmod(0o700)
    assert parse(keyrings.from_command(str(script))()).current == 7


def test_a_command_that_fails_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="ended with 3"):
        keyrings.from_command("exit 3")()
