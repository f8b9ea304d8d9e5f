"""The page that people read: static, escaped, without scripts, and nothing is loaded for it from
anywhere but the archive beside it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from lib.archives.manifest import Entry

SHOWN = 50  # records of one table; all of them are in its file
LONGEST = 2000  # characters of one value
NOTHING = "\N{EN DASH}"

HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline';
 img-src 'self' file:; media-src 'self' file:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Your Zoetrope archive</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem;
 color: #1b1b1f; background: #fff; overflow-wrap: anywhere; }
h1, h2 { line-height: 1.2; }
h2 { margin-top: 2.5rem; border-top: 1px solid #ccc; padding-top: 1rem; }
h2 small { color: #55555c; font-weight: normal; }
details { margin: .4rem 0; } summary { cursor: pointer; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .1rem 1rem;
 margin: .5rem 0 1rem 1rem; }
dt { color: #55555c; } dd { margin: 0; white-space: pre-wrap; }
figure { display: inline-block; margin: 0 1rem 1rem 0; vertical-align: top; max-width: 18rem; }
video, figure img { width: 100%; background: #eee; } li { margin: .3rem 0; }
a { color: #0b57d0; }
@media (prefers-color-scheme: dark) { body { background: #17171a; color: #eee; }
 dt, h2 small { color: #aaa; } a { color: #8ab4f8; } }
</style></head><body>
"""


@dataclass
class Section:
    """One table: what it is about, where it lies, and its first records."""

    title: str
    about: str
    path: str
    first: list[Mapping[str, Any]] = field(default_factory=list)
    count: int = 0
    fields: set[str] = field(default_factory=set)

    def see(self, record: Mapping[str, Any]) -> None:
        """One more of its records."""
        self.count += 1
        self.fields.update(record)
        if len(self.first) < SHOWN:
            self.first.append(record)


def page(
    sections: list[Section],
    films: Iterable[Entry],
    *,
    facts: Mapping[str, str],
    missing: list[str],
    left_out: Iterable[str],
) -> bytes:
    """The whole page; of each table the first records, so that it stays a page."""
    parts = [HEAD, "<h1>Your Zoetrope archive</h1>\n", _pairs(facts)]
    parts.append(
        "<p>Each table stands in a file of its own, one JSON object a line. "
        '<a href="schema.json">schema.json</a> says what each is about; '
        '<a href="manifest.json">manifest.json</a> lists every file with its SHA-256 and is signed '
        "by manifest.json.sig.</p>\n"
    )
    parts += _films(films)
    if missing:
        gone = "".join(f"<li>{escape(one)}</li>" for one in missing)
        parts.append("<p>Deleted while this archive was being made, or not to be read:</p>")
        parts.append(f"<ul>{gone}</ul>\n")
    for section in sections:
        parts += _section(section)
    parts.append("<h2>What no archive holds, and why</h2><ul>")
    parts += [f"<li>{escape(reason)}</li>" for reason in left_out]
    parts.append("</ul></body></html>\n")
    return "".join(parts).encode()


def _films(files: Iterable[Entry]) -> Iterator[str]:
    folders: dict[str, list[str]] = {}
    for one in files:
        folders.setdefault(one.path.rpartition("/")[0], []).append(one.path)
    if folders:
        yield "<h2>Your videos</h2>\n"
    for folder, paths in folders.items():
        films = [path for path in paths if path.endswith(".mp4")]
        posters = [path for path in paths if "/poster." in path]
        poster = f' poster="{escape(posters[0])}"' if posters else ""
        for film in films:
            yield (
                f'<figure><video controls preload="none"{poster} src="{escape(film)}"></video>'
                f"<figcaption>{escape(folder)}</figcaption></figure>\n"
            )


def _section(section: Section) -> Iterator[str]:
    counted = f"{section.count} record{'' if section.count == 1 else 's'}"
    yield f"<h2>{escape(section.title)} <small>{counted}</small></h2>"
    yield f'<p>{escape(section.about)} <a href="{escape(section.path)}">'
    yield f"{escape(section.path)}</a></p>\n"
    for number, record in enumerate(section.first, 1):
        is_open = " open" if section.count == 1 else ""
        yield f"<details{is_open}><summary>{_summary(number, record)}</summary>{_pairs(record)}"
        yield "</details>\n"
    if section.count > len(section.first):
        yield f"<p>The other {section.count - len(section.first)} are in the file.</p>\n"


def _summary(number: int, record: Mapping[str, Any]) -> str:
    """The first short words of it."""
    texts = [str(value) for value in record.values() if isinstance(value, str) and value]
    return f"{number}. {escape(' · '.join(text[:60] for text in texts[:2]))}"


def _pairs(record: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<dt>{escape(str(name))}</dt><dd>{_value(value)}</dd>" for name, value in record.items()
    )
    return f"<dl>{rows}</dl>\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return _pairs(value)
    if isinstance(value, list | tuple):
        return "".join(f"<div>{_value(one)}</div>" for one in value) or NOTHING
    text = NOTHING if value is None or value == "" else str(value)
    return escape(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
