"""A passkey of Chromium's virtual authenticator: added in the admin, then signing in by it."""

import re
from pathlib import Path
from typing import Any

import pytest

from config.stack.stack import Stack
from tests.running.test_browser import page

__all__ = ["page"]
pytestmark = pytest.mark.slow
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_staff_enrol_a_passkey_and_sign_in_by_it(
    page: Any, stack: Stack, screenshots: Path
) -> None:
    # A passkey is bound to a name, and the name of this machine is localhost.
    origin = stack.origin.replace("127.0.0.1", "localhost")
    printed = stack.manage("seed_sample_people")
    password = re.findall(r"password of all of them: (\S+)", printed)[0]
    complaints = []
    page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    made = devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto(f"{origin}/admin/login/", wait_until="networkidle")
    page.screenshot(path=screenshots / "admin-login.png")
    page.fill("input[name=username]", "moderator@example.org")
    page.fill("input[name=password]", password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{origin}/admin/")
    page.goto(f"{origin}/admin/passkeys/", wait_until="networkidle")
    page.fill("input[name=name]", "virtual phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("it signs in without a password").wait_for()
    page.screenshot(path=screenshots / "admin-passkeys.png")
    kept = devices.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})
    assert [one["rpId"] for one in kept["credentials"]] == ["localhost"]
    assert kept["credentials"][0]["isResidentCredential"]

    page.context.clear_cookies()
    page.goto(f"{origin}/admin/", wait_until="networkidle")
    assert "/admin/login/" in page.url
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{origin}/admin/")
    assert complaints == []

    # With the factor, the password alone opens nothing any more.
    page.context.clear_cookies()
    page.goto(f"{origin}/admin/login/", wait_until="networkidle")
    page.fill("input[name=username]", "moderator@example.org")
    page.fill("input[name=password]", password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state("networkidle")
    assert "/admin/login/" in page.url
    # Nor does a device whose owner was not there.
    devices.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": made["authenticatorId"], "isUserVerified": False},
    )
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Nothing came of it").wait_for()
    page.screenshot(path=screenshots / "admin-login-refused.png")
    assert "/admin/login/" in page.url
    # The other tests of this stack sign in by the password alone.
    stack.manage(
        "shell", "-c",
        "from allauth.mfa.models import Authenticator; Authenticator.objects.all().delete()",
    )  # fmt: skip
