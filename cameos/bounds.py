"""What everybody in a film permits of it, read off its capabilities: the narrowest holds."""

from collections.abc import Mapping

from django.db.models import Case, Exists, OuterRef, TextField, Value, When

from cameos.models import Capability
from cameos.permissions.terms import Cap

REACHES = [one.name.lower() for one in Cap]


def bounds(film: OuterRef) -> Mapping[str, Case | Exists]:
    """Annotations for a queryset that shows films: `reach` (of REACHES, from the narrowest),
    `no_remix`, `no_download`."""
    mine = Capability.objects.filter(film_id=film)
    return {
        "reach": Case(
            When(Exists(mine.filter(terms__cap=Cap.DRAFT.name.lower())), then=Value("draft")),
            When(Exists(mine.filter(friends_only=True)), then=Value("friends")),
            default=Value("everyone"),
            output_field=TextField(),
        ),
        "no_remix": Exists(mine.filter(terms__no_remix=True)),
        "no_download": Exists(mine.filter(terms__no_download=True)),
    }
