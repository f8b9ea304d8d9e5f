from inbox.services.log import KEPT, append, erase_log, forget_old, recheck_sockets
from inbox.services.notifying import notify

__all__ = ["KEPT", "append", "erase_log", "forget_old", "notify", "recheck_sockets"]
