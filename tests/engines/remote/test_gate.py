"""Back-pressure: no more at once than the table says, and none while a server fails."""

from typing import Any

import pytest

from generation.engines.base import EngineError
from generation.engines.remote.gate import FAULTS, REST_SECONDS, Gate
from tests.engines.remote.conftest import Turned
from tests.engines.remote.deeds import status


def fail(gate: Gate, code: str = "processor_fault") -> str:
    with pytest.raises(EngineError) as failed, gate.place():
        raise EngineError(code, permanent=False)
    return failed.value.code


def test_no_more_at_once_than_the_table_says() -> None:
    gate = Gate(at_once=2, clock=Turned().clock())
    with gate.place(), gate.place():
        with pytest.raises(EngineError, match="capacity") as full, gate.place():
            pytest.fail("a third")
        assert not full.value.permanent
    with gate.place():
        pass


def test_a_server_that_fails_again_and_again_is_left_alone_for_a_while() -> None:
    time = Turned()
    gate = Gate(at_once=1, clock=time.clock())
    for _ in range(FAULTS):
        assert fail(gate) == "processor_fault"
    assert fail(gate) == "capacity"
    time.at += REST_SECONDS + 1
    assert fail(gate) == "processor_fault"  # one tries
    assert fail(gate) == "capacity"
    time.at += REST_SECONDS + 1
    with gate.place():
        pass
    assert [fail(gate) for _ in range(FAULTS)] == ["processor_fault"] * FAULTS, "it is forgotten"


def test_after_the_rest_one_tries_and_the_others_wait_for_what_becomes_of_it() -> None:
    time = Turned()
    gate = Gate(at_once=3, clock=time.clock())
    for _ in range(FAULTS):
        fail(gate)
    time.at += REST_SECONDS + 1
    with gate.place(), pytest.raises(EngineError, match="capacity"), gate.place():
        pytest.fail("a second one")
    with gate.place(), gate.place():
        pass


def test_what_is_the_jobs_own_fault_closes_nothing() -> None:
    gate = Gate(at_once=1, clock=Turned().clock())
    for _ in range(3 * FAULTS):
        assert fail(gate, "refused_by_processor") == "refused_by_processor"


def test_a_farm_that_fails_is_asked_no_more(bench: Any) -> None:
    one = bench()
    one.farm.does("create", status(500))
    codes = [one.fails()[0] for _ in range(FAULTS + 2)]
    assert codes == ["processor_fault"] * FAULTS + ["capacity"] * 2
    assert len(one.farm.of("create")) == FAULTS
