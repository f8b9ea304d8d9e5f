"""How long this room keeps what it holds of people, and what ends it."""

from feed.models import Like, Post, PostHold, ProofFinding, ProofRun, ProofStep
from lib.retention import Fate, Rule

POSTS = "feed.tasks.erase_posts"

RULES = (
    Rule(
        Post,
        Fate.COMMITMENT,
        "A tombstone: an id, a rating, times. The caption goes.",
        ("author",),
        POSTS,
    ),
    Rule(
        PostHold,
        Fate.COMMITMENT,
        "Codes and times: what a decision said of a post, and by which cause.",
        ("post__author",),
    ),
    Rule(Like, Fate.ERASED, "Who liked what.", ("person", "post__author"), POSTS),
    Rule(ProofStep, Fate.NOBODYS, "Counts of a nightly proof."),
    Rule(ProofFinding, Fate.NOBODYS, "Ids of posts and codes."),
    Rule(ProofRun, Fate.NOBODYS, "Counts of a nightly proof."),
)
