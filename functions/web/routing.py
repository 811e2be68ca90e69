"""From a path to the route that was declared for it.

API Gateway carries a resource per owner (`/{lang}/desk/birth/{proxy+}`), since its quota is 300
resources and the desk has some 900 routes: which route a path is, is found here. One word of the
path at a time, so that making it costs a few milliseconds for all routes together, and finding one
some microseconds.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

_VARIABLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Match:
    """A route as it was declared, and what its variables are."""

    resource: str
    parameters: dict[str, str]


@dataclass
class _Node:
    """What may follow the words so far: a fixed word, or a word with variables in it."""

    resource: str = ""  # of the route that ends here, if one does
    fixed: "dict[str, _Node]" = field(default_factory=dict)
    open: "dict[str, _Node]" = field(default_factory=dict)


class Routes:
    """Finds the declared route of a path; fixed words win over variables."""

    def __init__(self, resources: Iterable[str]) -> None:
        self._root = _Node()
        for resource in sorted(resources):  # so that of two open words the first always wins
            node = self._root
            for word in resource.strip("/").split("/"):
                following = node.open if "{" in word else node.fixed
                node = following.setdefault(word, _Node())
            node.resource = resource

    def match(self, path: str) -> Match | None:
        """The route, or None. `path` as it was sent: its words are decoded here. A slash at the end
        is ignored, as API Gateway does."""
        words = [unquote(word) for word in path.strip("/").split("/")]
        if any("/" in word for word in words):  # %2F: no variable of ours can hold it
            return None
        return _find(self._root, words, 0, {})


def _find(node: _Node, words: list[str], at: int, known: dict[str, str]) -> Match | None:
    if at == len(words):
        return Match(node.resource, known) if node.resource else None
    word = words[at]
    following = node.fixed.get(word)
    if following and (found := _find(following, words, at + 1, known)):
        return found
    for open_word, after in node.open.items():
        held = _variables(open_word, word)
        if held is not None and (found := _find(after, words, at + 1, known | held)):
            return found
    return None


def _variables(declared: str, word: str) -> dict[str, str] | None:
    """What the variables of a declared word are in this one; None where it is another word."""
    if not word:
        return None
    if _VARIABLE.fullmatch(declared):
        return {declared[1:-1]: word}
    parts = _VARIABLE.split(declared)  # text, name, text, name, ..., text
    pattern = "".join(
        f"(?P<{part}>.+)" if place % 2 else re.escape(part) for place, part in enumerate(parts)
    )
    found = re.fullmatch(pattern, word)
    return found.groupdict() if found else None
