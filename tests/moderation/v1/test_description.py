"""The document of what stands below /v1."""

from pathlib import Path

import yaml
from django.conf import settings as django_settings
from django.core.management import call_command

KEPT = Path(django_settings.BASE_DIR) / "docs" / "openapi-v1.yaml"


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
