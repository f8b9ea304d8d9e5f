from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from cameos.ledger.anchoring.making import anchor_heads
from cameos.ledger.facts import ConsentFact, GrantGiven, Paused, ReleaseGiven
from cameos.ledger.recording import record_consents
from cameos.ledger.verifying import verify
from cameos.models import Cameo
from lib.actors import Actor
from tests import roles

SEED, NEXT_SEED = "22" * 32, "33" * 32
TABLES = ("consententry", "consentanchor", "anchoredhead")
RELEASE = ReleaseGiven(
    release="019aa49f-1dcf-71fb-80d0-544d8ab1b4fc", notice_version=1, text_hash="ab" * 32,
    locale="en", face=True, voice=False, epoch=1,
)  # fmt: skip
GRANT = GrantGiven(
    grant="cgr_1", person="usr_1", once=True, until=None, scopes=("face", "voice"),
    cap="friends", no_remix=True, no_download=False,
)  # fmt: skip
PAUSED = Paused(epoch=1)

Say = Callable[..., None]
Anchor = Callable[[], int]
Found = Callable[..., set[str]]
Attack = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> Path:
    """A key and a place for anchors of this test's own."""
    settings.CONSENT_ANCHOR_DIR = tmp_path / "anchors"
    settings.CONSENT_ANCHOR_COMMAND = ""
    settings.CONSENT_KEYS_PROVIDER = lambda: f"1:{SEED}"
    return tmp_path / "anchors"


@pytest.fixture
def say(db: None) -> Say:
    """Facts become entries, said by the owner."""

    def add(cameo: Cameo, *facts: ConsentFact) -> None:
        with transaction.atomic():
            record_consents(cameo_id=cameo.pk, facts=facts, actor=Actor.person(cameo.owner_id))

    return add


@pytest.fixture
def anchor(db: None) -> Anchor:
    def run() -> int:
        with roles.acting_as("worker"):
            return anchor_heads()

    return run


@pytest.fixture
def found(db: None) -> Found:
    """`fault at place` of everything that the verifier finds."""

    def run(**asked: Any) -> set[str]:
        with roles.acting_as("worker"):
            return {f"{one.fault} at {one.place}" for one in verify(**asked).findings}

    return run


@pytest.fixture
def attacker(db: None) -> Attack:
    """Who owns the tables: no trigger and no right stands in the way."""

    @contextmanager
    def enter() -> Iterator[Any]:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE")
            for table in TABLES:
                cursor.execute(f"ALTER TABLE cameos_{table} DISABLE TRIGGER USER")
            yield cursor
            for table in TABLES:
                cursor.execute(f"ALTER TABLE cameos_{table} ENABLE TRIGGER USER")
        roles.set_role(connection, "web")

    return enter


@pytest.fixture
def another(cameo_of: Callable[[Any], Cameo], friend: Any) -> Cameo:
    """The likeness of somebody else."""
    return cameo_of(friend)
