"""StopNCII.org: hashes that people made of intimate pictures of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import requests
from threatexchange.exchanges.clients.stopncii import api

from moderation.exchanges.base import Change, Cursor, ExchangeFault, Fault, Page, Stance
from moderation.exchanges.http import session, sound_url, told
from moderation.models import HashKind

KINDS = {
    api.StopNCIISignalType.ImagePDQ: HashKind.PDQ,
    api.StopNCIISignalType.VideoMD5: HashKind.MD5,
}
GONE = frozenset({api.StopNCIICaseStatus.Withdrawn, api.StopNCIICaseStatus.Deleted})


class _Client(api.StopNCIIAPI):
    def _get_session(self, endpoint: api.StopNCIIEndpoint) -> requests.Session:
        key = self._function_keys.get(endpoint)
        if not key:
            raise ExchangeFault(Fault.NOT_SET_UP)
        made = session()
        made.headers["x-functions-key"] = key
        made.headers["Ocp-Apim-Subscription-Key"] = self._subscription_key
        return made


class StopNcii:
    """One list for all; `collection` stays empty."""

    def __init__(
        self, *, subscription_key: str, fetch_key: str, feedback_key: str = "", url: str = ""
    ) -> None:
        if not (subscription_key and fetch_key):
            raise ExchangeFault(Fault.NOT_SET_UP)
        self._client = _Client(
            subscription_key,
            fetch_key,
            {api.StopNCIIEndpoint.SubmitFeedback: feedback_key},
            base_url_override=sound_url(url) if url else None,
        )

    def pages(self, cursor: Cursor) -> Iterator[Page]:
        """A page's token lives for a short while; when it has died, its stretch is read anew."""
        since = int(cursor.get("since", self._client.DEFAULT_START_TIME))
        following = str(cursor.get("next", ""))
        while True:
            try:
                found = self._page(since, following)
            except ExchangeFault as error:
                if error.fault != Fault.REFUSED or following != cursor.get("next"):
                    raise
                cursor, following = {}, ""
                continue
            changes = tuple(_change(record) for record in found.hashRecords)
            # The package leaves out what it cannot read.
            refused = max(0, found.count - len(changes))
            if not found.hasMoreRecords:
                yield Page(changes, {"since": found.nextSetTimestamp}, refused)
                return
            if not found.nextPageToken or found.nextPageToken == following:
                raise ExchangeFault(Fault.MALFORMED)
            following = found.nextPageToken
            yield Page(changes, {"since": since, "next": following}, refused)

    def opine(self, stance: Stance) -> None:
        signal = next(name for name, kind in KINDS.items() if kind == stance.kind)
        found = api.StopNCIICSPFeedbackValue.NotBlocked
        if stance.is_true_positive:
            found = api.StopNCIICSPFeedbackValue.Blocked
        with told():
            self._client.submit_feedback(signal, stance.hash, found)

    def _page(self, since: int, following: str) -> Any:
        with told():
            return self._client.fetch_hashes(start_timestamp=since, next_page=following)


def _change(record: api.StopNCIIHashRecord) -> Change:
    key = f"{record.signalType.value}:{record.hashValue.lower()}"[:100]
    kind = KINDS.get(record.signalType)
    if kind is None or record.hashStatus in GONE:
        return Change(key)
    return Change(key, ((kind, record.hashValue.strip().lower()),))
