"""How a use is bounded, as fields of a row."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cameos.permissions.terms import Cap, Scope, Terms

CAPS = [(one.value, one.name.lower()) for one in Cap]
SCOPES = [(one.value, one.value) for one in Scope]


def both_scopes() -> list[str]:
    """Face and voice."""
    return sorted(Scope)


class TermFields(models.Model):
    """Abstract: how a use is bounded."""

    scopes = ArrayField(models.CharField(max_length=8, choices=SCOPES), default=both_scopes)
    cap = models.PositiveSmallIntegerField(choices=CAPS, default=Cap.EVERYONE)
    no_remix = models.BooleanField(default=False)
    no_download = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def bounds(self) -> Terms:
        """These fields as terms."""
        return Terms(
            scopes=frozenset(Scope(one) for one in self.scopes),
            cap=Cap(self.cap),
            no_remix=self.no_remix,
            no_download=self.no_download,
        )
