"""Turns a page template and plain view data into HTML, in one of the four languages.

Imported in the request path of the Lambda function, so it imports jinja2 and the standard library
only. Templates come from compiled Python modules where `frontend.compile` made them and they are
fresh; otherwise from the folders beside this file, which is what a developer wants.
"""

import gettext
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    ModuleLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2 import __version__ as jinja_version

from frontend.hours import week

HERE = Path(__file__).parent
PAGES = HERE / "pages"
COMPONENTS = HERE / "components"
LOCALES = HERE / "locales"
COMPILED = HERE.parent / "build" / "templates"
STAMP = "stamp.txt"

SOURCE_LANGUAGE = "nl"
LANGUAGES = ("nl", "fr", "de", "en")
LANGUAGE_NAMES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}

# What every layout reads; a caller gives the ones that hold for its page.
DEFAULTS: Mapping[str, Any] = {
    "about": "",
    "alternates": {},
    "csrf": "",
    "has_error": False,
    "linked_data": "",
    "page": None,
    "page_description": "",
    "page_title": "",
    "path": "",
    "user": None,
}


@cache
def translations(lang: str) -> gettext.NullTranslations:
    """The catalogue of a language; Dutch is the source and needs none."""
    if lang == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    path = LOCALES / lang / "LC_MESSAGES" / "burgerloket.mo"
    if not path.is_file():
        return gettext.NullTranslations()  # not compiled yet: Dutch is better than nothing
    with path.open("rb") as catalogue:
        return gettext.GNUTranslations(catalogue)


def translate(lang: str) -> Callable[[str], str]:
    """The function that writes a Dutch source text in `lang`."""
    return translations(lang).gettext


def source_loader() -> BaseLoader:
    """Reads the templates from the source folders."""
    return ChoiceLoader(
        [FileSystemLoader(PAGES), PrefixLoader({"components": FileSystemLoader(COMPONENTS)})]
    )


def template_files() -> list[Path]:
    return sorted([*PAGES.rglob("*.html"), *COMPONENTS.glob("*/template.html")])


def stamp() -> str:
    """Changes when a template or the template engine does."""
    newest = max((path.stat().st_mtime_ns for path in template_files()), default=0)
    return f"{jinja_version} {newest}"


def loader(compiled: Path = COMPILED) -> BaseLoader:
    """Compiled modules when they are there and fresh, else the sources."""
    made = compiled / STAMP
    if not made.is_file():
        return source_loader()
    # In the cloud only the compiled templates are packaged: nothing to compare with.
    if PAGES.is_dir() and made.read_text() != stamp():
        return source_loader()
    return ModuleLoader(compiled)


def environment(lang: str, templates: BaseLoader) -> Environment:
    """One environment a language, so that imported components share its texts."""
    env = Environment(
        loader=templates,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=not isinstance(templates, ModuleLoader),
    )
    env.policies["ext.i18n.trimmed"] = True
    texts = translations(lang)
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        texts.gettext, texts.ngettext, newstyle=True, pgettext=texts.pgettext
    )
    env.globals.update(lang=lang, language_names=LANGUAGE_NAMES)
    return env


class Renderer:
    """Renders the pages of one tenant.

    `tenant` has title, place, contact, hours, languages (functions.domain.tenant.Tenant); `assets`
    maps "style", "script" and "icon" to their addresses (`assets/manifest.json` of the site).
    """

    def __init__(
        self, tenant: object, assets: Mapping[str, str], *, templates: BaseLoader | None = None
    ) -> None:
        self._globals = {"tenant": tenant, "assets": dict(assets)}
        self._loader = templates or loader()
        self._environments: dict[str, Environment] = {}

    def use(self, tenant: object) -> None:
        """The municipality changed something: its pages from now on."""
        known = self._globals["tenant"]
        if known is tenant:
            return
        if known != tenant:
            # not updated in place: components that were imported keep what they once saw
            self._environments = {}
        self._globals = {**self._globals, "tenant": tenant}

    def environment(self, lang: str) -> Environment:
        known = self._environments  # `use` may put another one in its place meanwhile
        if lang not in known:
            env = environment(lang, self._loader)
            env.globals.update(self._globals)
            hours = getattr(self._globals["tenant"], "hours", ())
            env.globals["counter_week"] = week(hours, translate(lang))
            known[lang] = env
        return known[lang]

    def render(self, template: str, *, lang: str, **context: object) -> str:
        """The HTML of `template`, for instance `desk/question.html`, in `lang`."""
        return self.environment(lang).get_template(template).render({**DEFAULTS, **context})
