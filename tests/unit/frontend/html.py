"""What can be said of a page without a browser: its identifiers, names and forbidden attributes."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

POINTERS = ("aria-describedby", "aria-labelledby", "for")
NAMED = ("input", "textarea", "select")
SILENT_TYPES = ("hidden", "submit")


@dataclass
class Page:
    ids: list[str] = field(default_factory=list)
    pointers: list[tuple[str, str]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    inputs: list[dict[str, str | None]] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    lang: str = ""
    headings: list[int] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        page, found = self.page, dict(attrs)
        if found.get("id"):
            page.ids.append(str(found["id"]))
        for name in POINTERS:
            page.pointers += [(name, part) for part in (found.get(name) or "").split()]
        if tag == "label":
            page.labels.add(str(found.get("for")))
        if tag in NAMED and found.get("type") not in SILENT_TYPES:
            page.inputs.append(found)
        if tag == "a" and str(found.get("href")).startswith("#"):
            page.anchors.append(str(found["href"])[1:])
        is_data = found.get("type") == "application/ld+json"  # a block that nothing runs
        if tag == "style" or (tag == "script" and "src" not in found and not is_data):
            page.inline.append(f"<{tag}>")
        page.inline += [f"{tag} {name}" for name in found if name == "style" or name[:2] == "on"]
        if tag == "html":
            page.lang = str(found.get("lang"))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            page.headings.append(int(tag[1]))


def read(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    return reader.page


def faults(html: str) -> list[str]:
    """What is wrong with a page or a piece of one, in words; empty when nothing is."""
    page = read(html)
    twice = [f"id twice: {name}" for name, count in Counter(page.ids).items() if count > 1]
    known = set(page.ids)
    lost = [f"{name} points nowhere: {to}" for name, to in page.pointers if to not in known]
    bare = [f"no label: {i.get('name')}" for i in page.inputs if i.get("id") not in page.labels]
    banned = [
        f"{name} on {i.get('name')}"
        for i in page.inputs
        for name in ("placeholder", "disabled", "maxlength")
        if name in i
    ] + [f"date input: {i.get('name')}" for i in page.inputs if i.get("type") == "date"]
    return twice + lost + bare + banned + [f"inline: {name}" for name in page.inline]
