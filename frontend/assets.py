"""Style, script and icon of a tenant: joined, made small, and named after their content."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from frontend.render import COMPONENTS, HERE

STYLES = HERE / "styles"
SCRIPTS = HERE / "scripts"
# Tokens first, print last; the components between them may come in any order.
FIRST_STYLES = ("tokens.css", "base.css", "layout.css")
LAST_STYLES = ("print.css",)

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    "<style>.m{{fill:{light}}}.l{{stroke:#fff}}"
    "@media(prefers-color-scheme:dark){{.m{{fill:{dark}}}.l{{stroke:#191613}}}}</style>"
    '<path class="m" d="M4 4h24v14c0 6-5 9-12 11C9 27 4 24 4 18z"/>'
    '<path class="l" fill="none" stroke-width="2" d="M10 11h12M10 16h12M10 21h7"/></svg>'
)


@dataclass(frozen=True)
class Accent:
    """The tenant's one colour, `#rrggbb`, on light and on dark paper."""

    light: str
    dark: str

    def css(self) -> str:
        return (
            f":root{{--accent:{self.light}}}"
            f"@media (prefers-color-scheme:dark){{:root{{--accent:{self.dark}}}}}"
        )


@dataclass(frozen=True)
class Asset:
    """A file of the site under /assets/."""

    name: str
    content: str

    @property
    def url(self) -> str:
        return f"/assets/{self.name}"


def smaller_css(css: str) -> str:
    """Without comments and needless space; no rule is rewritten."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").strip()


def smaller_js(script: str) -> str:
    """Without comment lines and indents: line breaks stay, so no statement can change."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*", "*")))


def style_files() -> list[Path]:
    first = [STYLES / name for name in FIRST_STYLES]
    last = [STYLES / name for name in LAST_STYLES]
    return [*first, *sorted(COMPONENTS.glob("*/style.css")), *last]


def style(accent: Accent) -> str:
    tokens, *rest = (path.read_text("utf-8") for path in style_files())
    return smaller_css("\n".join([tokens, accent.css(), *rest]))


def script() -> str:
    """Every script in a block of its own, so that their names do not meet."""
    parts = (smaller_js(path.read_text("utf-8")) for path in sorted(SCRIPTS.glob("*.js")))
    return '"use strict";\n' + "\n".join(f"{{\n{part}\n}}" for part in parts)


def hashed(stem: str, suffix: str, content: str) -> Asset:
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    return Asset(f"{stem}.{digest}.{suffix}", content)


def bundle(accent: Accent) -> dict[str, Asset]:
    """The three files of a tenant, by the name the templates use."""
    icon = ICON.format(light=accent.light, dark=accent.dark)
    return {
        "style": hashed("style", "css", style(accent)),
        "script": hashed("script", "js", script()),
        "icon": hashed("icon", "svg", icon),
    }
