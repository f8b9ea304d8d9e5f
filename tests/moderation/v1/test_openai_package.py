"""The `openai` package itself, unmodified, in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from moderation.answers import Hit
from moderation.categories import Category
from tests.answering import answering, away
from tests.client import token_for

SCRIPT = """
import json, os, openai
from openai import OpenAI
client = OpenAI(base_url=os.environ["BASE"], api_key=os.environ["KEY"], max_retries=0)
def asked(**more):
    try:
        answer = client.moderations.create(**more)
    except openai.APIStatusError as error:
        return [type(error).__name__, error.status_code, error.code]
    return [
        [one.flagged, one.categories.violence, one.category_scores.violence_graphic,
         one.category_applied_input_types.self_harm_intent]
        for one in answer.results
    ]
print(json.dumps([asked(**more) for more in json.loads(os.environ["ASKED"])]))
"""


@pytest.fixture
def asking(committing: None, live_server: Any) -> Callable[..., Any]:
    def ask(key: str, *asked: dict[str, Any]) -> Any:
        environment = {
            **os.environ,
            "BASE": f"{live_server.url}/v1",
            "KEY": key,
            "ASKED": json.dumps(asked),
        }
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=environment, capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        return json.loads(done.stdout)

    return ask


@pytest.mark.slow
def test_it_reads_our_answers_and_raises_its_own_errors(
    asking: Callable[..., Any], creator: Any, teen: Any, screener_answers: Callable[..., None]
) -> None:
    screener_answers(answering(Hit(Category.VIOLENCE, 0.97), where="cruel"))
    calm, cruel = [False, False, 0.0, ["text"]], [True, True, 1.0, ["text"]]
    assert asking(
        token_for(creator),
        {"input": "a quiet lake"},
        {"input": ["a quiet lake", "cruel"], "model": "omni-moderation-latest"},
        {"input": [{"type": "text", "text": "cruel"}]},
        {"input": [{"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}]},
        {"input": []},
    ) == [
        [calm],
        [calm, cruel],
        [cruel],
        ["BadRequestError", 400, "unsupported_media_type"],
        ["BadRequestError", 400, "empty"],
    ]
    assert asking("sk-none", {"input": "a"}) == [["AuthenticationError", 401, "invalid_api_key"]]
    assert asking(token_for(teen), {"input": "a"}) == [["PermissionDeniedError", 403, "under_age"]]
    screener_answers(away)
    assert asking(token_for(creator), {"input": "a"}) == [
        ["InternalServerError", 503, "temporarily_unavailable"]
    ]
