"""Every page of the desk in a real browser, with something on it and with nothing: it complains of
nothing, is no wider than the window, and prints neither codes nor machines' times."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from config.stack.programs import BASE_DIR
from enforcement.actions.names import ActionName
from enforcement.models import Batch, Case, QualitySample, SnapshotFile, TrustedFlagger
from enforcement.services import bulk, claiming
from enforcement.services.appeal_dialog import ask
from enforcement.services.appealing import appeal_own
from enforcement.services.proposing import propose
from enforcement.services.reply_templates import write_template
from enforcement.subjects.kinds import SubjectKind
from enforcement.work.copying import copy_file
from generation.models import Asset, AssetKind
from lib.media.stills import spritesheet
from lib.signed_media import placing
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.policy.judging import Evidence
from tests import cast
from tests.browser import cookies_of, opened
from tests.client import Api
from tests.enforcement.appeals.sides import WHY
from tests.enforcement.decisions.stage import Stage, chief, decided, set_up, wanted, wish
from tests.enforcement.queueing import waiting
from tests.enforcement.reporting import case_of, reported
from tests.feed.studio import scan
from tests.provenance.films import film
from tests.staff import at_the_desk

pytestmark = pytest.mark.slow
SHOTS = BASE_DIR / "test-output" / "desk"
ROOT = "/admin/enforcement"
A = ActionName
# Times as machines write them, spans in hours only, ids with a capital, codes of refusals.
RAW = re.compile(
    r"\d{4}-\d\d-\d\dT|\d\d:\d\d\.\d|\b\d+(?:\.\d)? h\b|\b[A-Z][a-z]{2}_[0-9a-z]{26}"
    r"|case_held|stale_state|permission_denied"
)


@pytest.fixture
def stage(committing: None) -> Stage:
    return set_up()


@pytest.fixture
def full(stage: Stage, api: Api, deliver: Callable[[], int], tmp_path: Path) -> dict[str, str]:
    """A page's name and where it is; on each of them is something."""
    post, theirs = stage.posts
    for number, one in enumerate((post, theirs)):
        _filmed(one, tmp_path, number)
    flagger = cast.adult("flagger")
    TrustedFlagger.objects.create(person_id=flagger.pk, appointed_by=flagger.pk)
    person = stage.people[1]
    row = decided(stage, wish(A.REMOVE_POST), wish(A.STRIKE), who=1)
    reported(api, cast.stranger(), post, text="They do it every day.", start=0.5, end=1.5)
    reported(api, flagger, post, "hate_extremism", text="A banned group.")
    reported(api, cast.stranger(), person, "harassment_targeted", text="Their profile threatens.")
    likeness = waiting(1, owner=person)[0]
    Case.objects.filter(pk=likeness.pk).update(
        subject_kind=SubjectKind.CAMEO, subject_id=stage.addresses[1]
    )
    deliver()
    for file in SnapshotFile.objects.all():
        copy_file(SnapshotFile, file.pk)
    appeal = appeal_own(decision=row, text=WHY)
    ask(appeal=appeal, by=stage.second, text="Where did she agree to it?")
    write_template(
        policy="hate_speech", language="en", title="Hate", text="Dear {{handle}}, …", by=stage.judge
    )
    QualitySample.objects.create(policy="known_takedown", decision=row)
    case, late = case_of(post), waiting(3, owner=stage.people[0])
    Case.objects.filter(pk=late[0].pk).update(
        sla_due_at=timezone.now() - timedelta(hours=36),
        opened_at=timezone.now() - timedelta(days=4),
    )
    batch = _batch(stage, late)
    proposal = propose(wanted=wanted(stage, wish(A.BAN)), by=stage.judge)
    pages = {
        "board": "case/board/", "list": "case/", "case": f"case/{case.pk}/change/",
        "decide": f"case/{case.public_id}/decide/", "roles": "case/roles/",
        "case-appeal": f"case/{appeal.case_id}/change/",
        "answer": f"case/{Case.objects.get(pk=appeal.case_id).public_id}/appeal/",
        "together": f"case/together/?person={stage.people[0].public_id}",
        "proposal": f"proposal/{proposal.pk}/change/",
        "decisions": "decision/", "decision": f"decision/{row.pk}/change/",
        "proposals": "proposal/", "batches": "batch/", "batch": f"batch/{batch.pk}/change/",
        "templates": "replytemplate/", "appeals": "appeal/", "reports": "report/",
        "reporters": "reporter/", "flaggers": "trustedflagger/", "samples": "qualitysample/",
        "appoint": "trustedflagger/appoint/", "measures": "measures/",
    }  # fmt: skip
    pages |= {
        "case-profile": f"case/{case_of(person).pk}/change/",
        "case-cameo": f"case/{likeness.pk}/change/",
    }
    audit = {"audit": "/admin/audit/auditevent/", "post": f"/admin/feed/post/{post.pk}/change/"}
    return {name: f"{ROOT}/{where}" for name, where in pages.items()} | audit


def _filmed(post: Any, folder: Path, number: int) -> None:
    job = post.draft.job
    source = film(folder / f"film-{number}.mp4", width=360, height=640, seconds=4.0)
    for asset in Asset.objects.filter(job=job, kind__in=(AssetKind.VIDEO, AssetKind.SPRITESHEET)):
        with placing(asset.storage_key) as path:
            if asset.kind == AssetKind.VIDEO:
                shutil.copy(source, path)
            else:
                spritesheet(source, into=path)
    coverage = dict.fromkeys(Category, Coverage.ASSESSED)
    seen = Hit(Category.VIOLENCE, 0.9, start_s=0.5, end_s=1.2)
    scan(job, "inspect", [Evidence(Surface.FRAME, [Answer("eyes", "1", coverage, (seen,))])])


def _batch(stage: Stage, cases: list[Case]) -> Batch:
    alike = bulk.Alike(("hate_speech",), "It breaks no rule.", (), note="a brigade")
    claiming.claim(cases[0], stage.judge)
    return bulk.plan(cases=[one.pk for one in cases], alike=alike, by=chief())


@pytest.fixture
def page(live_server: Any, monkeypatch: pytest.MonkeyPatch, stage: Stage) -> Iterator[Any]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    SHOTS.mkdir(parents=True, exist_ok=True)
    with opened(cookies=cookies_of(at_the_desk(chief()), live_server.url)) as page:
        yield page


def test_every_page_reads(page: Any, live_server: Any, full: dict[str, str]) -> None:
    wrong: dict[str, Any] = {}
    for name, where in full.items():
        page.goto(live_server.url + where, wait_until="networkidle")
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        raw = sorted(set(RAW.findall(page.inner_text("body"))))
        if wide > 0 or raw:
            wrong[name] = (wide, raw)
    assert page.complaints == []
    assert wrong == {}
