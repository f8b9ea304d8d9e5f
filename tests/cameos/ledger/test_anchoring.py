"""Anchors are made of what changed, whole, once, and tell nothing of whose chains they are."""

import json
import shlex
import stat
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from structlog.testing import capture_logs

from cameos.ledger import anchoring, hashing
from cameos.ledger.anchoring import making
from cameos.models import AnchoredHead, Cameo, ConsentAnchor
from cameos.tasks import anchor_consents
from lib.anchoring.base import AnchorStoreFailed, AnchorTaken
from lib.anchoring.command import CommandAnchorStore
from lib.anchoring.files import FileAnchorStore
from tests import roles
from tests.cameos.ledger.conftest import (
    GRANT,
    NEXT_SEED,
    PAUSED,
    RELEASE,
    SEED,
    Anchor,
    Found,
    Say,
)  # fmt: skip

# Stands in for an operator's command: a folder, written once.
STAND_IN = """
import pathlib, sys
folder, verb, *rest = sys.argv[1:]
if verb == "numbers":
    print(*sorted(int(p.name) for p in pathlib.Path(folder).iterdir()))
    sys.exit(0)
path = pathlib.Path(folder, rest[0])
if verb == "put":
    if path.exists():
        sys.exit(3)
    path.write_bytes(sys.stdin.buffer.read())
elif path.exists():
    sys.stdout.buffer.write(path.read_bytes())
else:
    sys.exit(4)
"""


def documents(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]


def test_an_anchor_holds_every_head_that_changed_and_hangs_on_the_one_before(
    cameo: Cameo, another: Cameo, say: Say, anchor: Anchor, ledger: Path, found: Found
) -> None:
    say(cameo, RELEASE, GRANT)
    say(another, RELEASE)
    assert anchor() == 1
    assert anchor() == 0, "nothing has changed"
    say(cameo, PAUSED)
    assert anchor() == 1
    first, second = documents(ledger)
    assert [first["statement"]["count"], second["statement"]["count"]] == [2, 1]
    assert second["statement"]["previous"] == hashing.digest(hashing.canonical(first))
    assert [head["seq"] for head in second["heads"]] == [3]
    assert found() == set()


def test_an_anchor_names_nobody_and_the_same_chain_never_twice_alike(
    cameo: Cameo, say: Say, anchor: Anchor, ledger: Path
) -> None:
    say(cameo, RELEASE)
    anchor()
    say(cameo, PAUSED)
    anchor()
    first, second = documents(ledger)
    assert first["heads"][0]["chain"] != second["heads"][0]["chain"]
    text = json.dumps([first, second])
    for name in (cameo.public_id, str(cameo.pk), cameo.pk.hex, cameo.owner.public_id):
        assert name not in text


def test_many_heads_are_several_anchors(
    cameo: Cameo, another: Cameo, say: Say, anchor: Anchor, monkeypatch: pytest.MonkeyPatch,
    found: Found,
) -> None:  # fmt: skip
    monkeypatch.setattr(making, "MOST", 1)
    say(cameo, RELEASE)
    say(another, RELEASE)
    assert anchor() == 2
    assert found() == set()


def test_who_is_killed_before_publishing_publishes_the_same_later(
    cameo: Cameo, say: Say, anchor: Anchor, ledger: Path, monkeypatch: pytest.MonkeyPatch,
    found: Found,
) -> None:  # fmt: skip
    say(cameo, RELEASE)

    def killed(_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(making, "_publish", killed)
        with pytest.raises(KeyboardInterrupt):
            anchor()
    assert found() == {"anchor_missing at anchor/1"}
    signed = ConsentAnchor.objects.get().document
    assert anchor() == 0
    assert (ledger / f"{1:012d}.json").read_text() == signed
    assert found() == set()


def test_a_file_is_written_once_and_for_nobody_else(ledger: Path) -> None:
    store = FileAnchorStore(ledger)
    store.put(1, b"{}")
    store.put(1, b"{}")
    with pytest.raises(AnchorTaken):
        store.put(1, b"[]")
    [path] = ledger.iterdir()
    assert path.read_bytes() == b"{}"
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o700
    assert (store.get(2), list(store.numbers())) == (None, [1])


def test_a_store_of_the_operators_is_a_command(
    tmp_path: Path, settings: Any, cameo: Cameo, say: Say, anchor: Anchor, found: Found
) -> None:
    script, folder = tmp_path / "store.py", tmp_path / "objects"
    script.write_text(STAND_IN)
    folder.mkdir()
    settings.CONSENT_ANCHOR_COMMAND = shlex.join([sys.executable, str(script), str(folder)])
    say(cameo, RELEASE)
    assert anchor() == 1
    assert found() == set()
    store = anchoring.store()
    store.put(1, (folder / "1").read_bytes())
    with pytest.raises(AnchorTaken):
        store.put(1, b"another")
    (folder / "1").unlink()
    assert found() == {"anchor_missing at anchor/1"}


@pytest.mark.parametrize("command", ["false", "/nowhere/at/all", "echo three"])
def test_a_store_that_does_not_answer_is_no_store_without_anchors(
    command: str, cameo: Cameo, say: Say, settings: Any
) -> None:
    settings.CONSENT_ANCHOR_COMMAND = command
    say(cameo, RELEASE)
    with pytest.raises(AnchorStoreFailed):
        list(CommandAnchorStore(command).numbers())
    with roles.acting_as("worker"), pytest.raises(CommandError, match="Nothing was verified"):
        call_command("verify_ledger")


def test_a_new_key_signs_and_the_old_one_is_still_known(
    cameo: Cameo, say: Say, anchor: Anchor, settings: Any, ledger: Path, found: Found
) -> None:
    say(cameo, RELEASE)
    anchor()
    settings.CONSENT_KEYS_PROVIDER = lambda: f"2:{NEXT_SEED}\n1:{SEED}"
    say(cameo, PAUSED)
    anchor()
    first, second = documents(ledger)
    assert first["signature"]["key"] != second["signature"]["key"]
    assert found() == set()
    settings.CONSENT_KEYS_PROVIDER = lambda: f"2:{NEXT_SEED}"
    assert found() == {"key_unknown at anchor/1"}


def test_without_a_key_nothing_is_anchored_and_nothing_verified(
    cameo: Cameo, say: Say, anchor: Anchor, settings: Any, ledger: Path
) -> None:
    settings.CONSENT_KEYS_PROVIDER = lambda: ""
    say(cameo, RELEASE)
    with pytest.raises(ImproperlyConfigured, match="consent keyring"):
        anchor()
    assert not AnchoredHead.objects.exists()
    with roles.acting_as("worker"), pytest.raises(CommandError, match="Nothing was verified"):
        call_command("verify_ledger")


def test_what_no_clock_anchors_is_found(
    cameo: Cameo, say: Say, found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(cameo, RELEASE)
    assert found() == set(), "there is an hour for it"
    monkeypatch.setattr("cameos.ledger.verifying.whole.LATE", timedelta(0))
    assert found() == {f"not_anchored at {cameo.public_id}/1"}


def test_the_clock_anchors_and_the_log_says_what(
    cameo: Cameo, say: Say, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(cameo, RELEASE)
    monkeypatch.setattr(making, "log", structlog.get_logger())  # one that was used is not captured
    with roles.acting_as("worker"), capture_logs() as lines:
        anchor_consents.fn()
    [line] = [line for line in lines if line["event"] == "consent_anchored"]
    [document] = documents(ledger)
    assert (line["number"], line["root"]) == (1, document["statement"]["root"])
    assert cameo.public_id not in str(line)


def test_the_command_says_what_it_found(
    cameo: Cameo, say: Say, anchor: Anchor, ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say(cameo, RELEASE)
    anchor()
    with roles.acting_as("worker"):
        call_command("verify_ledger", "--json", "--cameo", cameo.public_id)
        told = json.loads(capsys.readouterr().out)
        assert told == {"holds": True, "chains": 1, "entries": 1, "anchors": 1, "findings": []}
        (ledger / f"{1:012d}.json").unlink()
        with pytest.raises(CommandError, match="1 findings"):
            call_command("verify_ledger")
    assert "anchor/1: anchor_missing" in capsys.readouterr().out
