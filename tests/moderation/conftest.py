"""Films are made in the house of the generation tests: one studio for both."""

from tests.generation.conftest import blank_film, puppet

__all__ = ["blank_film", "puppet"]
