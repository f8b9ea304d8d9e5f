"""Entries come with what they speak of, one after another, and never change."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from cameos.ledger import facts
from cameos.ledger.facts import ConsentFact, ConsentKind, GrantUsed, Paused
from cameos.ledger.recording import hold_chains, record_consent
from cameos.models import AnchoredHead, Cameo, ConsentAnchor, ConsentEntry, ConsentOpening
from lib.actors import Actor
from lib.crypto.fields import EncryptedJSONField
from tests import roles
from tests.cameos.conftest import SYSTEM
from tests.cameos.ledger.conftest import GRANT, PAUSED, RELEASE, Anchor, Found, Say


def test_every_kind_has_one_shape() -> None:
    shapes = [
        one
        for one in vars(facts).values()
        if isinstance(one, type) and issubclass(one, ConsentFact) and hasattr(one, "kind")
    ]
    assert sorted(one.kind for one in shapes) == sorted(ConsentKind)
    assert all(fields(one) for one in shapes)


@pytest.mark.parametrize("words", ["Maria Muster", "a b", "<b>", "x" * 129, "né"])
def test_a_fact_takes_no_words(words: str) -> None:
    with pytest.raises(ValueError, match="grant is no id"):
        GrantUsed(grant=words, person="usr_1")


@pytest.mark.parametrize("value", [1.5, b"bytes", {"a": 1}, ["list"]])
def test_a_fact_takes_nothing_whose_form_could_differ(value: Any) -> None:
    with pytest.raises(TypeError):
        GrantUsed(grant=value, person="usr_1")


def test_entries_hang_on_one_another(cameo: Cameo, another: Cameo, say: Say, found: Found) -> None:
    say(cameo, RELEASE)
    say(another, RELEASE)
    say(cameo, GRANT, PAUSED)
    rows = list(ConsentEntry.objects.filter(cameo_id=cameo.pk).order_by("seq"))
    assert [row.seq for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows] == ["0" * 64, rows[0].row_hash, rows[1].row_hash]
    assert [row.kind for row in rows] == ["release_given", "grant_given", "paused"]
    assert ConsentOpening.objects.get(pk=rows[1].pk).fact == GRANT.as_json()
    assert found() == set()


def test_the_same_fact_said_twice_is_two_commitments(cameo: Cameo, say: Say) -> None:
    say(cameo, PAUSED, PAUSED)
    assert len(set(ConsentEntry.objects.values_list("commitment", flat=True))) == 2


def test_what_fails_leaves_no_entry(cameo: Cameo) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record_consent(cameo_id=cameo.pk, fact=PAUSED, actor=SYSTEM)
        raise RuntimeError
    assert not ConsentEntry.objects.exists()
    assert not ConsentOpening.objects.exists()


def test_the_database_holds_a_fact_as_ciphertext(cameo: Cameo, say: Say) -> None:
    assert isinstance(ConsentOpening._meta.get_field("fact"), EncryptedJSONField)
    say(cameo, GRANT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT fact FROM cameos_consentopening")
        assert b"usr_1" not in bytes(cursor.fetchone()[0])


ROWS = [
    (role, model, verb)
    for role in ("web", "worker", "likeness")
    for model in (ConsentEntry, ConsentOpening, ConsentAnchor, AnchoredHead)
    for verb in ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE")
    if (role, model, verb) != ("likeness", ConsentOpening, "DELETE FROM {0}")
]


@pytest.mark.parametrize(("role", "model", "verb"), ROWS)
@pytest.mark.django_db
def test_nobody_who_serves_changes_or_removes_a_row(role: str, model: Any, verb: str) -> None:
    statement = verb.format(model._meta.db_table, model._meta.pk.column)
    with roles.acting_as(role), connection.cursor() as cursor:
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            cursor.execute(statement)
        assert "permission denied" in str(refused.value)


def test_the_owner_of_the_tables_cannot_either(cameo: Cameo, say: Say, anchor: Anchor) -> None:
    say(cameo, PAUSED)
    anchor()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE")
        for model in (ConsentEntry, ConsentAnchor, AnchoredHead):
            for verb in ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"):
                statement = verb.format(model._meta.db_table, model._meta.pk.column)
                refused = pytest.raises(DatabaseError, match="Cannot update or delete")
                with refused, transaction.atomic():
                    cursor.execute(statement)


def test_an_entry_outside_a_transaction_is_refused(committing: None, cameo: Cameo) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record_consent(cameo_id=cameo.pk, fact=PAUSED, actor=SYSTEM)


def test_two_writers_of_one_chain_come_one_after_the_other(
    committing: None, cameo: Cameo, found: Found
) -> None:
    start = threading.Barrier(2, timeout=30)

    def write(number: int) -> None:
        try:
            for turn in range(4):
                start.wait()
                with transaction.atomic():
                    record_consent(
                        cameo_id=cameo.pk,
                        fact=Paused(epoch=4 * number + turn),
                        actor=Actor.system("tests"),
                    )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, range(2)))
    places = ConsentEntry.objects.filter(cameo_id=cameo.pk).values_list("seq", flat=True)
    assert sorted(places) == list(range(1, 9))
    assert found() == set()


def test_who_writes_two_chains_never_waits_in_a_ring(
    committing: None, cameo: Cameo, another: Cameo, found: Found
) -> None:
    start = threading.Barrier(2, timeout=30)

    def write(order: list[Cameo]) -> None:
        try:
            for _ in range(4):
                start.wait()
                with transaction.atomic():
                    hold_chains(one.pk for one in order)
                    for one in order:
                        record_consent(cameo_id=one.pk, fact=PAUSED, actor=SYSTEM)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, [[cameo, another], [another, cameo]]))
    assert ConsentEntry.objects.count() == 16
    assert found() == set()
