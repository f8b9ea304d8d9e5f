"""Whatever people can see is reported, or says why not (Q-27, E1)."""

import pytest

from enforcement.reportable import NOT_REPORTED, REPORTED_AS
from enforcement.subjects import registry
from enforcement.subjects.kinds import ID_KINDS, SubjectKind
from enforcement.subjects.posts import PostSubject
from lib import surfaces
from lib.ids import encode, new_id

SHORTEST_REASON = 12


def test_every_surface_is_reported_as_something_or_says_why_not() -> None:
    claimed = {f"{one.model._meta.label}.{one.field}" for one in surfaces.claims()}
    assert claimed == set(REPORTED_AS) | set(NOT_REPORTED)
    assert not set(REPORTED_AS) & set(NOT_REPORTED)
    assert all(len(why) >= SHORTEST_REASON for why in NOT_REPORTED.values())


def test_every_kind_is_registered_and_has_an_id_of_its_own() -> None:
    assert registry.kinds() == sorted(SubjectKind)
    assert set(ID_KINDS) == set(SubjectKind)
    assert len(set(ID_KINDS.values())) == len(ID_KINDS)
    assert set(REPORTED_AS.values()) <= set(SubjectKind)


def test_no_kind_is_registered_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        registry.register(PostSubject())


@pytest.mark.parametrize("kind", list(SubjectKind))
def test_an_id_leads_to_its_kind_and_back(kind: SubjectKind) -> None:
    key = new_id()
    public_id = encode(ID_KINDS[kind], key)
    assert registry.parse(public_id) == (kind, key)
    assert registry.public_id_of(kind, key) == public_id
    assert registry.parse(public_id[:-1]) is None
    assert registry.parse(public_id.upper()) is None
