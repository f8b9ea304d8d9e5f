from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ids import ALPHABET, IdKind, InvalidId, decode, encode, new_id


@given(st.uuids(), st.sampled_from(IdKind))
def test_an_id_reads_back_as_it_was(value: UUID, kind: IdKind) -> None:
    assert decode(kind, encode(kind, value)) == value


@given(st.uuids(), st.uuids())
def test_ids_sort_as_their_uuids_do(one: UUID, other: UUID) -> None:
    texts = encode(IdKind.USER, one), encode(IdKind.USER, other)
    assert (texts[0] < texts[1]) == (one.int < other.int)


@given(st.text(alphabet=ALPHABET + "ilou_-ABC", max_size=40))
def test_no_other_text_is_an_id(text: str) -> None:
    try:
        value = decode(IdKind.USER, f"usr_{text}")
    except InvalidId:
        return
    assert encode(IdKind.USER, value) == f"usr_{text}"


def test_an_id_of_one_noun_is_none_of_another() -> None:
    with pytest.raises(InvalidId):
        decode(IdKind.GENERATION, encode(IdKind.USER, new_id()))


def test_new_ids_are_of_version_7_and_grow() -> None:
    ids = [new_id() for _ in range(100)]
    assert {value.version for value in ids} == {7}
    assert ids == sorted(ids)
