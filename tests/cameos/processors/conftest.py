import pytest

from cameos.processors import declared
from cameos.processors.declared import Processor, declare, processor_named

SAID = "Example Farm; EU; deleted after each video"
ELSEWHERE = "Example Farm; US; deleted after each video"


@pytest.fixture
def farm(monkeypatch: pytest.MonkeyPatch) -> Processor:
    """Two models of this installation are drawn there."""
    monkeypatch.setattr(declared, "_declared", {})
    declare(SAID, model="farm-2")
    declare(SAID, model="farm-1")
    return processor_named(declared.key_of(SAID))
