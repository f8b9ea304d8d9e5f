"""What config/settings.py takes for django-allauth, beside the settings that name our classes.

Rates are allauth's text form: amount/period/per. They are the second fence: per address of a
network where many people may sit, and per account for guessing.
"""

AUTHENTICATION_BACKENDS = [
    # Alone: a second backend would hash once more for known addresses than for unknown ones.
    "allauth.account.auth_backends.AuthenticationBackend",
]

ACCOUNT_RATE_LIMITS = {
    "signup": "30/m/ip",
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "confirm_email": "1/10s/key",
    "reauthenticate": "10/m/user",
    "manage_email": "10/m/user",
}

ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True  # one address each; the old one stands until the new is confirmed
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is mailed because somebody typed their address
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of those that adapters.py lets through
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True  # the app has no page that a link could open
# Django gives the session a new key then, so the token that asked would be dead anyway.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
# How long one proof serves for sensitive steps: as in allauth, long enough for one such step.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60

SOCIALACCOUNT_AUTO_SIGNUP = False  # everybody says when they were born, and takes a handle
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False

MFA_ADAPTER = "accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Zoetrope"
# A code is refused a second time for as long as it is valid: no longer than its own half minute.
MFA_TOTP_TOLERANCE = 0

HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = 5 * 60
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = 14 * 24 * 3600  # as long as Django keeps a session
HEADLESS_JWT_ROTATE_REFRESH_TOKEN = True
