"""The receipts of a job's consents, as they stand in its manifest."""

from collections.abc import Callable
from typing import Any

import pytest

from cameos.capabilities.ending import destroy_salts
from cameos.capabilities.receipts import receipt_hash, status_id_of
from generation.services.receipts import receipts_of
from provenance.signing import Statement
from tests.cameos.permissions.lending import lent
from tests.client import Api
from tests.generation.likeness.asking import with_likeness
from tests.generation.studio import Puppet, submitted


def test_every_file_that_leaves_carries_them_and_nobodys_name(
    *,
    api: Api,
    creator: Any,
    friend: Any,
    stranger: Any,
    puppet: Callable[..., Puppet],
    monkeypatch: pytest.MonkeyPatch,
    deliver: Callable[[], int],
) -> None:
    from cameos.models import Capability

    puppet()
    sealed: list[Statement] = []
    monkeypatch.setattr(
        "generation.work.finishing.seal", lambda path, *, statement: sealed.append(statement)
    )
    cameos = [lent(creator), lent(friend)]
    job = with_likeness(*cameos, by=stranger)
    deliver()
    assert len(sealed) == 3
    for statement in sealed:
        told = {(one.status_id, one.receipt_hash) for one in statement.consents}
        assert told == {
            (status_id_of(one), receipt_hash(one))
            for one in Capability.objects.filter(film_id=job.pk)
        }
        said = str(statement.manifest())
        for secret in (*(one.public_id for one in cameos), stranger.public_id, creator.handle):
            assert secret not in said
    asked = api.get(f"/consents/{sealed[0].consents[0].status_id}")
    assert asked.json() == {"stands": True}


def test_two_films_of_the_same_people_have_nothing_in_common(creator: Any, friend: Any) -> None:
    cameos = [lent(creator), lent(friend)]
    first, second = (receipts_of(with_likeness(*cameos, by=friend).pk) for _ in range(2))
    assert not {one.status_id for one in first} & {one.status_id for one in second}
    assert not {one.receipt_hash for one in first} & {one.receipt_hash for one in second}
    assert [one.status_id for one in first] == sorted(one.status_id for one in first)


def test_of_nobody_and_of_whoever_was_erased_there_is_none(creator: Any) -> None:
    cameo = lent(creator)
    job = with_likeness(cameo, by=creator)
    assert receipts_of(submitted(creator).pk) == ()
    assert len(receipts_of(job.pk)) == 1
    destroy_salts(cameo.pk)
    assert receipts_of(job.pk) == ()
