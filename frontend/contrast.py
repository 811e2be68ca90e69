"""Contrast of the colours that stand on each other, by WCAG 2.2 (1.4.3 and 1.4.11).

Checks every pair of styles/pairs.toml in every set of tokens: light, dark, and each with more
contrast. A pair that is too low fails the build.
"""

import re
import sys
import tomllib
from dataclasses import dataclass

from frontend.assets import STYLES, Accent

TEXT = 4.5  # WCAG 1.4.3, text below 24 px
EDGE = 3.0  # WCAG 1.4.11, what shows where a control is

_MEDIA = re.compile(r"@media\s*([^{]+)\{\s*(:root\s*\{[^}]*\})\s*\}")
_COLOUR = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6})\b")
_DARK = "(prefers-color-scheme: dark)"
_MORE = "(prefers-contrast: more)"
SETS = {"light": (), "dark": (_DARK,), "light, more": (_MORE,), "dark, more": (_DARK, _MORE)}

Colours = dict[str, str]


class TooLow(Exception):  # noqa: N818 - says what is wrong
    """A pair of colours that cannot be told apart well enough."""


@dataclass(frozen=True)
class Measure:
    tokens: str
    front: str
    back: str
    ratio: float
    needed: float

    def __str__(self) -> str:
        return (
            f"{self.tokens}: {self.front} on {self.back} has {self.ratio:.2f}:1, "
            f"needs {self.needed}:1"
        )


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, of `#rrggbb` (WCAG 2.2, definition)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def token_sets(css: str, accent: Accent) -> dict[str, Colours]:
    """The colours as the browser ends up with them under each preference of the reader."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    conditional = [
        ({part.strip() for part in query.split(" and ")}, dict(_COLOUR.findall(block)))
        for query, block in _MEDIA.findall(css)
    ]
    plain = dict(_COLOUR.findall(_MEDIA.sub("", css)))
    sets = {}
    for name, preferences in SETS.items():
        colours = {**plain}
        for needed, changed in conditional:
            if needed <= set(preferences):
                colours.update(changed)
        colours["accent"] = accent.dark if _DARK in preferences else accent.light
        sets[name] = colours
    return sets


def measures(accent: Accent) -> list[Measure]:
    css = (STYLES / "tokens.css").read_text("utf-8")
    pairs = tomllib.loads((STYLES / "pairs.toml").read_text("utf-8"))
    return [
        Measure(name, front, back, ratio(colours[front], colours[back]), needed)
        for name, colours in token_sets(css, accent).items()
        for kind, needed in (("text", TEXT), ("edge", EDGE))
        for front, back in pairs[kind]
    ]


def require(accent: Accent) -> None:
    """Raises TooLow with every pair that fails."""
    failed = [measure for measure in measures(accent) if measure.ratio < measure.needed]
    if failed:
        raise TooLow("\n".join(map(str, failed)))


def main() -> None:
    from frontend.build import TENANTS
    from functions.domain.tenant import load_tenant

    for path in sorted(TENANTS.glob("*.toml")):
        style = load_tenant(path).style
        require(Accent(style.accent, style.accent_dark))
        sys.stdout.write(f"{path.stem}: every pair has enough contrast\n")


if __name__ == "__main__":
    main()
