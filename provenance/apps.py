from django.apps import AppConfig


class ProvenanceConfig(AppConfig):
    """Marks, signs and recognises what was made here. Keeps no rows of its own."""

    name = "provenance"
