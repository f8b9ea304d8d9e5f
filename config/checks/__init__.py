"""Django system checks: what is left over from development, and what production still lacks.

`manage.py check` warns (zoetrope.W…), `manage.py check --deploy` refuses (zoetrope.E…).
"""

from config.checks import development, production

__all__ = ["development", "production"]
