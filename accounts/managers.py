from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import BaseUserManager

if TYPE_CHECKING:
    from accounts.models.users import User


class UserManager(BaseUserManager["User"]):
    """People are made by services alone; this finds them."""

    def get_by_natural_key(self, username: Any) -> "User":
        """By e-mail address, in whatever case it is typed."""
        return self.get(email__iexact=username or "")
