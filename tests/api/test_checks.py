"""Each thing that an installation lacks is said by one check, and only then."""

from typing import Any

import pytest
from django.core.checks import run_checks

from config import databases
from config.checks import production
from config.checks.development import absent_parts, development_profile, embedded_servers

ROLES = ("WEB", "WORKER", "LIKENESS", "MIGRATE")


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch, settings: Any) -> pytest.MonkeyPatch:
    """An installation that lacks nothing."""
    monkeypatch.setattr(production, "provenance_lacks", lambda: None)
    monkeypatch.setattr(production, "assessed", lambda: True)
    monkeypatch.setattr(production, "bucket_faults", lambda: ())
    settings.MEDIA_STORE = "s3"
    monkeypatch.setenv("SCREENER_URL", "https://screener.example")
    for role in ROLES:
        url = f"postgresql://{role.lower()}@db.example/zoetrope"
        monkeypatch.setenv(f"DATABASE_URL_{role}", url)
    monkeypatch.setenv("FIELD_KEYS", "1:" + "0" * 64)
    monkeypatch.setenv("CONSENT_KEYS", "1:" + "1" * 64)
    monkeypatch.setenv("EXPORT_KEYS", "1:" + "2" * 64)
    for number, name in enumerate(production.SECRETS):
        monkeypatch.setenv(name, str(number) * 64)
        setattr(settings, name, str(number) * 64)
    settings.PRODUCTION = True
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["api.example.org"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.TRUSTED_PROXIES = 1
    settings.CSAM_SERVICE_URL = "https://matcher.example.org"
    settings.APNS_KEY = "a provider's key"
    settings.GUARDIAN_ASSURANCE = "staff"
    settings.SAFETY_DESK_EMAIL = "desk@example.org"
    settings.TOMBSTONE_BUCKET = "tombstones"
    return monkeypatch


def found() -> list[str]:
    return [str(message.id) for message in production.production_rules()]


def test_a_sound_installation_is_silent(sound: pytest.MonkeyPatch) -> None:
    assert found() == []
    assert development_profile() == embedded_servers() == []


def test_no_screener(sound: pytest.MonkeyPatch) -> None:
    sound.delenv("SCREENER_URL")
    assert found() == ["zoetrope.E001"]


@pytest.mark.parametrize("url", ["", "http://matcher.example.org", "matcher.example.org"])
def test_no_matching_service_or_one_without_tls(
    sound: pytest.MonkeyPatch, settings: Any, url: str
) -> None:
    settings.CSAM_SERVICE_URL = url
    assert found() == ["zoetrope.E013"]


def test_nothing_to_sign_with(sound: pytest.MonkeyPatch) -> None:
    sound.setattr(production, "provenance_lacks", lambda: "the signing certificate has expired")
    assert found() == ["zoetrope.E002"]


@pytest.mark.django_db
def test_each_part_that_is_absent_is_warned_of_once_the_database_is_asked(
    sound: pytest.MonkeyPatch,
) -> None:
    assert absent_parts() == []
    warned = absent_parts(databases=["default"])
    assert {message.id for message in warned} == {"zoetrope.W003"}
    said = {message.msg.partition(":")[0] for message in warned}
    assert {"image_classifier", "speech_recognition", "hash_bank"} <= said
    assert "production" not in said


@pytest.mark.parametrize(
    ("name", "value", "identity"),
    [
        ("PRODUCTION", False, "zoetrope.E003"),
        ("SECURE_SSL_REDIRECT", False, "zoetrope.E004"),
        ("ALLOWED_HOSTS", [], "zoetrope.E005"),
        ("ALLOWED_HOSTS", ["*"], "zoetrope.E005"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "zoetrope.E008"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "zoetrope.E008"),
        ("JWT_SIGNING_KEY", "short", "zoetrope.E010"),
        ("JWT_SIGNING_KEY", "0" * 64, "zoetrope.E011"),
        ("TRUSTED_PROXIES", 0, "zoetrope.E012"),
        ("FACE_KIND", "insightface", "zoetrope.E014"),
        ("MEDIA_STORE", "files", "zoetrope.E016"),
        ("S3_PUBLIC_ENDPOINT", "http://media.example.org", "zoetrope.E018"),
        ("APNS_KEY", "", "zoetrope.E019"),
        ("GUARDIAN_ASSURANCE", "self_declared", "zoetrope.E020"),
        ("SAFETY_DESK_EMAIL", "", "zoetrope.E021"),
        ("TOMBSTONE_BUCKET", "", "zoetrope.E022"),
    ],
)
def test_a_wrong_setting(
    sound: pytest.MonkeyPatch, settings: Any, name: str, value: Any, identity: str
) -> None:
    setattr(settings, name, value)
    assert found() == [identity]


def test_a_bucket_that_is_not_set_up(sound: pytest.MonkeyPatch) -> None:
    sound.setattr(production, "bucket_faults", lambda: ("it keeps versions",))
    assert found() == ["zoetrope.E017"]


def test_a_folder_for_tombstones_is_named_or_there_is_none(
    sound: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.TOMBSTONE_BUCKET = ""
    sound.setenv("TOMBSTONE_DIR", "/srv/tombstones")
    assert found() == []


def test_nobody_can_tell_a_picture_from_a_person(sound: pytest.MonkeyPatch) -> None:
    sound.setattr(production, "assessed", lambda: False)
    assert found() == ["zoetrope.E015"]


def test_embedded_servers(sound: pytest.MonkeyPatch) -> None:
    sound.setattr(databases, "brings_own_servers", lambda: False)
    assert found() == ["zoetrope.E006"]
    assert [message.id for message in embedded_servers()] == ["zoetrope.W002"]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_without_its_own_url(sound: pytest.MonkeyPatch, role: str) -> None:
    sound.setenv("DATABASE_URL", "postgresql://owner@db.example/zoetrope")
    sound.delenv(f"DATABASE_URL_{role}")
    assert found() == ["zoetrope.E007"]


def test_two_roles_with_one_url(sound: pytest.MonkeyPatch) -> None:
    sound.setenv("DATABASE_URL_WEB", "postgresql://migrate@db.example/zoetrope")
    assert found() == ["zoetrope.E007"]


@pytest.mark.parametrize("name", [*production.SECRETS, *production.KEYRINGS])
def test_a_key_that_nobody_gave(sound: pytest.MonkeyPatch, name: str) -> None:
    sound.delenv(name)
    assert found() == ["zoetrope.E009"]


def test_field_keys_may_come_from_a_command(sound: pytest.MonkeyPatch) -> None:
    sound.delenv("FIELD_KEYS")
    sound.setenv("FIELD_KEYS_COMMAND", "kms unwrap")
    assert found() == []


def test_the_development_profile_is_warned_of() -> None:
    assert [message.id for message in development_profile()] == ["zoetrope.W001"]


def test_check_warns_and_check_deploy_refuses() -> None:
    plain = {str(message.id) for message in run_checks()}
    deploy = {str(message.id) for message in run_checks(include_deployment_checks=True)}
    assert {"zoetrope.W001", "zoetrope.W002"} <= plain
    assert not any(identity.startswith("zoetrope.E") for identity in plain)
    assert {"zoetrope.E001", "zoetrope.E002", "zoetrope.E003", "zoetrope.E006"} <= deploy


def test_every_rule_has_a_test() -> None:
    """The ids above are written out; this finds a rule that was added without its test."""
    from pathlib import Path

    text = Path(__file__).read_text()
    assert all(f'"{identity}"' in text for identity in production.RULES)
