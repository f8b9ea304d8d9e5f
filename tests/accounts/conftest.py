"""The studio of generation's tests: an engine that costs nothing."""

from tests.generation.conftest import blank_film, puppet

__all__ = ["blank_film", "puppet"]
