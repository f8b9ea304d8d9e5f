"""Settings of the API's manners; config/settings.py takes them all."""

from typing import Any

from config.api_description import DESCRIPTION, OPENAI_DESCRIPTION, OPENAI_TAGS, TAGS
from lib.api.patterns import id_pattern
from lib.ids import IdKind

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["lib.api.parsers.StrictJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": [
        "lib.api.throttling.UserThrottle",
        "lib.api.throttling.ScopeThrottle",
    ],
    "DEFAULT_SCHEMA_CLASS": "lib.api.openapi.Schema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "URL_FORMAT_OVERRIDE": None,
}

DRF_STANDARDIZED_ERRORS: dict[str, Any] = {
    "EXCEPTION_HANDLER_CLASS": "lib.api.exceptions.Handler",
    "EXCEPTION_FORMATTER_CLASS": "lib.api.exceptions.Formatter",
    "ENABLE_IN_DEBUG_FOR_UNHANDLED_EXCEPTIONS": True,
    "ALLOWED_ERROR_STATUS_CODES": [
        *("400", "401", "403", "404", "405", "406", "409", "413", "415", "429", "500", "503")
    ],
    "ERROR_SCHEMAS": {
        str(status): "lib.api.openapi.ErrorSerializer"
        for status in (400, 401, 403, 404, 405, 406, 409, 413, 415, 429, 500, 503)
    },
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Zoetrope",
    "DESCRIPTION": DESCRIPTION,
    "TAGS": TAGS,
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ErrorCodeEnum": "lib.api.openapi.ERROR_CODES",
        "FailureCodeEnum": "generation.failures.FailureCode",
        "FailureStageEnum": "generation.stages.Stage",
        "GenerationStageEnum": "generation.states.PublicStage",
        "GenerationStatusEnum": "generation.states.PublicStatus",
        "CameoStatusEnum": "cameos.states.CameoState",
        "EnrolmentStatusEnum": "cameos.enrolment.states.EnrolmentState",
        "CharacterStatusEnum": "cameos.api.character_bodies.SHOWN",
        "ReferenceStatusEnum": "cameos.api.reference_bodies.SHOWN",
        "RevocationStatusEnum": ["removing", "done"],
        "NotificationCategoryEnum": "inbox.api.notification_parts.CATEGORIES",
        "LikenessScopeEnum": ["face", "voice"],
        "PermissionLevelEnum": "cameos.permissions.levels.PermissionLevel",
        "TopicEnum": "cameos.permissions.topics.Topic",
        "CameoKindEnum": "cameos.models.cameos.CameoKind",
        "ConsentKindEnum": "cameos.api.receipts.KINDS",
        "RevocationScopeEnum": "cameos.models.revocations.RevocationScope",
        "LimitEnum": "accounts.safeguards.Limit",
        "SettableLimitEnum": "parental.values.SETTABLE_NAMES",
        "ExportStateEnum": "accounts.models.exports.ExportState",
        "FamilySideEnum": "parental.states.Side",
        "FamilyReasonEnum": "parental.states.Why",
        "LinkStateEnum": "parental.states.LinkState",
        "ProposalStateEnum": "parental.states.ProposalState",
        "ProposalKindEnum": "parental.states.ProposalKind",
        "ConsentPurposeEnum": "parental.models.ConsentPurpose",
        "FamilyEntryKindEnum": "parental.models.EntryKind",
        "ReleaseKindEnum": "parental.states.ReleaseKind",
        "ReportReasonEnum": "enforcement.reasons.CODES",
        "ReportTopicEnum": "enforcement.reasons.Topic",
        "ReportOutcomeEnum": "enforcement.states.Outcome",
        "ReportStateEnum": ["received", "in_review", "decided", "closed"],
        "DecisionTextEnum": "enforcement.actions.registry.AUTHOR_TEXTS",
        "MeasureTextEnum": "enforcement.actions.registry.REPORTER_TEXTS",
        "AppealStandingEnum": [
            *("open", "appealed", "over", "final", "heard", "closed", "nothing"),
        ],
        "SubjectKindEnum": "enforcement.subjects.kinds.SubjectKind",
        "OfferedRevocationScopeEnum": ["future_only", "hide_existing", "also_remixes"],
    },
    "PATH_CONVERTER_OVERRIDES": {
        kind.value: {"type": "string", "pattern": f"^{id_pattern(kind)}$"} for kind in IdKind
    },
    "PREPROCESSING_HOOKS": ["lib.api.openapi.only_our_own"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "lib.api.openapi.version_from_settings",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {
        "persistAuthorization": False,
        "displayRequestDuration": True,
        "docExpansion": "none",  # the rooms first: what stands in them is drawn when opened
        "deepLinking": True,
        "filter": True,
    },
}

# The document of what stands below /v1 (manage.py spectacular --custom-settings).
OPENAI_SPECTACULAR: dict[str, Any] = {
    "TITLE": "Zoetrope for OpenAI clients",
    "DESCRIPTION": OPENAI_DESCRIPTION,
    "TAGS": OPENAI_TAGS,
    "SCHEMA_PATH_PREFIX": "/v1",
    "PREPROCESSING_HOOKS": [],
    "ENUM_NAME_OVERRIDES": {},
}

CSRF_FAILURE_VIEW = "lib.api.error_pages.csrf_failure"

# A probe comes by plain HTTP from inside and must not be sent away.
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
