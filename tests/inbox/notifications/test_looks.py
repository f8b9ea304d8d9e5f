"""Every text and the digest on pages that a person can look at."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from inbox import notices
from inbox.notices import NAMES, Audience, Category

LOOKED_AT = os.environ.get("LOOKED_AT")  # a folder: where the pages are left to be looked at


def all_texts() -> str:
    rows = format_html_join(
        "",
        "<tr><td>{}</td><td>{}</td>" + "<td>{}</td>" * len(Audience) + "</tr>",
        (
            (notice.type, notice.category, *(notice.texts().get(one, "") for one in Audience))
            for notice in notices.listing()
        ),
    )
    heads = format_html_join("", "<th>{}</th>", ((one,) for one in ("type", "category", *Audience)))
    return format_html("<table border=1><tr>{}</tr>{}</table>", heads, rows)


def digest(*, is_minor: bool) -> str:
    lines = [] if is_minor else [(NAMES[one], n) for n, one in enumerate(Category, start=1)]
    shown = {"total": 45, "lines": lines, "link": "https://example.org/end"}
    return render_to_string("inbox/mail/digest_message.html", shown)


def test_every_text_is_rendered_for_each_audience(tmp_path: Path) -> None:
    pages = {
        "texts.html": all_texts(),
        "digest-adult.html": digest(is_minor=False),
        "digest-minor.html": digest(is_minor=True),
    }
    for name, page in pages.items():
        (Path(LOOKED_AT or tmp_path) / name).write_text(page)
    for notice in notices.listing():
        assert notice.type in pages["texts.html"]
    assert "{prompt" not in pages["texts.html"]
    for category in Category:
        assert (str(NAMES[category]) in pages["digest-adult.html"]) is True
        assert str(NAMES[category]) not in pages["digest-minor.html"]


@pytest.mark.parametrize("many", [1, 2])
def test_one_is_told_from_many(many: int) -> None:
    shown: dict[str, Any] = {"total": many, "lines": [], "link": "x"}
    subject = render_to_string("inbox/mail/digest_subject.txt", shown).strip()
    assert subject == f"{many} new notification{'s' if many > 1 else ''} in Zoetrope"
