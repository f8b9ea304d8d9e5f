"""The way of a request, and what became of the words beside it."""

from django.db import models

from lib.states import StateGraph


class RequestState(models.TextChoices):
    """Where a request is. What was denied or severed looks like waiting to whoever asked."""

    WAITING = "waiting"
    APPROVED = "approved"
    DENIED = "denied"
    SEVERED = "severed"
    EXPIRED = "expired"
    TAKEN_BACK = "taken_back"


R = RequestState
LOOKS_WAITING = frozenset({R.WAITING, R.DENIED, R.SEVERED})
REQUEST_GRAPH = StateGraph(
    RequestState,
    initial=R.WAITING,
    terminal={R.APPROVED, R.EXPIRED, R.TAKEN_BACK},
    edges={
        R.WAITING: {R.APPROVED, R.DENIED, R.SEVERED, R.EXPIRED, R.TAKEN_BACK},
        R.DENIED: {R.SEVERED, R.EXPIRED, R.TAKEN_BACK},
        R.SEVERED: {R.EXPIRED, R.TAKEN_BACK},
    },
)


class NoteState(models.TextChoices):
    """What became of the words beside a request; the owner reads them once they passed."""

    NONE = "none"
    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"
