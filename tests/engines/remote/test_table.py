"""What an operator may write, and what is refused, in words that say why."""

import subprocess
import sys
from typing import Any

import pytest

from generation.engines.base import SECONDS, Size, Start
from generation.engines.remote.configured import entry
from tests.engines.remote.conftest import PROCESSOR

FAR = {"url": "https://farm.example/v1", "processor": PROCESSOR}


def test_little_is_needed_and_little_is_offered() -> None:
    offered = entry("farm", FAR).capabilities
    assert (offered.name, offered.sizes, offered.seconds, offered.fps) == (
        "farm", tuple(Size), SECONDS, 24,
    )  # fmt: skip
    assert not offered.speaks
    assert not offered.content_bounded
    assert (offered.takes_references, offered.starts) == (0, frozenset())
    assert offered.processor == "Example Farm; EU; deleted after each job"


def test_what_the_table_says_is_offered() -> None:
    table = {
        **FAR, "sizes": {"1280x720": "832x480"}, "seconds": {"4": 5}, "sound": True,
        "first_frame": True, "takes_references": 2, "reference_field": "input_reference[]",
    }  # fmt: skip
    offered = entry("farm", table).capabilities
    assert (offered.sizes, offered.seconds) == ((Size.LANDSCAPE,), (4,))
    assert offered.speaks
    assert offered.takes_references == 2
    assert offered.starts == {Start.FIRST_FRAME}


@pytest.mark.parametrize("url", ["http://127.0.0.1:30000", "http://[::1]:1/v1", "http://localhost"])
def test_a_server_on_this_machine_needs_neither_tls_nor_a_name(url: str) -> None:
    assert entry("farm", {"url": url}).capabilities.processor == ""


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no_url": ({"processor": PROCESSOR}, "url must be a text"),
    "plain_http": ({**FAR, "url": "http://farm.example"}, "https://"),
    "private_http": ({**FAR, "url": "http://10.0.0.7"}, "https://"),
    "looks_local": ({**FAR, "url": "http://127.0.0.1.example"}, "https://"),
    "user": ({**FAR, "url": "https://me:key@farm.example"}, "no user"),
    "query": ({**FAR, "url": "https://farm.example?key=1"}, "no user"),
    "file": ({**FAR, "url": "file:///etc/passwd"}, "https://"),
    "nobody_named": ({"url": "https://farm.example"}, "processor must name"),
    "half_named": ({**FAR, "processor": {"name": "x", "region": "EU"}}, "processor must be"),
    "text_named": ({**FAR, "processor": "x; EU; none"}, "processor must be"),
    "semicolon": ({**FAR, "processor": {**PROCESSOR, "name": "a; b"}}, "no semicolon"),
    "faces_to_nobody": ({"url": "http://127.0.0.1", "takes_references": 1}, "needs a processor"),
    "faces_in_one": ({**FAR, "takes_references": 2}, "reference_field"),
    "key_in_file": ({**FAR, "key": "sk-1"}, "key: no such field"),
    "key_as_variable": ({**FAR, "key_variable": "sk-1"}, "key_variable"),
    "unknown": ({**FAR, "takes_reference": 1}, "no such field"),
    "size": ({**FAR, "sizes": ["640x480"]}, "sizes must be among"),
    "their_size": ({**FAR, "sizes": {"720x1280": "big"}}, "sizes must map"),
    "seconds": ({**FAR, "seconds": [5]}, "seconds must be among"),
    "fewer_seconds": ({**FAR, "seconds": {"8": 4}}, "no fewer"),
    "no_seconds": ({**FAR, "seconds": []}, "seconds must be a list"),
    "user_id": ({**FAR, "fields": {"user": "me"}}, "must not hold user"),
    "prompt": ({**FAR, "fields": {"prompt": "x"}}, "must not hold prompt"),
    "nested": ({**FAR, "fields": {"lora": {"path": "x"}}}, "texts, numbers"),
    "dialect": ({**FAR, "dialect": "sora"}, "dialect must be one of"),
    "at_once": ({**FAR, "at_once": 0}, "at_once"),
    "at_once_true": ({**FAR, "at_once": True}, "at_once"),
    "deadline": ({**FAR, "deadline_seconds": 6001}, "deadline_seconds"),
    "sound": ({**FAR, "sound": "yes"}, "sound must be true"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(name: str) -> None:
    table, said = WRONG[name]
    with pytest.raises(ValueError, match=said):
        entry("farm", table)


def test_looking_at_a_table_loads_nothing_heavy() -> None:
    """The web process does, at its start."""
    heavy = ("httpx", "numpy", "av", "PIL", "django", "redis")
    program = (
        "import sys; from generation.engines.remote.configured import entry;"
        f"entry('farm', {FAR!r});"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert done.stdout.decode().strip() == "[]"
