"""Every reason is said of the kinds of things that it is for, and of no other."""

from dataclasses import dataclass
from typing import Any

import pytest

from accounts.models import User
from enforcement.reasons import REASONS
from tests import cast
from tests.client import Api, code_of
from tests.enforcement.reporting import report, things
from tests.feed.studio import Screener
from tests.staging import Staged


@dataclass
class Shown:
    to: User
    things: dict[str, str]


@pytest.fixture(scope="module")
def staged_things(staged: Staged) -> Shown:
    with staged.making() as patch:
        patch.setattr("feed.captions.read", Screener().read)
        creator, stranger = cast.creator(), cast.stranger()
        return Shown(stranger, things(creator, stranger))


@pytest.fixture
def shown(staged: Staged, staged_things: Shown, db: None, media_dir: Any) -> Shown:
    return staged.anew(staged_things)


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_is_taken_for_its_kinds_and_no_other(
    api: Api, shown: Shown, code: str
) -> None:
    for kind, subject in shown.things.items():
        answer = report(api, shown.to, subject, code)
        if kind in REASONS[code].kinds:
            assert answer.status_code == 201, (kind, answer.content)
        else:
            assert (answer.status_code, code_of(answer)) == (400, "invalid_choice"), kind
