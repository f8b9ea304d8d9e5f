"""The closed list of what an owner can keep their likeness out of (C9).

A topic is seen by words (`topics.toml`), by the categories that moderation scores, by both, or by
a minor in the scene.
"""

from django.db import models

from moderation.categories import Category


class Topic(models.TextChoices):
    """A value is never reused."""

    POLITICS = "politics"
    RELIGION = "religion"
    ROMANCE = "romance"
    SEXUAL = "sexual"
    SWIMWEAR = "swimwear"
    VIOLENCE = "violence"
    WEAPONS = "weapons"
    SELF_HARM = "self_harm"
    HORROR = "horror"
    ALCOHOL = "alcohol"
    DRUGS = "drugs"
    SMOKING = "smoking"
    GAMBLING = "gambling"
    CRIME = "crime"
    BRANDS = "brands"
    MEDICAL = "medical"
    INSULTS = "insults"
    MINORS = "minors"


# Scores of these count from where the policy for under-18 people would at least limit them.
CATEGORIES: dict[Topic, frozenset[Category]] = {
    Topic.POLITICS: frozenset({Category.POLITICAL}),
    Topic.SEXUAL: frozenset({Category.SEXUAL}),
    Topic.VIOLENCE: frozenset({Category.VIOLENCE}),
    Topic.SELF_HARM: frozenset({Category.SELF_HARM}),
    Topic.CRIME: frozenset({Category.ILLICIT, Category.DECEPTION}),
    Topic.INSULTS: frozenset({Category.HARASSMENT, Category.HATE}),
    Topic.BRANDS: frozenset({Category.THIRD_PARTY}),
}

# Abuse table, "a teen's likeness": for whoever uses it, themself too.
ZERO_TOLERANCE = frozenset(
    {
        *(Topic.SEXUAL, Topic.ROMANCE, Topic.VIOLENCE, Topic.SELF_HARM),
        *(Topic.ALCOHOL, Topic.SWIMWEAR),
    }
)
