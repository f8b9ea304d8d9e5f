"""The hash-sharing API of NCMEC, version 2: XML, pages of a stretch of time in no order."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import requests
from threatexchange.exchanges.clients.ncmec import hash_api

from moderation.exchanges.base import Change, Cursor, ExchangeFault, Fault, Page, Stance
from moderation.exchanges.http import session, sound_url, told
from moderation.models import HashKind

KINDS = {"md5": HashKind.MD5, "sha1": HashKind.SHA1, "pdq": HashKind.PDQ}
# Entries of the very last seconds may still be on their way into the list.
BEHIND = 5


class _Client(hash_api.NCMECHashAPI):
    def _get_session(self) -> requests.Session:
        made = session()
        made.auth = (self.username, self.password)
        return made


class Ncmec:
    """`collection` is the name of an environment, for example `Industry`."""

    def __init__(self, *, user: str, password: str, collection: str, url: str = "") -> None:
        if not (user and password):
            raise ExchangeFault(Fault.NOT_SET_UP)
        try:
            environment = hash_api.NCMECEnvironment[collection or "Industry"]
        except KeyError:
            raise ExchangeFault(Fault.NOT_SET_UP) from None
        self._client = _Client(user, password, environment)
        if url:
            self._client._base_url = sound_url(url)

    def pages(self, cursor: Cursor) -> Iterator[Page]:
        """Only the end of a stretch moves `from`: its pages come in no order of time."""
        start, following = int(cursor.get("from", 0)), str(cursor.get("next", ""))
        end = int(cursor["to"]) if following else int(time.time()) - BEHIND
        while True:
            try:
                found = self._page(start, end, following)
            except ExchangeFault as error:
                # An old address of a page is forgotten there; the stretch is read anew.
                if error.fault != Fault.REFUSED or following != cursor.get("next"):
                    raise
                cursor, following = {}, ""
                continue
            with told():
                changes = tuple(_change(entry) for entry in found.updates)
            if not found.next:
                yield Page(changes, {"from": end})
                return
            if found.next == following:
                raise ExchangeFault(Fault.MALFORMED)
            following = found.next
            yield Page(changes, {"from": start, "to": end, "next": following})

    def opine(self, stance: Stance) -> None:
        member, _, entry = stance.external_id.partition("-")
        kind = hash_api.FingerprintType(stance.kind.value.upper())
        verdict = hash_api.FeedbackType.upvote
        if not stance.is_true_positive:
            verdict = hash_api.FeedbackType.downvote
        with told():
            self._client.submit_feedback(int(member), entry, kind, verdict)

    def _page(self, start: int, end: int, following: str) -> Any:
        if following and not following.startswith("/"):
            raise ExchangeFault(Fault.MALFORMED)
        with told():
            return self._client.get_entries(
                start_timestamp=start, end_timestamp=end, next_=following
            )


def _change(entry: Any) -> Change:
    found = () if entry.deleted else _hashes(entry.fingerprints)
    return Change(f"{int(entry.member_id)}-{entry.id}", found)


def _hashes(fingerprints: dict[str, str]) -> tuple[tuple[HashKind, str], ...]:
    named = ((name.lower(), value.strip().lower()) for name, value in fingerprints.items())
    return tuple((KINDS[name], value) for name, value in named if name in KINDS)
