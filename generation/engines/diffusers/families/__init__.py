"""What differs between families of pipelines in how they are called and what they hand back."""

from generation.engines.diffusers.families.base import Family


def family_of(name: str) -> Family:
    """Imports what the family needs; for workers only."""
    if name == "ltx2":
        from generation.engines.diffusers.families.ltx2 import Ltx2

        return Ltx2()
    from generation.engines.diffusers.families.wan import Wan

    return Wan()
