"""The OpenAPI document: complete, kept in the repository, and shown without foreign servers."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from lib.errors import ErrorCode
from tests.client import Api

KEPT = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"
# The public enum of event types, the numbers of the last proof of the feed, what faces are used
# for, and whether a consent stands.
OPEN = {
    *("/api/v1/age/proof", "/api/v1/leaving", "/api/v1/store/apple/notifications"),
    *("/api/v1/store/apple/consents", "/api/v1/sign-in/apple/notices"),
    # Reports by people without an account, and for what something is reported.
    *("/api/v1/reports/reasons", "/api/v1/reports/open", "/api/v1/policies/{version}"),
    *("/api/v1/reports/open/confirm", "/api/v1/reports/open/status"),
    *("/api/v1/me/events/types", "/api/v1/transparency/feed-proof"),
    *("/api/v1/cameos/notice", "/api/v1/cameos/retention", "/api/v1/consents/{status_id}"),
}
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The document as `manage.py spectacular` writes it, without a single warning."""
    file = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", file=str(file), validate=True, fail_on_warn=True)
    return file.read_text()


@pytest.fixture(scope="module")
def document(text: str) -> Any:
    return yaml.safe_load(text)


def operations(document: Any) -> list[tuple[str, str, Any]]:
    return [
        (method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def test_the_kept_file_is_current(text: str) -> None:
    assert KEPT.read_text() == text, "run `make openapi`"


def test_it_is_openapi_3_1_of_this_version(document: Any) -> None:
    assert document["openapi"] == "3.1.1"
    assert document["info"]["version"] == settings.VERSION


def test_every_code_that_can_leave_is_in_it(document: Any) -> None:
    assert set(document["components"]["schemas"]["ErrorCodeEnum"]["enum"]) == set(ErrorCode)


def test_every_operation_stands_below_v1_and_names_its_errors(document: Any) -> None:
    found = operations(document)
    assert found
    for method, path, operation in found:
        assert path.startswith("/api/v1/"), path
        for status, answer in operation["responses"].items():
            if status >= "400":
                schema = answer["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Error"}, (method, path, status)
        assert {"500", "503"} <= set(operation["responses"]), (method, path)


def test_every_operation_needs_a_bearer_or_is_known_to_be_open(document: Any) -> None:
    scheme = document["components"]["securitySchemes"]["bearer"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    for method, path, operation in operations(document):
        if path in OPEN:
            assert "security" not in operation, (method, path)
            continue
        assert operation["security"] == [{"bearer": []}], (method, path)
        assert "401" in operation["responses"], (method, path)


def test_every_operation_has_a_tag_of_the_list_and_a_summary(document: Any) -> None:
    tags = {tag["name"] for tag in document["tags"]}
    for method, path, operation in operations(document):
        assert set(operation["tags"]) <= tags, (method, path)
        assert operation.get("summary") or operation.get("description"), (method, path)


def test_every_operation_has_an_example(document: Any) -> None:
    for method, path, operation in operations(document):
        answers = [
            content
            for status, answer in operation["responses"].items()
            if status < "300"
            for content in answer.get("content", {}).values()
        ]
        assert not answers or any("examples" in content for content in answers), (method, path)


def test_bodies_say_that_they_take_nothing_unknown(document: Any) -> None:
    schemas = document["components"]["schemas"]
    for method, path, operation in operations(document):
        if body := operation.get("requestBody"):
            content = body["content"]
            if all(one["schema"].get("format") == "binary" for one in content.values()):
                continue  # a file has no fields
            name = content["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
            assert schemas[name]["additionalProperties"] is False, (method, path)


def test_a_required_key_is_documented(document: Any) -> None:
    submit = document["paths"]["/api/v1/generations"]["post"]
    (key,) = [one for one in submit["parameters"] if one["name"] == "Idempotency-Key"]
    assert key["in"] == "header"
    assert key["required"] is True
    assert {"400", "409"} <= set(submit["responses"])


@pytest.mark.parametrize("path", ["/api/docs"])
def test_the_pages_load_nothing_from_elsewhere(api: Api, path: str) -> None:
    answer = api.client.get(path)
    assert answer["Content-Security-Policy"].startswith("default-src 'self';")
    page = answer.content.decode()
    loaded = re.findall(r"""(?:src|href|url)\s*[=:]\s*["']?([^"'\s>,]+)""", page)
    assert loaded
    assert not [url for url in loaded if url.startswith(("http", "//"))]
    assert "fonts.googleapis" not in page


def test_the_document_is_served(api: Api) -> None:
    answer = api.client.get("/api/schema", headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["openapi"] == "3.1.1"


def test_signing_in_is_described_where_the_document_says(api: Api, document: Any) -> None:
    assert "docs/signing-in.md" in document["info"]["description"]
    text = (settings.BASE_DIR / "docs" / "signing-in.md").read_text()
    assert "POST auth/signup" in text
    assert api.client.get("/_allauth/openapi.json").status_code == 404, "it lists shut doors"
