"""What a server may do instead of answering well."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from config.demo.stand_ins.videos.asked import Asked, Job
from config.demo.stand_ins.videos.farm import Deed
from config.demo.stand_ins.videos.handler import Handler

HTML = b"<html><h1>502 Bad Gateway</h1></html>"


def status(number: int, body: Any = None, **headers: str) -> Deed:
    """`body` as JSON; a page of HTML without one."""

    def do(handler: Handler, asked: Asked, job: Job | None) -> None:
        if body is None:
            handler.body(number, HTML, "text/html", **headers)
        else:
            handler.json(number, body, **headers)

    return do


def says(**changes: Any) -> Deed:
    """The job, with these members."""

    def do(handler: Handler, asked: Asked, job: Job | None) -> None:
        job = job or handler.farm.created(asked.fields)
        handler.json(200, job.as_json(**changes))

    return do


def sends(body: bytes, kind: str = "video/mp4", **headers: str) -> Deed:
    return lambda handler, asked, job: handler.body(200, body, kind, **headers)


def plain(body: bytes) -> Deed:
    return sends(body, "application/json")


def promises(body: bytes, length: int) -> Deed:
    """Less than it says, and then it hangs up."""

    def do(handler: Handler, asked: Asked, job: Job | None) -> None:
        handler.head(200, "video/mp4", Content_Length=str(length))
        handler.wfile.write(body)
        handler.wfile.flush()
        handler.hang_up()

    return do


def hangs_up(handler: Handler, asked: Asked, job: Job | None) -> None:
    handler.hang_up()


def takes_and_hangs_up(handler: Handler, asked: Asked, job: Job | None) -> None:
    """The request was heard; its answer is lost."""
    handler.farm.created(asked.fields)
    handler.hang_up()


def never(handler: Handler, asked: Asked, job: Job | None) -> None:
    handler.farm.stopping.wait(30)
    handler.hang_up()


def drips(handler: Handler, asked: Asked, job: Job | None) -> None:
    """A byte now and again, without an end."""
    handler.head(200, "video/mp4", Content_Length="1000000")
    with suppress(OSError):
        while not handler.farm.stopping.wait(0.03):
            handler.wfile.write(b"x")
            handler.wfile.flush()


def drips_heads(handler: Handler, asked: Asked, job: Job | None) -> None:
    with suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not handler.farm.stopping.wait(0.03):
            handler.wfile.write(b"X-More: 1\r\n")
            handler.wfile.flush()


def floods(handler: Handler, asked: Asked, job: Job | None) -> None:
    """Without an end, and without a length."""
    handler.close_connection = True
    handler.head(200, "video/mp4", Connection="close")
    with suppress(OSError):
        while not handler.farm.stopping.is_set():
            handler.wfile.write(b"x" * 65536)


def padded(handler: Handler, asked: Asked, job: Job | None) -> None:
    """A good answer behind two megabytes of nothing."""
    good = json.dumps(handler.farm.created(asked.fields).as_json()).encode()
    handler.body(200, b" " * (2 << 20) + good, "application/json")
