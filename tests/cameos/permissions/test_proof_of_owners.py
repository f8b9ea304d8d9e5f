"""A found phone narrows what an owner permits, and widens nothing (A15)."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cameos.models import Cameo, CameoPermission
from cameos.permissions.levels import PermissionLevel
from cameos.permissions.terms import Cap, Scope
from cameos.permissions.topics import Topic
from cameos.permissions.widening import WIDTH, lifts, permits_more
from tests.cameos.permissions.lending import lent
from tests.client import Api, code_of

FOUND = "reauthentication_required"


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    made = lent(creator)
    CameoPermission.objects.all().delete()
    return made


@pytest.fixture
def found(db: None) -> Api:
    """Whoever holds somebody's phone, and does not know their password."""
    return Api(proved=False)


def _write(api: Api, cameo: Cameo, by: Any, part: str, body: Any) -> Any:
    path = f"/cameos/{cameo.public_id}/{part}"
    tag = api.get(path, as_=by).headers["ETag"]
    method = api.patch if part == "permission" else api.put
    return method(path, body, as_=by, headers={"If-Match": tag})


def _permits(owner_api: Api, cameo: Cameo, owner: Any, **what: Any) -> None:
    assert _write(owner_api, cameo, owner, "permission", what).status_code == 200


@pytest.mark.parametrize(("stood", "said"), list(product(PermissionLevel.values, repeat=2)))
def test_a_level_is_lowered_by_anybody_and_raised_by_the_owner(
    api: Api, found: Api, creator: Any, cameo: Cameo, stood: str, said: str
) -> None:
    _permits(api, cameo, creator, level=stood)
    answer = _write(found, cameo, creator, "permission", {"level": said})
    wider = WIDTH.index(said) > WIDTH.index(stood) or said == "everyone"
    assert (answer.status_code == 401) is wider
    if wider:
        assert code_of(answer) == FOUND
    assert CameoPermission.objects.get().level == (stood if wider else said)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ({"scopes": ["face"]}, {"scopes": ["face", "voice"]}),
        ({"reach": "friends"}, {"reach": "everyone"}),
        ({"no_remix": True}, {"no_remix": False}),
        ({"no_download": True}, {"no_download": False}),
        ({"scopes": ["face"], "no_remix": True}, {"scopes": ["voice"], "no_remix": True}),
    ],
)
def test_bounds_are_tightened_by_anybody_and_widened_by_the_owner(
    api: Api, found: Api, creator: Any, cameo: Cameo, narrow: Any, wide: Any
) -> None:
    assert _write(found, cameo, creator, "permission", narrow).status_code == 200
    assert code_of(_write(found, cameo, creator, "permission", wide)) == FOUND
    assert _write(api, cameo, creator, "permission", wide).status_code == 200


def test_a_restriction_is_added_by_anybody_and_left_out_by_the_owner(
    api: Api, found: Api, creator: Any, cameo: Cameo
) -> None:
    first, second = sorted(Topic)[:2]
    assert _write(found, cameo, creator, "restrictions", {"topics": [first]}).status_code == 200
    both = {"topics": [first, second]}
    assert _write(found, cameo, creator, "restrictions", both).status_code == 200
    for fewer in ([second], []):
        assert code_of(_write(found, cameo, creator, "restrictions", {"topics": fewer})) == FOUND
    assert CameoPermission.objects.get().restrictions == [first, second]
    assert _write(api, cameo, creator, "restrictions", {"topics": []}).status_code == 200


def test_another_version_is_told_before_a_proof_is_asked_for(
    api: Api, found: Api, creator: Any, cameo: Cameo
) -> None:
    _permits(api, cameo, creator, level="approved")
    path = f"/cameos/{cameo.public_id}/permission"
    late = found.patch(path, {"level": "mutuals"}, as_=creator, headers={"If-Match": '"1"'})
    assert (late.status_code, code_of(late)) == (412, "precondition_failed")


def test_everyone_that_ran_out_is_no_level_to_go_back_to(cameo: Cameo) -> None:
    over = timezone.now() - timedelta(days=1)
    row = CameoPermission(cameo=cameo, level=PermissionLevel.EVERYONE, everyone_until=over)
    assert permits_more(row, {"level": "everyone"})
    assert not permits_more(row, {"level": "mutuals"})


BOUNDS = st.fixed_dictionaries(
    {
        "scopes": st.lists(st.sampled_from(list(Scope)), min_size=1, unique=True),
        "cap": st.sampled_from(list(Cap)),
        "no_remix": st.booleans(),
        "no_download": st.booleans(),
    }
)


@given(BOUNDS, BOUNDS)
def test_both_ways_at_most_one_of_two_bounds_is_free(one: Any, other: Any) -> None:
    there = permits_more(CameoPermission(**one), other)
    back = permits_more(CameoPermission(**other), one)
    same = CameoPermission(**one).bounds() == CameoPermission(**other).bounds()
    assert (not there and not back) == same


@given(st.sets(st.sampled_from(list(Topic))), st.sets(st.sampled_from(list(Topic))))
def test_leaving_a_topic_out_lifts_it(stood: set[Topic], said: set[Topic]) -> None:
    assert lifts(CameoPermission(restrictions=sorted(stood)), said) == bool(stood - said)
