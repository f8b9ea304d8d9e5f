"""Generated requests against the document of what stands below /v1."""

from typing import Any

import pytest
import schemathesis

from config.wsgi import application
from tests.api.serving import in_this_transaction
from tests.api.test_schemathesis import CHECKS, quiet
from tests.client import Api
from tests.moderation.v1.test_description import KEPT

pytestmark = pytest.mark.slow

schema = schemathesis.openapi.from_path(str(KEPT))
schema.app = application
schema.config.update(base_url="http://testserver")


@quiet
@schema.parametrize()
def test_it_keeps_its_word(case: Any, api: Api, creator: Any) -> None:
    headers = {"Authorization": f"Bearer {api.token(creator)}"}
    with in_this_transaction():
        case.call_and_validate(headers=headers, checks=CHECKS)
