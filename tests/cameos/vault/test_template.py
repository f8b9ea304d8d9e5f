"""A template shows its numbers to nobody: no way that data usually takes out of a process works."""

import copy
import io
import json
import logging
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import structlog
from django.core.serializers.json import DjangoJSONEncoder
from dramatiq.encoder import JSONEncoder, PickleEncoder
from rest_framework.renderers import JSONRenderer

from cameos.vault.errors import VaultError
from cameos.vault.template import Template, values_of
from config.logging import structured
from lib.faces.base import TemplateMark
from tests.cameos.conftest import MARK, template

# As many digits as float32 has: shorter ones also stand in the time of a log line.
NUMBERS = [
    *(0.1234567, -0.7654321, 0.5555555, 0.2518437),
    *(-0.1259643, 0.0628319, 0.0314159, 0.3333333),
]


@pytest.fixture
def face() -> Template:
    return Template(MARK, np.array(NUMBERS, np.float32))


def shows_a_number(text: str) -> bool:
    return any(f"{abs(number):.7f}"[:8] in text for number in NUMBERS)


WAYS: dict[str, Callable[[Any], Any]] = {
    "pickle": pickle.dumps,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "json": json.dumps,
    "Django's JSON": lambda face: json.dumps(face, cls=DjangoJSONEncoder),
    "the API's JSON": lambda face: JSONRenderer().render({"face": face}),
    "a message": lambda face: JSONEncoder().encode({"args": [face]}),
    "a pickled message": lambda face: PickleEncoder().encode({"args": [face]}),
    "iteration": list,
    "indexing": lambda face: face[0],
    "vars": vars,
    "equality": lambda face: face == face,  # noqa: PLR0124
    "hashing": hash,
    "bytes": bytes,
    "arithmetic": lambda face: np.float32(1) * face,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_it_refuses_every_way_out(face: Template, way: Callable[[Template], Any]) -> None:
    with pytest.raises(TypeError) as refused:
        way(face)
    assert not shows_a_number(str(refused.value))


def test_the_ways_out_are_ways_out() -> None:
    """The same calls on the bare numbers show them: so the test above can fail."""
    assert shows_a_number(json.dumps(NUMBERS))
    assert shows_a_number(repr(np.array(NUMBERS, np.float32)))
    for number in NUMBERS:
        assert shows_a_number(str(np.float32(number)))


def test_the_time_of_a_log_line_is_no_number_of_a_face() -> None:
    for seconds in ("30.25", "10.125", "20.0625", "50.3333"):
        assert not shows_a_number(f"2026-11-21T12:00:{seconds:0<9}Z")


@pytest.mark.parametrize("how", [repr, str, "{}".format, "%s".__mod__, "%r".__mod__])
def test_it_is_told_by_its_mark_alone(face: Template, how: Callable[[Template], str]) -> None:
    assert how(face) == "<template of tests/1>"


@pytest.mark.parametrize("as_what", ["an argument", "a field", "a list", "an error"])
def test_a_log_line_holds_no_number(
    face: Template, as_what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.StringIO()
    handlers = logging.getLogger().handlers[:]
    level = logging.getLogger().level
    monkeypatch.setattr("sys.stderr", written)
    monkeypatch.setattr("sys.stdout", written)
    try:
        structured(level="DEBUG")
        _log(face, as_what)
    finally:
        logging.getLogger().handlers[:] = handlers
        logging.getLogger().setLevel(level)
    line = written.getvalue()
    assert "looked" in line
    assert not shows_a_number(line)


def _log(face: Template, as_what: str) -> None:
    log = structlog.get_logger("tests.vault")
    if as_what == "an argument":
        logging.getLogger("tests.vault").warning("looked at %s", face)
    elif as_what == "a field":
        log.warning("looked", face=face)
    elif as_what == "a list":
        log.warning("looked", faces=[face, {"face": face}])
    else:
        try:
            raise ValueError(face)
        except ValueError:
            log.exception("looked")


@pytest.mark.parametrize(
    "values",
    [
        [*NUMBERS[:7], np.nan],
        [*NUMBERS[:7], np.inf],
        [*NUMBERS[:7], 1e25],
        [1e19] * 2 + [0.0] * 6,
        [0.0] * 8,
        NUMBERS[:7],
        [NUMBERS],
    ],
    ids=["nan", "infinite", "huge", "huge beside another", "nothing", "too short", "two faces"],
)
def test_what_could_match_nobody_or_everybody_is_no_template(values: Any) -> None:
    with pytest.raises(VaultError, match="vault_bad_template") as refused:
        Template(MARK, np.array(values, np.float32))
    assert not shows_a_number(str(refused.value))


def test_it_is_a_copy_of_its_own_and_is_forgotten() -> None:
    given = np.array(NUMBERS, np.float32)
    face = Template(MARK, given)
    held = values_of(face)
    given.fill(0)
    assert held.any()
    face.forget()
    assert not held.any()
    with pytest.raises(VaultError):
        values_of(face)


def test_marks_are_part_of_it() -> None:
    assert template(1, TemplateMark("tests", "2", 16)).mark.dims == 16
