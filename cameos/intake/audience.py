from accounts.models import User
from moderation.policy.audience import Audience, Destination


def audience_of(sender: User) -> Audience:
    """Of what they send in. Others may use it anywhere: the strictest there is."""
    return Audience(Destination.PUBLIC, under_18=not sender.is_adult, likeness=True)
