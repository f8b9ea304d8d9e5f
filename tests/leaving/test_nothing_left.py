"""After a deletion the database, the files and Redis hold only what the classes of
docs/retention.md allow."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import HeldHandle, User
from accounts.services.deletion import delete_account
from generation.models import Asset
from inbox.models import Event
from lib import retention
from lib.actors import Actor
from lib.ids import IdKind, encode
from lib.retention import Fate, Rule
from tests.client import Api
from tests.leaving.somebody import erased_words, fill
from tests.leaving.traces import as_owner, in_files, in_redis, in_tables, tables

pytestmark = pytest.mark.django_db

# Which of the tables that go have no row here, and who shows that they go.
ELSEWHERE = {
    "account.EmailConfirmation": "never written: codes stand in sessions",
    "socialaccount.SocialToken": "never written: SOCIALACCOUNT_STORE_TOKENS",
    "sessions.Session": "holds no key to a person: searched by its words",
    "cameos.CameoKey": "tests/cameos/vault/test_erasure_proof.py",
    "cameos.FaceTemplate": "tests/cameos/vault/test_erasure_proof.py",
    "cameos.ReferenceClip": "tests/cameos/vault/test_erasure_proof.py",
    "cameos.ReleaseAddress": "named by a release: searched by its words",
    "accounts.User_groups": "staff; tests/accounts/test_me.py",
    "accounts.User_user_permissions": "staff; tests/accounts/test_me.py",
    "accounts.Block": "tests/accounts/test_me.py: who blocks ends what the others need",
    "generation.Attempt": "tests/generation/test_people.py",
    "generation.Script": "tests/generation/test_people.py",
    "generation.InputImage": "it goes by the key of its video",
    "generation.Source": "it goes by the key of its video",
    "generation.Withdrawal": "it goes by the key of its video",
    "generation.OwedErasure": "it goes by the key of its video",
    "enforcement.AppealLink": "tests/enforcement/appeals/test_without_signing_in.py",
    "enforcement.AppealMessage": "tests/enforcement/appeals/test_dialog.py",
    "enforcement.AppealText": "tests/enforcement/appeals/test_without_signing_in.py",
    "enforcement.ReportAttachment": "tests/enforcement/test_attachments.py",
}


@pytest.fixture
def gone(
    api: Api, creator: User, friend: User, teen: User, deliver: Callable[[], int]
) -> dict[str, Any]:
    """Of a person who had something in every room, and left: who it was, which tables had a row."""
    fill(api, creator, friend, teen=teen)
    deliver()
    words = erased_words(creator)
    there, read_before = rows_of(creator), in_tables(words)
    delete_account(person=creator, actor=Actor.person(creator.pk))
    deliver()
    return {"person": creator, "words": words, "there": there, "read": read_before}


def rows_of(person: User) -> set[str]:
    """The tables that go with an account and in which a row names them."""
    with as_owner():
        return {
            rule.model._meta.label
            for rule in erased()
            for path in rule.people
            if not sealed_path(rule, path) and rule.model._base_manager.filter(
                **{path: person.pk}
            ).exists()
        }  # fmt: skip


def erased() -> list[Rule]:
    rules = {model: retention.rule_of(model) for model in tables()}
    return [rule for rule in rules.values() if rule is not None and rule.fate == Fate.ERASED]


def sealed_path(rule: Rule, path: str) -> bool:
    """Whether a lookup leads to no id of a person by itself."""
    return f"{rule.model._meta.label}.{path}" in {
        *("sessions.Session.session_data", "cameos.ReleaseAddress.release_id"),
        "generation.Job.named",
    }


def test_there_was_something_in_every_room(gone: dict[str, Any]) -> None:
    """Else it would be no wonder that nothing is left."""
    labels = {rule.model._meta.label for rule in erased()}
    assert labels - set(ELSEWHERE) - gone["there"] == set()
    assert set(ELSEWHERE) <= labels
    assert {word for _, word in gone["read"]} == {word.lower() for word in gone["words"]}


def test_tables_hold_only_what_their_classes_allow(gone: dict[str, Any]) -> None:
    person = gone["person"]
    assert rows_of(person) == set()
    assert not Event.objects.filter(person_id=person.pk).exists()
    assert in_tables(gone["words"]) <= {(HeldHandle._meta.label, person.handle_key)}
    ids = [str(person.pk), person.pk.hex, encode(IdKind.USER, person.pk)]
    rules = {model._meta.label: retention.rule_of(model) for model in tables()}
    fates = {label: rule.fate for label, rule in rules.items() if rule is not None}
    allowed = {Fate.COMMITMENT, Fate.KEPT}
    assert {label for label, _ in in_tables(ids) if fates[label] not in allowed} == set()


def test_no_file_and_no_key_of_redis_is_left(
    gone: dict[str, Any], media_dir: Path, friend: User
) -> None:
    words = [*gone["words"], str(gone["person"].pk), gone["person"].public_id]
    assert in_files(media_dir, words) == set()
    kept = {path.name for path in media_dir.rglob("*") if path.is_file()}
    others = Asset.objects.filter(job__owner=friend).values_list("storage_key", flat=True)
    assert kept == {key.rsplit("/", 1)[-1] for key in others}
    assert kept != set(), "somebody else keeps what is theirs"
    assert in_redis(gone["words"]) == set()
