"""What a page is made of. axe-core looks at a page where something is new to it in this look: most
pages of the desk are the same parts with other words, and it takes half a second for each.

A part counts with its parent, its classes, the attributes it has, whether it has a text or a label,
and the languages and heading levels around it: whatever axe could find wrong with it.
"""

from collections import defaultdict

from playwright.sync_api import Page

_PARTS = """() => {
  const kind = e => e.tagName + '.' + [...e.classList].sort().join('.')
    + '[' + e.getAttributeNames().filter(n => n !== 'id' && n !== 'class').sort() + ']';
  const parts = new Set();
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  if (new Set(ids).size !== ids.length) parts.add('double id in ' + location.pathname);
  let level = 0;
  for (const e of document.querySelectorAll('body, body *')) {
    let said = e.textContent.trim() ? 'text' : 'empty';
    if (e.labels) said += e.labels.length ? ' label' : ' none';
    if (e.lang) said += ' ' + e.lang;
    for (const name of ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls'])
      for (const id of (e.getAttribute(name) || '').split(' '))
        if (id && !document.getElementById(id)) said += ' to nothing in ' + location.pathname;
    const heading = /^H[1-6]$/.exec(e.tagName);
    if (heading) { said += ' after ' + level; level = e.tagName; }
    const within = e.parentElement ? kind(e.parentElement) : '';
    parts.add([within, kind(e), e.type || '', e.getAttribute('role') || '', said].join(' > '));
  }
  return [...parts];
}"""


class Shapes:
    """The parts that were looked at, by look ("dark 320")."""

    def __init__(self) -> None:
        self._seen: defaultdict[str, set[str]] = defaultdict(set)

    def is_new(self, page: Page, look: str) -> bool:
        """Whether this page has a part that no page before had in this look."""
        parts = set(page.evaluate(_PARTS))
        new = parts - self._seen[look]
        self._seen[look] |= parts
        return bool(new)


shapes = Shapes()
