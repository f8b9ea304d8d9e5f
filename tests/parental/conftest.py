from typing import Any

import pytest

from parental.models import GuardianLink
from tests.parental.families import linked


@pytest.fixture
def link(teen: Any, guardian: Any) -> GuardianLink:
    """The teen and the guardian of the cast, linked."""
    return linked(teen, guardian)
