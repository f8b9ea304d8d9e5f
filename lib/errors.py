"""Errors that know their fate: one public enum of codes, one type that services raise."""

from enum import StrEnum


class ErrorCode(StrEnum):
    """Every code that an `/api/v1` error can carry. A value is never reused or renamed."""

    # 400: malformed
    MALFORMED = "malformed"
    INVALID = "invalid"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    REQUIRED = "required"
    NULL = "null"
    BLANK = "blank"
    EMPTY = "empty"
    MIN_LENGTH = "min_length"
    MAX_LENGTH = "max_length"
    MIN_VALUE = "min_value"
    MAX_VALUE = "max_value"
    INVALID_CHOICE = "invalid_choice"
    INVALID_CHARACTERS = "invalid_characters"
    DUPLICATE_FIELD = "duplicate_field"
    UNIQUE = "unique"
    DEVICE_ID_REQUIRED = "device_id_required"
    WEAK_PASSWORD = "weak_password"  # noqa: S105
    INCORRECT_CODE = "incorrect_code"
    INVALID_CURSOR = "invalid_cursor"
    IDEMPOTENCY_KEY_REQUIRED = "idempotency_key_required"
    IDEMPOTENCY_KEY_INVALID = "idempotency_key_invalid"
    # 401: who are you
    NOT_AUTHENTICATED = "not_authenticated"
    AUTHENTICATION_FAILED = "authentication_failed"
    TOKEN_EXPIRED = "token_expired"  # noqa: S105
    ACCOUNT_SUSPENDED = "account_suspended"
    CONSENT_RESCINDED = "consent_rescinded"
    REAUTHENTICATION_REQUIRED = "reauthentication_required"
    # 403: seen, but not allowed
    PERMISSION_DENIED = "permission_denied"
    INCORRECT_PASSWORD = "incorrect_password"  # noqa: S105
    UNDER_AGE = "under_age"
    SUSPENDED = "suspended"
    STANDING_LIMITED = "standing_limited"
    EMAIL_NOT_VERIFIED = "email_not_verified"
    NOT_ALLOWED_FOR_SELF = "not_allowed_for_self"
    GUARDIAN_RELEASE_REQUIRED = "guardian_release_required"
    GUARDIAN_NOT_ASSURED = "guardian_not_assured"
    NOT_FOR_THIS_AGE = "not_for_this_age"
    SAFEGUARD_LOOSENS = "safeguard_loosens"
    CREATION_OFF = "creation_off"
    DAILY_LIMIT_REACHED = "daily_limit_reached"
    RECONSENT_REQUIRED = "reconsent_required"
    URL_EXPIRED = "url_expired"
    URL_INVALID = "url_invalid"
    NOT_AVAILABLE = "not_available"
    CAPABILITY_INVALID = "capability_invalid"
    SIGNATURE_INVALID = "signature_invalid"
    INVITES_DISABLED = "invites_disabled"
    SUNSET = "sunset"
    NAMES_HELD = "names_held"
    ACCOUNT_CLOSING = "account_closing"
    # 404: missing, or not for your eyes
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    NOT_ACCEPTABLE = "not_acceptable"
    REQUEST_TIMEOUT = "request_timeout"
    # 409: stale or conflicting
    STALE_STATE = "stale_state"
    IDEMPOTENCY_MISMATCH = "idempotency_mismatch"
    BLOCKED_RELATION = "blocked_relation"
    ALREADY_FINISHED = "already_finished"
    ALREADY_CONTESTED = "already_contested"
    NOT_CONTESTABLE = "not_contestable"
    ALREADY_PUBLISHED = "already_published"
    NOT_PUBLISHABLE = "not_publishable"
    NOTICE_OUTDATED = "notice_outdated"
    ENROLMENT_OPEN = "enrolment_open"
    ALREADY_ENROLLED = "already_enrolled"
    RECORDING_MISSING = "recording_missing"
    CHALLENGE_USED = "challenge_used"
    WRONG_DEVICE = "wrong_device"
    ALREADY_ASKED = "already_asked"
    CONSENT_ENDED = "consent_ended"
    REFERENCE_NOT_READY = "reference_not_ready"
    NOT_ATTESTABLE = "not_attestable"
    APPEAL_OPEN = "appeal_open"
    NOTHING_TO_APPEAL = "nothing_to_appeal"
    VERIFICATION_USED = "verification_used"
    TOO_MANY_GUARDIANS = "too_many_guardians"
    TOO_MANY_TEENS = "too_many_teens"
    TEEN_NOT_ASKED = "teen_not_asked"
    NOT_CLOSING = "not_closing"
    SECOND_APPROVAL_REQUIRED = "second_approval_required"
    ALREADY_REPORTED = "already_reported"
    NOT_ATTACHABLE = "not_attachable"
    ATTACHMENT_LIMIT = "attachment_limit"
    ALREADY_APPEALED = "already_appealed"
    NOT_APPEALABLE = "not_appealable"
    HELD_BY_DECISION = "held_by_decision"
    CASE_HELD = "case_held"
    CASE_NOT_HELD = "case_not_held"
    CLAIM_LIMIT = "claim_limit"
    EXPORT_ON_ITS_WAY = "export_on_its_way"
    # 412, 428: somebody else may have written
    PRECONDITION_FAILED = "precondition_failed"
    PRECONDITION_REQUIRED = "precondition_required"
    # 410, 413, 415
    GONE = "gone"
    CHALLENGE_EXPIRED = "challenge_expired"
    TOO_LARGE = "too_large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    # 422: refused by a rule
    HANDLE_RESERVED = "handle_reserved"
    HANDLE_TAKEN = "handle_taken"
    PROMPT_EMPTY = "prompt_empty"
    PROMPT_TOO_LONG = "prompt_too_long"
    INPUT_MODERATION = "input_moderation"
    OUTPUT_MODERATION = "output_moderation"
    LIKENESS = "likeness"
    THIRD_PARTY_CONTENT = "third_party_content"
    MINOR_POLICY = "minor_policy"
    NOT_FOR_THIS_PROMPT = "not_for_this_prompt"
    MINOR_NOT_EXCLUDED = "minor_not_excluded"
    TOOL_NOT_OFFERED = "tool_not_offered"
    SOURCE_NOT_AVAILABLE = "source_not_available"
    CHAIN_TOO_LONG = "chain_too_long"
    TOO_MANY_PEOPLE = "too_many_people"
    LOOSER_THAN_DEFAULT = "looser_than_default"
    QUIET_HOURS = "quiet_hours"
    INVITE_REQUIRED = "invite_required"
    INVITE_INVALID = "invite_invalid"
    NOTICE_INCOMPLETE = "notice_incomplete"
    # 429
    THROTTLED = "throttled"
    TOO_MANY_SOCKETS = "too_many_sockets"
    QUOTA_EXCEEDED = "quota_exceeded"
    COOLING_OFF = "cooling_off"
    ENROLMENT_LIMIT = "enrolment_limit"
    TIME_ZONE_CHANGED_LATELY = "time_zone_changed_lately"
    # 500, 503
    INTERNAL = "internal"
    TEMPORARILY_UNAVAILABLE = "temporarily_unavailable"
    TEMPORARILY_DISABLED = "temporarily_disabled"


HTTP_STATUS: dict[ErrorCode, int] = {
    ErrorCode.MALFORMED: 400,
    ErrorCode.INVALID: 400,
    ErrorCode.UNKNOWN_FIELD: 400,
    ErrorCode.WRONG_TYPE: 400,
    ErrorCode.REQUIRED: 400,
    ErrorCode.NULL: 400,
    ErrorCode.BLANK: 400,
    ErrorCode.EMPTY: 400,
    ErrorCode.MIN_LENGTH: 400,
    ErrorCode.MAX_LENGTH: 400,
    ErrorCode.MIN_VALUE: 400,
    ErrorCode.MAX_VALUE: 400,
    ErrorCode.INVALID_CHOICE: 400,
    ErrorCode.INVALID_CHARACTERS: 400,
    ErrorCode.DUPLICATE_FIELD: 400,
    ErrorCode.UNIQUE: 400,
    ErrorCode.DEVICE_ID_REQUIRED: 400,
    ErrorCode.WEAK_PASSWORD: 400,
    ErrorCode.INCORRECT_CODE: 400,
    ErrorCode.INVALID_CURSOR: 400,
    ErrorCode.IDEMPOTENCY_KEY_REQUIRED: 400,
    ErrorCode.IDEMPOTENCY_KEY_INVALID: 400,
    ErrorCode.NOT_AUTHENTICATED: 401,
    ErrorCode.AUTHENTICATION_FAILED: 401,
    ErrorCode.TOKEN_EXPIRED: 401,
    ErrorCode.ACCOUNT_SUSPENDED: 401,
    ErrorCode.CONSENT_RESCINDED: 401,
    ErrorCode.REAUTHENTICATION_REQUIRED: 401,
    ErrorCode.PERMISSION_DENIED: 403,
    ErrorCode.INCORRECT_PASSWORD: 403,
    ErrorCode.UNDER_AGE: 403,
    ErrorCode.SUSPENDED: 403,
    ErrorCode.STANDING_LIMITED: 403,
    ErrorCode.EMAIL_NOT_VERIFIED: 403,
    ErrorCode.NOT_ALLOWED_FOR_SELF: 403,
    ErrorCode.GUARDIAN_RELEASE_REQUIRED: 403,
    ErrorCode.GUARDIAN_NOT_ASSURED: 403,
    ErrorCode.NOT_FOR_THIS_AGE: 403,
    ErrorCode.SAFEGUARD_LOOSENS: 403,
    ErrorCode.CREATION_OFF: 403,
    ErrorCode.DAILY_LIMIT_REACHED: 403,
    ErrorCode.RECONSENT_REQUIRED: 403,
    ErrorCode.URL_EXPIRED: 403,
    ErrorCode.URL_INVALID: 403,
    ErrorCode.NOT_AVAILABLE: 403,
    ErrorCode.CAPABILITY_INVALID: 403,
    ErrorCode.SIGNATURE_INVALID: 403,
    ErrorCode.INVITES_DISABLED: 403,
    ErrorCode.SUNSET: 403,
    ErrorCode.NAMES_HELD: 403,
    ErrorCode.ACCOUNT_CLOSING: 403,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.METHOD_NOT_ALLOWED: 405,
    ErrorCode.NOT_ACCEPTABLE: 406,
    ErrorCode.REQUEST_TIMEOUT: 408,
    ErrorCode.STALE_STATE: 409,
    ErrorCode.IDEMPOTENCY_MISMATCH: 409,
    ErrorCode.BLOCKED_RELATION: 409,
    ErrorCode.ALREADY_FINISHED: 409,
    ErrorCode.ALREADY_CONTESTED: 409,
    ErrorCode.NOT_CONTESTABLE: 409,
    ErrorCode.ALREADY_PUBLISHED: 409,
    ErrorCode.NOT_PUBLISHABLE: 409,
    ErrorCode.NOTICE_OUTDATED: 409,
    ErrorCode.ENROLMENT_OPEN: 409,
    ErrorCode.ALREADY_ENROLLED: 409,
    ErrorCode.RECORDING_MISSING: 409,
    ErrorCode.CHALLENGE_USED: 409,
    ErrorCode.WRONG_DEVICE: 409,
    ErrorCode.ALREADY_ASKED: 409,
    ErrorCode.CONSENT_ENDED: 409,
    ErrorCode.REFERENCE_NOT_READY: 409,
    ErrorCode.NOT_ATTESTABLE: 409,
    ErrorCode.APPEAL_OPEN: 409,
    ErrorCode.NOTHING_TO_APPEAL: 409,
    ErrorCode.VERIFICATION_USED: 409,
    ErrorCode.TOO_MANY_GUARDIANS: 409,
    ErrorCode.TOO_MANY_TEENS: 409,
    ErrorCode.TEEN_NOT_ASKED: 409,
    ErrorCode.NOT_CLOSING: 409,
    ErrorCode.SECOND_APPROVAL_REQUIRED: 409,
    ErrorCode.ALREADY_REPORTED: 409,
    ErrorCode.NOT_ATTACHABLE: 409,
    ErrorCode.ATTACHMENT_LIMIT: 409,
    ErrorCode.ALREADY_APPEALED: 409,
    ErrorCode.NOT_APPEALABLE: 409,
    ErrorCode.HELD_BY_DECISION: 409,
    ErrorCode.CASE_HELD: 409,
    ErrorCode.CASE_NOT_HELD: 409,
    ErrorCode.CLAIM_LIMIT: 409,
    ErrorCode.EXPORT_ON_ITS_WAY: 409,
    ErrorCode.PRECONDITION_FAILED: 412,
    ErrorCode.PRECONDITION_REQUIRED: 428,
    ErrorCode.GONE: 410,
    ErrorCode.CHALLENGE_EXPIRED: 410,
    ErrorCode.TOO_LARGE: 413,
    ErrorCode.UNSUPPORTED_MEDIA_TYPE: 415,
    ErrorCode.HANDLE_RESERVED: 422,
    ErrorCode.HANDLE_TAKEN: 422,
    ErrorCode.PROMPT_EMPTY: 422,
    ErrorCode.PROMPT_TOO_LONG: 422,
    ErrorCode.INPUT_MODERATION: 422,
    ErrorCode.OUTPUT_MODERATION: 422,
    ErrorCode.LIKENESS: 422,
    ErrorCode.THIRD_PARTY_CONTENT: 422,
    ErrorCode.MINOR_POLICY: 422,
    ErrorCode.NOT_FOR_THIS_PROMPT: 422,
    ErrorCode.MINOR_NOT_EXCLUDED: 422,
    ErrorCode.TOOL_NOT_OFFERED: 422,
    ErrorCode.SOURCE_NOT_AVAILABLE: 422,
    ErrorCode.CHAIN_TOO_LONG: 422,
    ErrorCode.TOO_MANY_PEOPLE: 422,
    ErrorCode.LOOSER_THAN_DEFAULT: 422,
    ErrorCode.QUIET_HOURS: 422,
    ErrorCode.INVITE_REQUIRED: 422,
    ErrorCode.INVITE_INVALID: 422,
    ErrorCode.NOTICE_INCOMPLETE: 422,
    ErrorCode.THROTTLED: 429,
    ErrorCode.TOO_MANY_SOCKETS: 429,
    ErrorCode.QUOTA_EXCEEDED: 429,
    ErrorCode.COOLING_OFF: 429,
    ErrorCode.ENROLMENT_LIMIT: 429,
    ErrorCode.TIME_ZONE_CHANGED_LATELY: 429,
    ErrorCode.INTERNAL: 500,
    ErrorCode.TEMPORARILY_UNAVAILABLE: 503,
    ErrorCode.TEMPORARILY_DISABLED: 503,
}


class DomainError(Exception):
    """A refusal that a service gives and that a client may read.

    `detail` is for people and never repeats what they typed; `attr` names the request field that
    it is about; `retry_after` is in seconds and becomes the Retry-After header.
    """

    def __init__(
        self,
        code: ErrorCode,
        detail: str,
        *,
        attr: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail
        self.attr = attr
        self.retry_after = retry_after

    @property
    def http_status(self) -> int:
        """The HTTP status that belongs to the code."""
        return HTTP_STATUS[self.code]


class StaleState(DomainError):
    """Somebody else changed the row first: the guarded transition hit no row."""

    def __init__(self, detail: str = "This has changed in the meantime. Read it again.") -> None:
        super().__init__(ErrorCode.STALE_STATE, detail)


class NotFound(DomainError):
    """Missing, or not for the viewer's eyes; the two are never told apart."""

    def __init__(self, detail: str = "There is nothing here for you.") -> None:
        super().__init__(ErrorCode.NOT_FOUND, detail)
