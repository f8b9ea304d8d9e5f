"""The detectors of films themselves look at what would be kept of a character."""

from collections.abc import Callable
from typing import Any

import pytest

from moderation.models import Outcome, Scan
from tests.cameos.characters.steps import Studio, row_of
from tests.cameos.characters.test_characters import decided
from tests.client import Api

pytestmark = pytest.mark.slow


def test_what_no_detector_here_can_say_waits_for_a_person_who_lets_it_in(
    vault: None, api: Api, creator: Any, moderator: Any, deliver: Callable[[], int]
) -> None:
    """A bare machine has no classifier of pictures: every character is held (law 1)."""
    studio = Studio(api, creator, deliver)
    made = studio.make()
    scan = Scan.objects.get(subject=made["id"], stage="character")
    assert ["frame", "sexual"] in scan.lacking
    assert ["frame", "likeness"] not in scan.lacking, "that is the gate's to say"
    assert (made["status"], row_of(made["id"]).state) == ("pending", "held")
    decided(made["id"], moderator, Outcome.FINE_FOR_ALL, deliver)
    assert studio.read(made["id"]).json()["status"] == "ready"
    assert not row_of(made["id"]).cameo.usable_by_owner_only
