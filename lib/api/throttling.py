"""How often one may ask: counters in Redis, raised atomically, per person and per network.

Without Redis nothing is counted, so nothing is let through: the caller gets 503.
"""

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from lib.api.addresses import client_address, network_of
from lib.api.redis_client import redis_client
from lib.errors import DomainError, ErrorCode

if TYPE_CHECKING:  # views import their throttles
    from rest_framework.views import APIView


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `requests` within a window of `seconds`."""

    requests: int
    seconds: int


# Ours: a busy app polls one resource a second and scrolls; several people share one address.
RATES = {
    "address": Rate(2400, 60),
    "user": Rate(1200, 60),
    "create": Rate(120, 60),  # what costs: generations, uploads
    "enrol": Rate(100, 86_400),  # begun by one network in a day: a campus shares an address
    "age": Rate(20, 86_400),  # what one says of one's own age; nobody's changes by the hour
    "relate": Rate(240, 60),  # follow, block, mute
    "invite": Rate(60, 3600),  # making codes, which their number limits besides
    "moderate": Rate(60, 60),  # texts of one's own judged; no faster than a person would need
    "moderate_flagged": Rate(30, 3600),  # of them found against the rules: no oracle for evasions
    "moderate_reading": Rate(120, 60),  # thousands of characters, each text at least one
    "profile": Rate(30, 3600),  # names and biographies: nobody words themself so often in an hour
    "cameo_check": Rate(60, 3600),  # whether a likeness may be used: people wish, scripts probe
    "cameo_request": Rate(20, 86400),  # asking people for their likeness, with a note
    "cameo_rules": Rate(120, 3600),  # one's own rules, each change with a lock and a judgement
    "family_invite": Rate(20, 86400),  # codes for a guardian: ten minutes each
    "family_redeem": Rate(10, 3600),  # codes that a guardian enters, right or wrong
    "family_redeem_network": Rate(60, 3600),  # the same of a network: several accounts guess
    "family": Rate(120, 3600),  # controls, proposals, answers: nobody changes their mind so often
    "report": Rate(60, 3600),  # by one person; whoever goes through a feed of abuse needs some
    "attach": Rate(30, 3600),  # pictures beside reports: three of each, and who sends one again
    "report_open": Rate(10, 86400),  # without an account, of a network: several share one
    "report_mail": Rate(3, 86400),  # mails to one address that nobody confirmed: no mail bomb
    "report_guess": Rate(30, 3600),  # codes tried by a network, right or wrong
    "hide_first": Rate(10, 86_400),  # posts that one network hides before anybody decided
    "hide_first_wide": Rate(30, 86_400),  # the same of a /24 or /48: several customers, or one
    "contest_hiding": Rate(60, 3600),  # that one's post is hidden; said again it is once
    "appeal": Rate(30, 3600),  # by one person: each takes somebody of staff to answer
    "appeal_open": Rate(60, 3600),  # links of letters opened by one network, right or wrong
    "export": Rate(5, 86_400),  # archives of all that is somebody's: each reads and copies it
    "leave": Rate(5, 86_400),  # letters to one address, for whoever cannot sign in to leave
    "leave_network": Rate(60, 3600),  # the same, asked for by one network
    "look_up": Rate(300, 60),  # people by handle, search: what a scraper would use
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a caller stands in a window: what is left, and seconds until it starts anew."""

    scope: str
    rate: Rate
    remaining: int
    reset: int

    @property
    def exceeded(self) -> bool:
        """True when this request was one too many."""
        return self.remaining < 0


def count(scope: str, who: str, *, units: int = 1) -> Standing:
    """Count a request, or what it weighs. Raises redis' ConnectionError or TimeoutError when it is
    away."""
    rate = RATES[scope]
    whose = salted_hmac("throttle", who, algorithm="sha256").hexdigest()
    key = f"zoetrope:throttle:{scope}:{whose}"
    pipe = redis_client().pipeline(transaction=True)
    pipe.set(key, 0, ex=rate.seconds, nx=True)
    pipe.incr(key, units)
    pipe.pttl(key)
    _created, used, left_ms = pipe.execute()
    return Standing(scope, rate, rate.requests - used, max(1, ceil(left_ms / 1000)))


def spend(scope: str, request: Request, *, units: int = 1) -> None:
    """Count for the person who asks, where what a request costs stands in its body.

    Raises DomainError `throttled`; and as `count` does.
    """
    standing = count(scope, f"user:{request.user.pk}", units=units)
    note(request._request, standing)
    if standing.exceeded:
        raise DomainError(ErrorCode.THROTTLED, _("Too many requests."), retry_after=standing.reset)


def peek(scope: str, who: str) -> Standing:
    """Where somebody stands, without counting. Raises as `count` does."""
    rate = RATES[scope]
    whose = salted_hmac("throttle", who, algorithm="sha256").hexdigest()
    key = f"zoetrope:throttle:{scope}:{whose}"
    pipe = redis_client().pipeline(transaction=True)
    pipe.get(key)
    pipe.pttl(key)
    used, left_ms = pipe.execute()
    reset = max(1, ceil(left_ms / 1000)) if used else rate.seconds
    return Standing(scope, rate, rate.requests - int(used or 0), reset)


class _CountingThrottle(BaseThrottle):
    """Base: counts under a scope and leaves its standing on the request for the headers."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        scope, who = self.scope(view), self.who(request)
        if scope is None or who is None:
            return True
        self.standing = count(scope, who)
        note(request._request, self.standing)
        return not self.standing.exceeded

    def wait(self) -> float | None:
        return float(self.standing.reset)

    def scope(self, view: "APIView") -> str | None:
        """The name of the rate, None where this throttle does not count."""
        raise NotImplementedError

    def who(self, request: Request) -> str | None:
        """Whom to count, None where this throttle does not count."""
        return f"user:{request.user.pk}" if request.user and request.user.pk else None


class AddressThrottle(_CountingThrottle):
    """Per network; `ApiView` asks it before it looks at credentials."""

    def scope(self, view: "APIView") -> str:
        return "address"

    def who(self, request: Request) -> str:
        return network_of(client_address(request._request))


class UserThrottle(_CountingThrottle):
    """Per person, over everything."""

    def scope(self, view: "APIView") -> str:
        return "user"


class ScopeThrottle(_CountingThrottle):
    """Per person, in the view's own `throttle_scope`, where it has one (unsafe methods only)."""

    def scope(self, view: "APIView") -> str | None:
        scope: str | None = getattr(view, "throttle_scope", None)
        method = (view.request.method or "").upper()
        return scope if scope == "look_up" or method not in ("GET", "HEAD") else None


def note(request: HttpRequest, standing: Standing) -> None:
    """Keep the tightest standing of this request."""
    kept: Standing | None = getattr(request, "rate_standing", None)
    if kept is None or standing.remaining < kept.remaining:
        request.rate_standing = standing  # type: ignore[attr-defined]


def headers(request: HttpRequest) -> dict[str, str]:
    """`RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10)."""
    standing: Standing | None = getattr(request, "rate_standing", None)
    if standing is None:
        return {}
    name, rate = standing.scope, standing.rate
    return {
        "RateLimit-Policy": f'"{name}";q={rate.requests};w={rate.seconds}',
        "RateLimit": f'"{name}";r={max(0, standing.remaining)};t={standing.reset}',
    }
