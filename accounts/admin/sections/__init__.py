"""What a person's page is made of. Every room may add sections; a role sees those it has the
right for."""

from accounts.admin.sections.registry import Section, add_section, sections_for
from accounts.admin.sections.shown import Link, Shown, Table, when

__all__ = ["Link", "Section", "Shown", "Table", "add_section", "sections_for", "when"]
