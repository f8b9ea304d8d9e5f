"""Generated requests over the whole document, in process, against the application servers run.

What is asked of every answer: no 5xx, a status, a content type and a body that the document
promises, and refusal of what the document forbids.
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.urls import Resolver404, resolve
from hypothesis import HealthCheck, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from cameos.models import AttestationSwitch
from config.wsgi import application
from tests.accounts.apple.conftest import apple
from tests.accounts.test_age_verification import provider
from tests.accounts.test_store_consent import apple_is_configured
from tests.api.serving import in_this_transaction
from tests.client import Api

__all__ = ["apple", "apple_is_configured", "provider"]
pytestmark = pytest.mark.slow

KEPT = Path(django_settings.BASE_DIR) / "docs" / "openapi.yaml"  # current: test_openapi.py
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    ignored_auth,
    unsupported_method,
]
EXAMPLES = 25
STRANGERS = (None, "Bearer ", "Bearer eyJ.a.b", "Basic eDp5")
quiet = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


schema = schemathesis.openapi.from_path(str(KEPT))
schema.app = application
schema.config.update(base_url="http://testserver")
# What is too long for a field may be too long for any body.
refusing = schema.config.checks.negative_data_rejection
refusing.expected_statuses = [*refusing.expected_statuses, "413"]


@pytest.fixture
def job_id(api: Api, creator: Any) -> str:
    asked = {"prompt": "a red fox", "size": "720x1280", "seconds": 4}
    answer = api.post("/generations", asked, as_=creator, key="schemathesis")
    assert answer.status_code == 202, answer.content
    return str(answer.json()["id"])


@pytest.fixture
def everything_on(db: None, apple: Any, apple_is_configured: None, provider: None) -> None:
    """What is switched off answers 503, which is a server's error: here all is on."""
    AttestationSwitch.objects.create(turned_on_by="usr_1", reason="every operation is asked")


@quiet
@schema.parametrize()
def test_every_operation_keeps_its_word(
    case: Any, api: Api, creator: Any, friend: Any, job_id: str, everything_on: None
) -> None:
    headers = {"Authorization": f"Bearer {api.token(creator)}"}
    _aim_at_what_exists(case, handle=friend.handle, job_id=job_id)
    with in_this_transaction():
        case.call_and_validate(headers=headers, checks=CHECKS)


@settings(quiet, max_examples=3)
@schema.parametrize()
def test_every_private_operation_refuses_strangers(case: Any, db: None) -> None:
    if not case.operation.definition.raw.get("security"):
        return
    for credentials in STRANGERS:
        with in_this_transaction():
            answer = case.call(headers={"Authorization": credentials} if credentials else {})
        if answer.status_code == 404:
            assert not _is_routed(answer.request.url)
            continue
        assert answer.status_code == 401, credentials
        assert answer.json()["errors"][0]["code"] in ("not_authenticated", "authentication_failed")


def _aim_at_what_exists(case: Any, **known: str) -> None:
    """A path that is well formed names something that the person may really touch."""
    if case.meta is None or case.meta.generation.mode is GenerationMode.POSITIVE:
        case.path_parameters.update(
            {name: value for name, value in known.items() if name in case.path_parameters}
        )


def _is_routed(url: str) -> bool:
    """False for a malformed id, which is no path of ours: 404 comes before who are you."""
    try:
        resolve(unquote(urlsplit(url).path))
    except Resolver404:
        return False
    return True
