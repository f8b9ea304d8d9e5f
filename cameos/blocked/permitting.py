from accounts.models import User
from lib.errors import DomainError, ErrorCode

PROPOSE = "cameos.propose_blockedlikeness"
CONFIRM = "cameos.confirm_blockedlikeness"
WITHDRAW = "cameos.withdraw_blockedlikeness"


def authorise(by: User, permission: str) -> None:
    """Raises DomainError `permission_denied`."""
    if not by.has_perm(permission):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not do this.")
