"""The document of what stands below /v1, and generated requests against it."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from django.conf import settings as django_settings
from django.core.management import call_command

from config.wsgi import application
from tests.api.serving import in_this_transaction
from tests.api.test_schemathesis import CHECKS, quiet
from tests.client import Api

KEPT = Path(django_settings.BASE_DIR) / "docs" / "openapi-v1.yaml"

schema = schemathesis.openapi.from_path(str(KEPT))
schema.app = application
schema.config.update(base_url="http://testserver")


def test_the_kept_file_is_current(tmp_path: Path) -> None:
    file = tmp_path / "openapi-v1.yaml"
    call_command(
        "spectacular",
        file=str(file),
        urlconf="config.openai_urls",
        custom_settings="config.api_settings.OPENAI_SPECTACULAR",
        validate=True,
        fail_on_warn=True,
    )
    assert KEPT.read_text() == file.read_text(), "run `make openapi`"


def test_every_error_has_the_shape_of_that_package_and_a_token_is_needed() -> None:
    document = yaml.safe_load(KEPT.read_text())
    (path,) = document["paths"]
    operation = document["paths"][path]["post"]
    assert path == "/v1/moderations"
    assert operation["security"] == [{"bearer": []}]
    for status, answer in operation["responses"].items():
        reference = answer["content"]["application/json"]["schema"]["$ref"]
        assert reference.endswith("/Moderation" if status == "200" else "/OpenAiError")


@pytest.mark.slow
@quiet
@schema.parametrize()
def test_it_keeps_its_word(case: Any, api: Api, creator: Any) -> None:
    headers = {"Authorization": f"Bearer {api.token(creator)}"}
    with in_this_transaction():
        case.call_and_validate(headers=headers, checks=CHECKS)
