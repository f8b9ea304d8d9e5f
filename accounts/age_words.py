"""What people read about their age: what it rests on, and what they can do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import AgeSource

RESTS_ON: dict[AgeSource, Any] = {
    AgeSource.SELF_DECLARED: _("The date of birth that you gave us."),
    AgeSource.DECLARED_RANGE: _("The age range that your device shares with this app."),
    AgeSource.OWN_WORDS: _("Something that you wrote."),
    AgeSource.REPORT: _("What our staff found when they looked into your age."),
    AgeSource.PREDICTED: _("How you use the app. A program concluded it; no person looked."),
    AgeSource.ESTIMATE: _("How old your face looked when you enrolled your likeness."),
    AgeSource.GUARDIAN: _("What your guardian confirmed."),
    AgeSource.STAFF: _("What our staff found."),
    AgeSource.DOCUMENT: _("A document that our staff saw. We kept no copy."),
    AgeSource.VERIFIED: _("The answer of the age verification service."),
}
NOBODY_SAID = _("Nobody told us your age, so you have the protection of people under 18.")
