"""The desk's pages as a browser uses them: fetched, filled in, sent with what they hid."""

import re
from html import unescape
from typing import Any

from django.test import Client

ROOT = "/admin/enforcement"
HIDDEN = re.compile(r'<input type="hidden" name="(version|agreed|expected|seen)" value="([^"]*)"')
SAID = "It attacks a person by name."
FILLED = {
    "finding": "violation",
    "policies": ["harassment_targeted"],
    "ground": "terms",
    "source": "person",
    "statement": SAID,
    "note": "seen twice before",
}


def decide_page(case: Any) -> str:
    return f"{ROOT}/case/{case.public_id}/decide/"


def hidden(page: str) -> dict[str, str]:
    """What a page sends back without being asked."""
    return dict(HIDDEN.findall(page))


def hidden_seen(page: str) -> str:
    """What the page of a proposal says that it showed."""
    found = re.search(r'<input type="hidden" name="seen" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def read(answer: Any) -> str:
    """What stands on a page, without its tags, on one line."""
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]*>", " ", answer.content.decode())))


def preview(client: Client, path: str, **fields: Any) -> Any:
    """Open a form, fill it in, ask for its preview."""
    opened = client.get(path)
    assert opened.status_code == 200, opened.content
    data = {**FILLED, **fields, **hidden(opened.content.decode()), "step": "preview"}
    return client.post(path, data)


def do(client: Client, path: str, previewed: Any, **fields: Any) -> Any:
    """Press the button of a preview."""
    data = {**FILLED, **fields, **hidden(previewed.content.decode()), "step": "do"}
    return client.post(path, data)


def through(client: Client, path: str, **fields: Any) -> Any:
    """Preview and do."""
    return do(client, path, preview(client, path, **fields), **fields)


def approves(client: Client, path: str) -> Any:
    """The second person opens a proposal and presses "approve"."""
    opened = client.get(path)
    return client.post(path, {**hidden(opened.content.decode()), "answer": "approve"})
