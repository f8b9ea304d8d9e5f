"""Which addresses lead to one mailbox, as far as that is known without asking its provider: for
counting who speaks, never for writing to anybody."""

from django.utils.encoding import punycode

TAG = "+"  # of a sub-address (RFC 5233), as Gmail, Outlook, iCloud, Fastmail and Proton write it
# Google alone: dots in the name of an account say nothing there, and both names are one. Elsewhere
# they may be another person's.
DOTLESS = frozenset({"gmail.com", "googlemail.com"})


def mailbox_of(address: str) -> str:
    """Of a valid address: without case, quotes and sub-address, its domain in ASCII. Whoever owns a
    domain, or hides behind forwarding addresses, still has as many as they like."""
    name, _, domain = address.strip().rpartition("@")
    name, domain = _unquoted(name).casefold(), _ascii(domain.casefold().rstrip("."))
    tag = name.find(TAG, 1)  # what begins with it is no name with a sub-address
    name = name if tag < 0 else name[:tag]
    if domain in DOTLESS:
        return f"{name.replace('.', '')}@gmail.com"
    return f"{name}@{domain}"


def _unquoted(name: str) -> str:
    quoted = len(name) > 1 and name[0] == name[-1] == '"'
    return name[1:-1].replace("\\", "") if quoted else name


def _ascii(domain: str) -> str:
    try:
        return punycode(domain)
    except UnicodeError:
        return domain
