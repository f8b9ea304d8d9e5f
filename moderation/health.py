from lib.api.unavailable import Unavailable
from moderation.policy.in_force import in_force


def policy_lacks() -> str | None:
    """What /readyz and the checks say of the policy, None where a person activated it."""
    try:
        now = in_force()
    except Unavailable as unusable:
        return f"unusable: {unusable}; nothing passes"
    if now.activation is None:
        return f"built in ({now.policy.version}): nobody has activated a version"
    return None
