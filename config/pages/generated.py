"""Pages that code writes, so that they cannot lie: who hears what, what is audited, error codes."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from audit import registry
from cameos.purposes import DECLARED
from config.pages import ages, enforcement
from config.pages.actions import actions_page
from config.pages.exporting import exporting_page
from config.pages.retention import retention_page
from config.pages.safeguards import jurisdictions_page, safeguards_page
from config.pages.tables import page, table
from inbox import event_types
from lib import events, surfaces
from lib.errors import HTTP_STATUS
from moderation.assessors import ASSESSORS, best
from moderation.categories import TEXT, Category, Surface
from moderation.policy.loading import built_in_policy
from moderation.surfaces import NOT_BUILT


def pages() -> dict[Path, str]:
    """Path to text, for every generated page."""
    makers: dict[str, Callable[[], str]] = {
        "events.md": events_page,
        "audit.md": audit_page,
        "errors.md": errors_page,
        "socket-events.md": socket_page,
        "assessment.md": assessment_page,
        "surfaces.md": surfaces_page,
        "retention.md": retention_page,
        "actions.md": actions_page,
        "exports-tables.md": exporting_page,
        "biometric-purposes.md": purposes_page,
        "ages.md": ages_page,
        "safeguards-table.md": safeguards_page,
        "jurisdictions.md": jurisdictions_page,
        "report-states.md": enforcement.states_page,
        "report-reasons.md": enforcement.reasons_page,
    }
    return {settings.BASE_DIR / "docs" / name: make() for name, make in makers.items()}


def events_page() -> str:
    """Domain events: owner, what they carry, who hears them."""
    rows = [
        (
            f"`{event.__name__}`",
            owner,
            _sentence(event.__doc__),
            ", ".join(f"`{h.__module__}.{h.__name__}`" for h in handlers),
        )
        for event, owner, handlers in events.listing()
        if owner != "tests"
    ]
    return page(
        "Who hears what",
        "The one way against the stream: an owner publishes, rooms to the right subscribe.",
        ("event", "owner", "meaning", "heard by"),
        rows,
    )


def _readers(action: registry.Action) -> str:
    return (
        action.audience.value
        + (f" with `{action.needs}`" if action.needs else "")
        + (", stating a case" if action.by_case else "")
    )


def audit_page() -> str:
    """The registry of audited actions."""
    rows = [
        (f"`{action.name}`", action.meaning, _readers(action), action.retention.value)
        for action in registry.listing()
        if not action.name.startswith("tests.")
    ]
    return page(
        "What is audited",
        "Rows hold ids and codes only; the table refuses UPDATE, DELETE and TRUNCATE. Nothing is "
        "removed yet: *kept* is a promise, which a later issue's job fulfils.",
        ("action", "meaning", "read by", "kept"),
        rows,
    )


def errors_page() -> str:
    """The public enum of error codes."""
    rows = [(f"`{code.value}`", str(status)) for code, status in HTTP_STATUS.items()]
    return page(
        "Error codes",
        "Every code that an `/api/v1` answer can carry. A value is never reused or renamed.",
        ("code", "HTTP status"),
        rows,
    )


def socket_page() -> str:
    """The types of events in a person's log and on the socket."""
    rows = [
        (f"`{kind.name}`", kind.meaning, f"`{', '.join(kind.schema.get('properties', {}))}`")
        for kind in event_types.listing()
    ]
    return page(
        "Events of the inbox",
        "Sent over `/ws/v1` and read at `/api/v1/me/events`; the log is the truth.",
        ("type", "meaning", "data"),
        rows,
    )


def assessment_page() -> str:
    """What each profile demands of each surface, and who can answer it here."""
    rows = [
        (
            f"`{surface}`",
            f"`{category}`",
            _demand("production", surface, category),
            _demand("development", surface, category),
            _who(surface, category),
        )
        for surface in Surface
        for category in Category
        if category in built_in_policy().required["production"][surface]
    ]
    who = [
        (
            f"`{a.name}`",
            ", ".join(sorted(a.surfaces)) if a.surfaces != TEXT else "all text",
            a.where,
        )
        for a in ASSESSORS
    ]
    first = page(
        "What is assessed by what",
        "Under a profile nothing passes a surface while a category is assessed less than demanded: "
        "it is held, looked at again, shown to a person after a day and removed after a week. "
        "A film whose frames lack `child_safety` (or, with a minor in it, `sexual`), or are "
        "suspected of it, is shown to nobody: it can only be refused, or is removed after its "
        "week. "
        f"Built-in policy {built_in_policy().version}. The last column is what an installation "
        "without any model of the operator's can reach; a dash means that everything there is "
        "held.",
        ("surface", "category", "production demands", "development demands", "here, by"),
        rows,
    )
    head = ("detector", "where", "condition")
    return f"{first}\n{table(head, who)}"


def surfaces_page() -> str:
    """Every field that holds words or media, and who judges it; those that hold none, and why."""
    rows = [
        (
            f"`{claim.model._meta.label}.{claim.field}`",
            ", ".join(claim.surfaces),
            claim.when.value,
            claim.hears,
        )
        for claim in surfaces.claims()
    ]
    rows += [("none", surface.value, "", why) for surface, why in NOT_BUILT.items()]
    exempt = [
        (f"`{model._meta.label}.{field}`", because)
        for model, field, because in surfaces.exemptions()
        if not model.__module__.startswith("tests.")
    ]
    first = page(
        "What is judged where",
        "Every field of every table that could hold people's words or media, also in tables of "
        "packages: which surface of the policy judges it and when, or, below, why none does. A "
        "test fails for a field that is in neither table.",
        ("field", "surface", "judged", "who hears of it"),
        rows,
    )
    head = ("field", "not judged because it holds")
    return f"{first}\n{table(head, exempt)}"


def ages_page() -> str:
    """Signals about ages, their strength, and what each can do."""
    return page("Age", ages.LEAD, ages.HEAD, ages.rows())


def purposes_page() -> str:
    """Every purpose for which a face may be used: the public schedule (C17, C20)."""
    rows = [
        (
            f"`{purpose.value}`",
            one.meaning,
            ", ".join(sorted(one.uses)),
            one.reach.value,
            one.basis,
            one.notice,
            one.retention,
            one.who_may,
        )
        for purpose, one in DECLARED.items()
    ]
    return page(
        "Biometric purposes",
        "Every purpose for which a face is measured, compared or a recording opened, and nothing "
        "else is one: a use that stands in no row is refused, each use leaves an audit row. "
        "Templates train nothing, rank nothing and are shown to nobody. Faces of people who did "
        "not enrol are detected and never kept.",
        ("purpose", "meaning", "uses", "searches", "basis", "notice", "kept", "who may"),
        rows,
    )


def _demand(profile: str, surface: Surface, category: Category) -> str:
    least = built_in_policy().required[profile][surface].get(category)
    return least.value if least else ""


def _who(surface: Surface, category: Category) -> str:
    coverage, names = best(surface, category)
    return f"{coverage.value}: {', '.join(names)}" if names else "-"


def _sentence(doc: str | None) -> str:
    return " ".join((doc or "").split("\n\n")[0].split())
