"""Builds the static site of a tenant: `python -m frontend.build --tenant mechelen --out <folder>`.

Writes every page in every language, the assets and `assets/manifest.json` (name -> address). Does
nothing when no source changed since the last time. What the municipality changed itself comes from
a file (`--settings`): the lines of `python -m infra.audit export --log settings`.
"""

import argparse
import gzip
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from frontend import assets, catalogue, compile, contrast, gallery, procedures, texts  # noqa: A004
from frontend.hours import closed_days, week
from frontend.render import HERE, LANGUAGES, SOURCE_LANGUAGE, Renderer, translate, translations
from functions.domain.calendar import BRUSSELS, Calendar, load_calendar
from functions.domain.case import Event
from functions.domain.settings import applied, changes_of
from functions.domain.tenant import Tenant, load_tenant
from functions.domain.texts import N_
from functions.domain.views import ErrorPage, Link
from functions.processes import offered
from functions.services.writing import Words, use_translator
from functions.web import openapi

ROOT = HERE.parent
TENANTS = ROOT / "infra" / "tenants"
DONE = ".built"

# Pages of prose: address, template, title, description.
PROSE = (
    ("help", N_("Hulp"), N_("Hoe je online iets regelt, en wie helpt als het niet lukt.")),
    ("privacy", N_("Privacy"), N_("Welke gegevens we gebruiken, waarom en hoelang.")),
    ("accessibility", N_("Toegankelijkheid"),
     N_("Hoe toegankelijk dit loket is, en waar je een drempel meldt.")),
    ("counter", N_("Loket en openingsuren"), N_("Adres, telefoon en openingsuren van het loket.")),
)  # fmt: skip
ERRORS = (
    (404, N_("Deze pagina bestaat niet"),
     N_("Misschien is ze verhuisd, of zit er een tikfout in het adres.")),
    (403, N_("Dit mag je niet bekijken"),
     N_("Deze pagina is van iemand anders, of je bent niet meer aangemeld.")),
    (503, N_("Het is hier nu erg druk"),
     N_("Wat je al bewaarde, staat er nog. Wacht een paar minuten en probeer het dan opnieuw.")),
)  # fmt: skip
_PRIVATE = [*(f"/{lang}/desk/" for lang in LANGUAGES), "/gallery/"]
ROBOTS = "\n".join(["User-agent: *", *(f"Disallow: {path}" for path in _PRIVATE), ""])
START = N_("Regel je zaken met de stad online, dag en nacht.")


class Site:
    """The pages of one tenant, as (path, text) pairs."""

    def __init__(self, tenant: Tenant, *, now: datetime, calendar: Calendar | None = None) -> None:
        self.tenant, self.now, self.calendar = tenant, now, calendar
        accent = assets.Accent(tenant.style.accent, tenant.style.accent_dark)
        self.assets = assets.bundle(accent)
        urls = {name: asset.url for name, asset in self.assets.items()}
        self.renderer = Renderer(tenant, urls)

    def files(self) -> Iterator[tuple[str, str]]:
        for asset in self.assets.values():
            yield f"assets/{asset.name}", asset.content
        manifest = {name: asset.url for name, asset in self.assets.items()}
        yield "assets/manifest.json", json.dumps(manifest, indent=1)
        yield "robots.txt", ROBOTS
        yield "index.html", self._page("public/choice.html", "nl", "", title="")
        for lang in self.tenant.languages:
            yield from self._language(lang)
        yield catalogue.FILE, catalogue.text(self.tenant, now=self.now, calendar=self.calendar)
        yield from self._gallery()
        yield from self._api()

    def _page(self, template: str, lang: str, below: str, *, title: str, **context: Any) -> str:  # noqa: ANN401
        """A page at `/<lang>/<below>`, which stands at the same place in every language."""
        path = f"/{lang}/{below}"
        alternates = {code: f"/{code}/{below}" for code in self.tenant.languages}
        values = {"path": path, "alternates": alternates, "page_title": title, **context}
        return self.renderer.render(template, lang=lang, **values)

    def _language(self, lang: str) -> Iterator[tuple[str, str]]:
        say = translate(lang)
        days = week(self.tenant.hours, say)
        words, today = Words(lang), self.now.astimezone(BRUSSELS).date()
        closed = [
            {"iso": day.isoformat(), "text": words.day(day), "why": why}
            for day, why in closed_days(self.tenant, today, lang)
        ]
        events = procedures.by_life_event(lang, self.tenant)
        yield f"{lang}/index.html", self._page(
            "public/start.html", lang, "", title=say(N_("Digitaal loket")), events=events,
            week=days, page_description=say(START), closed=closed,
            own_text=self.tenant.text("start/notice", lang),
        )  # fmt: skip
        for name, title, description in PROSE:
            yield f"{lang}/{name}/index.html", self._page(
                f"public/{name}.html", lang, f"{name}/", title=say(title), week=days,
                page_description=say(description), closed=closed,
            )  # fmt: skip
        for procedure in procedures.public(self.tenant):
            form = procedures.paper_page(
                procedure, self.tenant, lang, now=self.now, calendar=self.calendar
            )
            yield f"{lang}/{procedure.key}/paper/index.html", self._page(
                "public/paper.html", lang, f"{procedure.key}/paper/",
                title=f"{form.title} – {say(N_('op papier'))}", page=form,
            )  # fmt: skip
            page = procedures.page(
                procedure, self.tenant, lang, now=self.now, calendar=self.calendar
            )
            yield f"{lang}/{procedure.key}/index.html", self._page(
                "public/procedure.html", lang, f"{procedure.key}/", title=page.title, page=page,
                page_description=page.summary,
                linked_data=catalogue.block(
                    catalogue.government_service(
                        procedure, page, self.tenant, lang, now=self.now
                    )
                ),
            )  # fmt: skip
        for status, title, explanation in ERRORS:
            error = ErrorPage(status, say(title), say(explanation), self._ways_out(lang))
            html = self._page("public/error.html", lang, "", title=error.title, page=error)
            yield f"{lang}/{status}.html", html

    def _ways_out(self, lang: str) -> tuple[Link, ...]:
        say = translate(lang)
        return (
            Link(say(N_("Naar de startpagina")), f"/{lang}/"),
            Link(say(N_("Mijn zaken")), f"/{lang}/desk/my"),
            Link(say(N_("Loket en openingsuren")), f"/{lang}/counter/"),
        )

    def _gallery(self) -> Iterator[tuple[str, str]]:
        """For developers, in English around examples in Dutch."""
        shown = gallery.components()
        env = self.renderer.environment(SOURCE_LANGUAGE)
        common: dict[str, Any] = {
            "lang": "en",
            "names": [c.name for c in shown],
            "page_title": "Components",
        }
        page = "public/gallery.html"
        yield "gallery/index.html", self.renderer.render(page, component=None, **common)
        for component in shown:
            folder = f"gallery/{component.name}"
            yield f"{folder}/index.html", self.renderer.render(page, component=component, **common)
            for example in component.examples:
                drawn = _safe(gallery.render(env, component, example))
                html = env.get_template("public/example.html").render(
                    component=component, example=example, html=drawn
                )
                yield f"{folder}/{example.slug}.html", html

    def _api(self) -> Iterator[tuple[str, str]]:
        """For developers, in English: what all share, then a page for each procedure."""
        document = openapi.document(offered(self.tenant))
        keys = [procedure.key for procedure in offered(self.tenant)]
        for key in ("", *keys):
            operations = [
                (path, method, operation)
                for path, item in document["paths"].items()
                for method, operation in item.items()
                if _procedure_of(path, keys) == key
            ]
            below = f"{key}/" if key else ""
            yield (
                f"api/{below}index.html",
                self.renderer.render(
                    "public/api.html",
                    lang="en",
                    page_title=f"API: {key}" if key else "API",
                    document=document,
                    operations=operations,
                    procedure=key,
                    procedures=keys,
                ),
            )


def _procedure_of(path: str, keys: Sequence[str]) -> str:
    """Whose operation it is, by its key; empty for what no procedure has of its own."""
    return next((key for key in keys if path.startswith(f"/{{lang}}/desk/{key}/")), "")


def _safe(html: str) -> Any:  # noqa: ANN401
    """HTML that a template of ours made may stand in another one."""
    return Markup(html)  # noqa: S704


def fingerprint(tenant: str, now: datetime, *data: Path | None) -> str:
    """Changes with the day and any source of the site: templates, texts, code, data."""
    digest = hashlib.sha256(f"{tenant} {now.astimezone(BRUSSELS).date()}".encode())
    sources = [path for folder in (HERE, ROOT / "functions", TENANTS) for path in folder.rglob("*")]
    for path in sorted([*sources, *filter(None, data)]):
        if path.is_file() and path.suffix not in (".pyc", ".mo"):
            digest.update(f"{path} {path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def write(site: Site, out: Path) -> list[Path]:
    """Writes the files of the site; leaves what is the same untouched, removes what is gone."""
    wanted = {out / name: content.encode() for name, content in site.files()}
    for path, content in wanted.items():
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for path in out.rglob("*"):
        if path.is_file() and path not in wanted:
            path.unlink()
    return sorted(wanted)


def settled(
    tenant: Tenant, calendar: Calendar, settings_file: Path, now: datetime
) -> tuple[Tenant, Calendar]:
    """With the changes in that file (JSON lines, the first one about the log itself)."""
    _, *lines = settings_file.read_text("utf-8").splitlines()
    changes = changes_of((Event.model_validate_json(line) for line in lines), skipped=[])
    return applied(tenant, calendar, changes, now.astimezone(BRUSSELS).date())


def build(
    tenant_name: str,
    out: Path,
    calendar_file: Path | None = None,
    settings_file: Path | None = None,
    now: datetime | None = None,
) -> bool:
    """Builds when something changed; says whether it did. Raises when a contrast is too low.

    What is open differs by day, so a new day is a change too.
    """
    mark, now = out / DONE, now or datetime.now(UTC)
    current = fingerprint(tenant_name, now, calendar_file, settings_file)
    if mark.is_file() and mark.read_text() == current:
        return False
    texts.compile_catalogues()
    translations.cache_clear()
    compile.compile_templates()
    tenant = load_tenant(TENANTS / f"{tenant_name}.toml")
    calendar = load_calendar(calendar_file) if calendar_file else None
    if settings_file and settings_file.is_file():
        tenant, known = settled(tenant, calendar or Calendar(), settings_file, now)
        calendar = known if calendar or known.elections else None
    contrast.require(assets.Accent(tenant.style.accent, tenant.style.accent_dark))
    use_translator(translate)
    write(Site(tenant, now=now, calendar=calendar), out)
    mark.write_text(current)
    return True


def compressed(path: Path) -> int:
    """Bytes of a file as it travels (gzip)."""
    return len(gzip.compress(path.read_bytes(), 9))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m frontend.build", description=__doc__)
    parser.add_argument("--tenant", default="mechelen")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--calendar", type=Path, help="election calendar (or CALENDAR_FILE)")
    parser.add_argument("--settings", type=Path, help="what was changed (or SETTINGS_FILE)")
    parser.add_argument("--now", type=datetime.fromisoformat, help="another moment than this one")
    given = parser.parse_args(arguments)
    calendar = given.calendar or os.environ.get("CALENDAR_FILE")
    settings = given.settings or os.environ.get("SETTINGS_FILE")
    out = given.out or ROOT / "build" / "site" / given.tenant
    try:
        build(
            given.tenant,
            out,
            Path(calendar) if calendar else None,
            Path(settings) if settings else None,
            given.now,
        )
    except contrast.TooLow as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
