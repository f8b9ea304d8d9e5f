"""Which processes run, with whose rights, and the supervisor's configuration for them."""

import os
import shlex
import sys
from dataclasses import dataclass, field
from pathlib import Path

from config.stack.gave_up import MISCONFIGURED

BASE_DIR = Path(__file__).resolve().parent.parent.parent
QUEUES = ("screen", "render", "inspect", "likeness", "finish", "export", "default")
# Film takes a core each; a second thread there would only take turns with the first. Not so where
# it is drawn: one thread has the card while the other writes the film before (drawing_slot).
ONE_THREAD = {"inspect", "likeness", "finish", "export"}

# A ticket in the memory of a busy worker is one that an idle worker elsewhere does not get.
PREFETCHED = {"render": {"dramatiq_queue_prefetch": "2"}}

# A broker that polls backs off to a second on a quiet queue; 50 ms costs 4.5 % of one core a
# process and answers in 25 ms (measured). Only the default queue serves people who wait.
POLL_MS = {"default": 50}
POLL_MS_ELSEWHERE = 200
# Longer than a render may go on after SIGTERM: an unfinished job is given back to the queue.
STOP_SECONDS = 8


@dataclass(frozen=True, slots=True)
class Program:
    """One supervised process: its command line, its database role, its extra environment."""

    name: str
    command: tuple[str, ...]
    role: str
    environment: dict[str, str] = field(default_factory=dict)


def programs(*, port: int, screener_port: int, static: Path) -> list[Program]:
    """All processes behind one port, and the screener behind its own."""
    return [
        _web(port=port, static=static),
        Program(
            "screener",
            (
                *(sys.executable, "-m", "moderation.screener"),
                *("--port", str(screener_port), "--data", str(BASE_DIR / ".data")),
            ),
            "web",
        ),
        *(_worker(queue) for queue in QUEUES),
        Program(
            "scheduler",
            (sys.executable, "manage.py", "crontab", "--no-heartbeat", "--skip-checks"),
            "worker",
        ),
    ]


def _web(*, port: int, static: Path) -> Program:
    command = (
        *(sys.executable, "-m", "granian", "--interface", "asgi"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
        *("--workers-kill-timeout", "6", "--no-access-log", "--log-level", "warning"),
        *("--static-path-route", "/static", "--static-path-mount", str(static)),
        "config.stack.serving:application",
    )
    return Program("web", command, "web", {"PORT": str(port)})


def _worker(queue: str) -> Program:
    threads = "1" if queue in ONE_THREAD else "2"
    # What manage.py rundramatiq would exec, without starting Django once more to find it out.
    command = (
        *(sys.executable, "-m", "dramatiq", "--path", ".", "--processes", "1"),
        "--skip-logging",
        *("--threads", threads, "--worker-shutdown-timeout", "3000", "--queues", queue),
        *("--", "django_dramatiq.setup", *_task_modules()),
    )
    poll = str(POLL_MS.get(queue, POLL_MS_ELSEWHERE))
    # Only the likeness process will ever read face templates, so it has rights of its own.
    role = "likeness" if queue == "likeness" else "worker"
    environment = {"dramatiq_worker_timeout": poll, **PREFETCHED.get(queue, {})}
    return Program(f"worker-{queue}", command, role, environment)


def _task_modules() -> list[str]:
    return sorted(f"{path.parent.name}.tasks" for path in BASE_DIR.glob("*/tasks.py"))


def supervisor_config(listed: list[Program], *, home: Path) -> str:
    """The text of supervisord.conf. Logs go to `<home>/log/<program>.log`."""
    run, logs = home / "run", home / "log"
    lines = [
        "[supervisord]",
        "nodaemon=true",
        "silent=true",
        f"logfile={_escaped(logs / 'supervisord.log')}",
        f"pidfile={_escaped(run / 'supervisord.pid')}",
        f"childlogdir={_escaped(logs)}",
        *(["user=root"] if os.geteuid() == 0 else []),
    ]
    # One group, so that all are told to stop at once and not one after another.
    lines += ["", "[group:zoetrope]", f"programs={','.join(program.name for program in listed)}"]
    for program in listed:
        lines += ["", *_section(program, home=home, log=logs / f"{program.name}.log")]
    return "\n".join(lines) + "\n"


def _section(program: Program, *, home: Path, log: Path) -> list[str]:
    environment = {
        "ZOETROPE_ROLE": program.role,
        "ZOETROPE_DATA": str(home),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        **program.environment,
    }
    pairs = ",".join(f'{name}="{_escaped(value)}"' for name, value in environment.items())
    return [
        f"[program:{program.name}]",
        f"command={_escaped(shlex.join(program.command))}",
        f"directory={_escaped(BASE_DIR)}",
        f"environment={pairs}",
        "autorestart=unexpected",
        f"exitcodes={MISCONFIGURED}",  # the next start would find the same
        "startsecs=0",  # any other that dies at once is started again, without giving up
        "startretries=1000000",
        "stopasgroup=true",
        "killasgroup=true",
        f"stopwaitsecs={STOP_SECONDS}",
        "redirect_stderr=true",
        f"stdout_logfile={_escaped(log)}",
        "stdout_logfile_maxbytes=10MB",
        "stdout_logfile_backups=2",
    ]


def _escaped(value: object) -> str:
    """Supervisor expands %(name)s in every value."""
    return str(value).replace("%", "%%")
