"""One way to talk over HTTP for clients of the threatexchange package, which differ in theirs.

They retry, but one has no time limit, none has a limit on sizes, and all follow redirects with
keys in their headers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from moderation.addresses import is_sound
from moderation.exchanges.base import ExchangeFault, Fault

SECONDS = 30.0
RETRIES = 3
BACK_OFF = 0.5  # seconds, doubled each time
LARGEST = 32 << 20  # bytes of one page; a thousand entries take about one
STATUSES = (429, 500, 502, 503, 504)


class _Capped(HTTPAdapter):
    """Limits the time, and reads the body itself, up to LARGEST."""

    def send(  # noqa: PLR0917 - as the base has it
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        response = super().send(
            request, stream=True, timeout=SECONDS, verify=verify, cert=cert, proxies=proxies
        )
        body = b""
        for piece in response.iter_content(65_536):
            body += piece
            if len(body) > LARGEST:
                response.close()
                raise ExchangeFault(Fault.TOO_LARGE)
        # No protocol here has a document type; what brings one brings entities that unfold.
        if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
            raise ExchangeFault(Fault.MALFORMED)
        response._content = body
        return response


def session() -> requests.Session:
    """With a time limit, retries of reads, no redirects; raises for every status above 399."""
    made = requests.Session()
    made.max_redirects = 0
    retry = Retry(
        total=RETRIES,
        status_forcelist=STATUSES,
        allowed_methods=["HEAD", "GET"],
        backoff_factor=BACK_OFF,
        raise_on_status=False,
        # The other side does not decide for how long a worker of ours sleeps.
        respect_retry_after_header=False,
    )
    for scheme in ("http://", "https://"):
        made.mount(scheme, _Capped(max_retries=retry))
    made.hooks["response"].append(_raise_for_status)
    return made


def sound_url(url: str) -> str:
    """TLS, or this machine: credentials go there. Raises ExchangeFault."""
    if not is_sound(url):
        raise ExchangeFault(Fault.NOT_SET_UP)
    return url.rstrip("/")


def same_origin(url: str, base: str) -> bool:
    """Whether a page's own address of the next page stays where the credentials belong."""
    return urlsplit(url)[:2] == urlsplit(base)[:2]


@contextmanager
def told() -> Iterator[None]:
    """Whatever goes wrong inside becomes an ExchangeFault, without its message."""
    try:
        yield
    except ExchangeFault:
        raise
    except requests.HTTPError as error:
        status = error.response.status_code if error.response is not None else 500
        raise ExchangeFault(_of_status(status)) from None
    except requests.JSONDecodeError:
        raise ExchangeFault(Fault.MALFORMED) from None
    except requests.RequestException:
        raise ExchangeFault(Fault.UNREACHABLE) from None
    except (ParseError, Exception):  # noqa: BLE001 - the clients raise whatever they stumble over
        raise ExchangeFault(Fault.MALFORMED) from None


def _of_status(status: int) -> Fault:
    if status in (401, 403):
        return Fault.UNAUTHORISED
    if status == 429:
        return Fault.THROTTLED
    return Fault.SERVER if status >= 500 else Fault.REFUSED


def _raise_for_status(response: requests.Response, *_: Any, **__: Any) -> None:
    response.raise_for_status()
