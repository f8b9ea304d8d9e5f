"""A file in a form is in memory, or nowhere: portraits of people lie on no disk unsealed."""

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory


@pytest.mark.parametrize(("size", "arrives"), [(200_000, True), (3_000_000, False)])
def test_no_file_of_a_form_touches_a_disk(
    size: int, arrives: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Any] = []
    monkeypatch.setattr(
        "django.core.files.uploadhandler.TemporaryUploadedFile",
        lambda *facts, **_: written.append(facts),
    )
    sent = SimpleUploadedFile("portrait.jpg", b"x" * size, "image/jpeg")
    request = RequestFactory().post("/admin/", {"portrait": sent})
    assert ("portrait" in request.FILES) is arrives
    assert all(isinstance(one, InMemoryUploadedFile) for one in request.FILES.values())
    assert written == []


def test_what_a_body_may_hold_a_file_may() -> None:
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
