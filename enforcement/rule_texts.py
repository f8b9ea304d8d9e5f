"""The rules, in words for people: what a decision that rests on one quotes (DSA, Article 17(3)(e)).

One text for each reason of enforcement/reasons.py; a test fails for one without.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RULE_TEXTS: Mapping[str, Promise | str] = {
    "child_sexual": _(
        "Nothing may show or suggest a child sexually, drawn and generated included."
    ),
    "child_grooming": _("Nobody may win a child's trust for a sexual purpose."),
    "child_abuse": _("Nothing may harm, endanger or exploit a child."),
    "sexual_intimate": _("Nobody's intimate images may be shown without their consent."),
    "sexual_deepfake": _("Nobody may be made to look naked or sexual who is a real person."),
    "sexual_extortion": _("Nobody may threaten to show intimate images of somebody."),
    "sexual_content": _("Nothing may show nudity for arousal, or sexual acts."),
    "likeness_me": _("A person's face or voice may be used only as they permitted it."),
    "likeness_other": _("A person's face or voice may be used only as they permitted it."),
    "likeness_deceased": _(
        "Somebody who died may be shown only as those who speak for them permit."
    ),
    "impersonation": _("Nobody may pass for a person or an organisation that they are not."),
    "harassment_targeted": _("Nobody may attack, mock or hound a person, or call on others to."),
    "harassment_threat": _("Nobody may threaten a person with harm."),
    "harassment_private": _("What is private to somebody may not be shown without their consent."),
    "hate_speech": _(
        "Nobody may be attacked or degraded for their origin, faith, disability, sex, gender or "
        "whom they love."
    ),
    "hate_extremism": _("Nothing may praise, support or recruit for terror or violent extremism."),
    "violence_graphic": _("Nothing may show blood, injury or death to shock."),
    "violence_incitement": _("Nothing may call for violence."),
    "violence_animals": _("Nothing may show cruelty to animals for its own sake."),
    "self_harm_risk": _("Where somebody may hurt themself, we act to protect them."),
    "self_harm_promoted": _("Nothing may promote suicide, self-harm or eating disorders."),
    "deception_scam": _("Nobody may be deceived for money or data."),
    "deception_synthetic": _(
        "What is generated may not be passed off as a record of what happened."
    ),
    "deception_civic": _("Nothing may mislead about how, when or for whom to vote."),
    "deception_spam": _("The same thing may not be posted again and again to be seen."),
    "underage_user": _("Whoever is under 13 may not have an account without a parent's consent."),
    "illicit_goods": _("Nobody may offer or seek drugs, weapons or other forbidden goods."),
    "illicit_instructions": _("Nothing may teach how to commit a crime."),
    "rights_copyright": _("Somebody else's work may be used only as they or the law permit."),
    "rights_trademark": _("Somebody else's trademark may not be used to mislead."),
    "other": _("Nothing may break a law or another of our rules, as said in the reasons."),
}


def text_of(code: str) -> str:
    """Raises KeyError."""
    return str(RULE_TEXTS[code])
