"""Whatever a token is made of, what comes of it is a refusal and never a dead worker."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cameos.capabilities.tokens import (
    PREFIX,
    CapabilityRefused,
    Claims,
    Fault,
    _encoded,
    _mac,
    opened,
    signed,
)
from lib.errors import DomainError, ErrorCode

KEYS = ["new key", "old key"]
CLAIMS = Claims(
    id="cap_0", cameo="cam_0", requester="usr_0", job="gen_0", scopes=("face", "voice"),
    terms="00" * 32, epoch=3, expires=1_800_000_000,
)  # fmt: skip
TOKEN = signed(CLAIMS, keys=KEYS)


def refusal(token: object) -> CapabilityRefused:
    with pytest.raises(CapabilityRefused) as caught:
        opened(token, keys=KEYS)
    assert isinstance(caught.value, DomainError)
    assert caught.value.code == ErrorCode.CAPABILITY_INVALID
    return caught.value


def test_what_was_signed_is_what_is_opened() -> None:
    assert opened(TOKEN, keys=KEYS) == CLAIMS
    assert signed(CLAIMS, keys=KEYS) == TOKEN


def test_keys_rotate() -> None:
    by_old = signed(CLAIMS, keys=KEYS[1:])
    assert opened(by_old, keys=KEYS) == CLAIMS
    with pytest.raises(CapabilityRefused):
        opened(by_old, keys=["new key"])


@given(st.one_of(st.text(), st.binary(), st.none(), st.integers(), st.lists(st.text())))
@settings(max_examples=300)
def test_anything_at_all(token: object) -> None:
    refusal(token)


@given(st.integers(0, len(TOKEN) - 1), st.characters())
@settings(max_examples=300)
def test_one_character_changed(at: int, char: str) -> None:
    changed = TOKEN[:at] + char + TOKEN[at + 1 :]
    if changed != TOKEN:
        refusal(changed)


@given(st.integers(0, len(TOKEN)), st.integers(0, len(TOKEN)))
def test_a_piece_of_one(first: int, last: int) -> None:
    if TOKEN[first:last] != TOKEN:
        refusal(TOKEN[first:last])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
@settings(max_examples=200)
def test_what_our_own_key_signed_and_is_no_capability(body: Any) -> None:
    head = f"{PREFIX}.{urlsafe_b64encode(json.dumps(body).encode()).rstrip(b'=').decode()}"
    assert refusal(f"{head}.{_encoded(_mac(KEYS[0], head))}").fault == Fault.MALFORMED


def test_no_claim_can_be_raised() -> None:
    head, signature = TOKEN.rsplit(".", 1)
    other = signed(Claims(**{**CLAIMS_AS, "epoch": 4}), keys=["another key"])
    assert refusal(f"{other.rsplit('.', 1)[0]}.{signature}").fault == Fault.TAMPERED
    assert refusal(head).fault == Fault.MALFORMED
    assert refusal(TOKEN + "=").fault == Fault.MALFORMED
    assert refusal(f"cap2{TOKEN[4:]}").fault == Fault.MALFORMED


CLAIMS_AS = {name: getattr(CLAIMS, name) for name in Claims.__dataclass_fields__}
