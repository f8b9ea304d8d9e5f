from typing import ClassVar

from enforcement.models.cases import Case


class Measures(Case):
    """No table of its own: the page of the admin on which cases are counted, and the rights to see
    that and to take statements of reasons out."""

    class Meta:
        proxy = True
        default_permissions: ClassVar[tuple[str, ...]] = ()
        verbose_name = verbose_name_plural = "measures"
        permissions = (
            ("see_measures", "Can see how long cases take and what of them is overturned"),
            ("export_statements", "Can take statements of reasons out for the EU's database"),
        )
