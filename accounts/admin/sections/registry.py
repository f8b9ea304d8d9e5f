from collections.abc import Callable
from dataclasses import dataclass

from accounts.admin.sections.shown import Shown
from accounts.models import User

Read = Callable[[User, User], Shown]


@dataclass(frozen=True, slots=True)
class Section:
    """`read(person, viewer)` in a bounded number of statements. `right`: of a role that sees it,
    empty for all staff. Sections stand in the order of `place`."""

    name: str
    title: str
    place: int
    read: Read
    right: str = ""

    def is_for(self, viewer: User) -> bool:
        """Whether this member of staff sees it."""
        return not self.right or viewer.has_perm(self.right)


_sections: dict[str, Section] = {}


def add_section(section: Section) -> None:
    """Called where a room's admin is loaded. Raises ValueError for a name that is taken."""
    if _sections.setdefault(section.name, section) != section:
        raise ValueError(f"there are two sections {section.name}")


def listing() -> list[Section]:
    """All of them, as they stand on the page."""
    return sorted(_sections.values(), key=lambda section: section.place)


def sections_for(viewer: User) -> list[Section]:
    """Those that this member of staff sees."""
    return [section for section in listing() if section.is_for(viewer)]
