"""Meta's ThreatExchange: one privacy group's updates over the Graph API."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import requests
from threatexchange.exchanges.clients.fb_threatexchange.api import (
    ThreatExchangeAPI,
    is_valid_app_token,
)
from threatexchange.exchanges.clients.fb_threatexchange.threat_updates import ThreatUpdateJSON
from threatexchange.exchanges.fetch_state import AggregateSignalOpinionCategory as Opinions
from threatexchange.exchanges.impl.fb_threatexchange_api import FBThreatExchangeIndicatorRecord

from moderation.exchanges.base import Change, Cursor, ExchangeFault, Fault, Page, Stance
from moderation.exchanges.http import same_origin, session, sound_url, told
from moderation.models import HashKind

KINDS = {
    "HASH_PDQ": HashKind.PDQ,
    "HASH_MD5": HashKind.MD5,
    "HASH_VIDEO_MD5": HashKind.MD5,
    "HASH_SHA1": HashKind.SHA1,
}
PAGE = 100
# Deletions are told for ninety days; who comes later has to read the whole list (its documentation
# of threat_updates, and the package's own limit).
FORGOTTEN_AFTER = 85 * 24 * 3600
# What somebody called harmful, though others may disagree. A mere lead is no known picture.
KNOWN = frozenset({Opinions.POSITIVE_CLASS, Opinions.DISPUTED})


class _Client(ThreatExchangeAPI):
    def _get_session(self) -> requests.Session:
        return session()

    def get_json_from_url(self, url: str, params: Any = None, **_: Any) -> Any:
        """The package's own goes past its session, so has no limit of time, and asks any host."""
        if not same_origin(url, self._base_url):
            raise ExchangeFault(Fault.MALFORMED)
        with self._get_session() as made:
            return made.get(url, params=params or {}).json()


class ThreatExchange:
    """`collection` is the number of a privacy group."""

    def __init__(self, *, token: str, collection: str, url: str = "") -> None:
        if not (token and is_valid_app_token(token) and collection.isdecimal()):
            raise ExchangeFault(Fault.NOT_SET_UP)
        self._client = _Client(token, endpoint_override=sound_url(url) if url else None)
        self._group = int(collection)

    def pages(self, cursor: Cursor) -> Iterator[Page]:
        """Updates come in the order of their time, which is where a cut fetch goes on."""
        now = int(time.time())
        late = now - int(cursor.get("at", now)) > FORGOTTEN_AFTER
        since = 0 if late else int(cursor.get("since", 0))
        whole: str | None = cursor.get("whole")
        if late or not cursor:
            whole = datetime.now(UTC).isoformat()
        answers = self._client.get_threat_updates(
            self._group,
            start_time=since,
            page_size=PAGE,
            types=list(KINDS),
            fields=("id", *FBThreatExchangeIndicatorRecord.te_threat_updates_fields()),
            decode_fn=ThreatUpdateJSON,
        )
        while not answers.done:
            before = answers.next_url
            with told():
                updates = answers.next()  # type: ignore[no-untyped-call]
                changes = tuple(self._change(update) for update in updates)
                since = max([since, *(update.time for update in updates)])
            if answers.next_url == before:
                raise ExchangeFault(Fault.MALFORMED)
            last = {"whole": whole} if whole and not answers.done else {}
            yield Page(
                changes,
                {"since": since, "at": now, **last},
                whole_since=whole if answers.done else None,
            )

    def opine(self, stance: Stance) -> None:
        """To each of the descriptors that others put on the indicator."""
        reaction = "HELPFUL" if stance.is_true_positive else "NOT_HELPFUL"
        with told():
            found = self._client.get_threat_descriptors_from_indicator(int(stance.external_id))
            for descriptor in found:
                key = int(descriptor["id"])
                self._client.react_to_threat_descriptor(key, reaction)  # type: ignore[no-untyped-call]

    def _change(self, update: ThreatUpdateJSON) -> Change:
        record = FBThreatExchangeIndicatorRecord.from_threatexchange_json(
            self._client.app_id, update
        )
        kind = KINDS.get(update.threat_type)
        if record is None or kind is None:
            return Change(str(update.id))
        if record.get_as_aggregate_opinion().category not in KNOWN:
            return Change(str(update.id))
        return Change(str(update.id), ((kind, update.indicator.strip().lower()),))
