"""What this room audits. Takedowns are enforcement, and kept for as long as a claim can come."""

from audit.registry import Action, Audience, Retention

ABOUT_POSTS = {
    "post.submitted": "A person asked to publish a draft.",
    "post.published": "A post became visible to others.",
    "post.held": "A post waits until its caption is assessed, or a person has looked.",
    "post.refused": "A post was refused by policy.",
    "post.rated": "A post's rating changed with the policy.",
    "post.withheld": "A post is shown to nobody until more of it is assessed.",
    "post.put_through": "Staff showed a withheld post to adults, for all that it lacks.",
    "post.deleted": "A post was deleted by its author, or with its draft or a consent.",
    "person.erased": "All posts, captions and likes of a deleted account were removed.",
}
TAKEDOWNS = {
    "post.taken_down": "A post was taken down by a decision, or since a policy lets nobody see it.",
    "post.reinstated": "A takedown was undone.",
    "post.still_down": "A takedown was undone; another cause keeps the post down.",
    "post.sanctioned": "A decision limits, labels or removes a post.",
    "post.sanction_ended": "What a decision said of a post holds no more.",
}


def _actions(meanings: dict[str, str], retention: Retention) -> list[Action]:
    return [
        Action(f"feed.{name}", meaning, Audience.SUBJECT, retention)
        for name, meaning in meanings.items()
    ]


ACTIONS = (
    *_actions(ABOUT_POSTS, Retention.YEAR),
    *_actions(TAKEDOWNS, Retention.SEVEN_YEARS),
)
