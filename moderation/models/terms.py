"""Words that an operator's own people look for: banks, and the terms in them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.ids import new_id
from moderation.categories import Category
from moderation.detectors.lexicon.terms import Edges

LONGEST_TERM = 200


class TermBank(models.Model):
    """One list: what it finds counts as `score` in `category`, and the policy judges that.

    `surfaces` empty: everywhere that has text. A bank only ever adds findings: three names are no
    look at likeness. `revision` is another one after every change of the bank or its terms; a
    number would repeat after a rollback, and a process could keep what was never committed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.SlugField(max_length=40, unique=True)
    category = models.CharField(max_length=16, choices=Category)
    score = models.FloatField()
    edges = models.CharField(
        max_length=8, choices=[(edge.value, edge.value) for edge in Edges], default=Edges.WORD.value
    )
    surfaces = models.JSONField(default=list, blank=True)
    enabled = models.BooleanField(default=True)
    note = models.TextField(blank=True, max_length=500)
    added_by = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)
    revision = models.UUIDField(default=new_id, editable=False)

    class Meta:
        permissions = (("edit_terms", "Can change the banks of terms"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # PostgreSQL holds NaN greater than every number, so this refuses it too.
            models.CheckConstraint(
                name="a_bank_s_score_lies_within_0_and_1",
                condition=Q(score__gt=0, score__lte=1),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """`folded` is what is looked for: the plain reading of `text` (lib/text/readings.py).

    `harmless`: a phrase that silences what it encloses, in its own bank alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bank = models.ForeignKey(TermBank, on_delete=models.PROTECT, related_name="terms")
    text = models.CharField(max_length=LONGEST_TERM)
    folded = models.CharField(max_length=LONGEST_TERM)
    harmless = models.BooleanField(default=False)
    disabled_until = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=40)
    added_by = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bank", "folded"], name="a_bank_holds_a_term_once"),
            models.CheckConstraint(
                name="a_term_has_something_to_look_for", condition=~Q(folded="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never the words: this stands in titles and messages
