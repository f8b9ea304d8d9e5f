"""One mailbox is one voice, however its address is written."""

import pytest

from lib.api.addresses import network_of, wider
from lib.mailboxes import mailbox_of

ADA = "ada@example.org"
GOOGLE = "adalovelace@gmail.com"


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("Ada@Example.ORG", ADA),
        ("ada+1@example.org", ADA),
        ("ada+1+2@example.org.", ADA),
        ('"ada+1"@example.org', ADA),
        (r'"\ada"@example.org', ADA),
        ("a.d.a@example.org", "a.d.a@example.org"),
        ("ada-1@example.org", "ada-1@example.org"),
        ("+ada@example.org", "+ada@example.org"),
        ("Ada.Lovelace@gmail.com", GOOGLE),
        ("a.d.a.lovelace+x@GoogleMail.com", GOOGLE),
        ("ada@exämple.org", "ada@xn--exmple-cua.org"),
        ("ada@xn--exmple-cua.org", "ada@xn--exmple-cua.org"),
        ("ada@[192.0.2.1]", "ada@[192.0.2.1]"),
    ],
)
def test_an_address_leads_to_a_mailbox(address: str, mailbox: str) -> None:
    assert mailbox_of(address) == mailbox


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::5", "2001:db8:1::/48"),
        ("nonsense", "unknown"),
    ],
)
def test_a_network_lies_in_a_wider_one(address: str, network: str) -> None:
    assert wider(network_of(address)) == network
