"""Where safeguards stand before the feed, and what they make of it."""

from accounts.safeguards import SCALES, Limit
from accounts.safeguards.gates import Gate, declare

LISTS = ("GET /feeds/latest", "GET /feeds/following", "GET /people/<str:handle>/posts")

# Others' films alone: one's own posts, drafts, deletion and every safety page stay open.
WATCHING = declare(
    Gate(
        "watching",
        (*LISTS, "GET /posts/<pst:post_id>", "POST /feeds/watching"),
        limits=(Limit.DAILY_MINUTES,),
        how="refused until the local day is over; one's own posts and profile stay open",
    )
)
FITTING = declare(
    Gate(
        "fitting",
        (*LISTS, "GET /posts/<pst:post_id>"),
        narrows=(Limit.CONTENT,),
        how="what is for adults is left out, and one such post is a 404",
    )
)
ORDERING = declare(
    Gate(
        "ordering",
        ("GET /feeds/latest",),
        narrows=(Limit.FEED,),
        how="with `following` it holds what one follows; nothing here is personalised yet, and "
        "what will be asks `feed.gates.feed_of` first",
    )
)
PAGING = declare(
    Gate(
        "paging",
        LISTS,
        narrows=(Limit.SCROLL,),
        how="twenty a page, and after sixty within a sitting empty pages until `pause_until`",
    )
)


def feed_of(wanted: str, allowed: str) -> str:
    """Which feed somebody gets who wants one, where `allowed` is their limit: theirs if it is no
    looser, else the loosest that they may have."""
    scale = SCALES[Limit.FEED]
    return scale[min(scale.index(wanted), scale.index(allowed))]
