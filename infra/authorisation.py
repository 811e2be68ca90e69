"""The table of rights in docs/authorisation.md: `python -m infra.authorisation` makes it.

With `check`, it only says whether the page is what the code says now.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from functions.domain import authorisation
from functions.domain.authorisation import Access, Action, Duty
from functions.domain.tenant import ROLES
from functions.processes import all_procedures

PAGE = Path(__file__).resolve().parent.parent / "docs" / "authorisation.md"
_MADE = (
    "<!-- Made by `python -m infra.authorisation`; change functions/domain/authorisation.py. -->"
)
_INTRO = """\
# Who may do what at the desk

One table decides: `functions/domain/authorisation.py`. The code asks it, this page is made from it,
and `tests/contract/test_authorisation.py` walks every line of it. A right comes from the part that
a role has in a procedure. "Taken over": only in a case of which that role took over a step whose
term ran out. A citizen's rights are those of the parties of a case.
"""
_MEANING = {
    Action.SEE: "a case: answers, register, history",
    Action.SEE_SENSITIVE: "its medical and court documents",
    Action.TAKE: "a step: decide, in bulk too",
    Action.HOLD: "claim a task, release it, hand it over",
    Action.NOTE: "write an internal note",
    Action.LETTER: "print a letter to the applicant",
    Action.REOPEN: "reopen after an appeal",
    Action.REVOKE: "take an issued document back",
    Action.CORRECT: "correct what is not right (GDPR, article 16)",
    Action.ENTER: "fill in the form for someone",
    Action.BOOK: "choose, move or cancel a moment for someone; see who comes",
    Action.COUNT: "read the statistics",
    Duty.CALLS: "call back who asked for it",
    Duty.MANAGE: "fees, hours, calendar, texts, terms",
    Duty.AUDIT: "read and verify the audit chains",
    Duty.INSPECT: "gather all data of one person; erase what may go (GDPR, 15 and 17)",
    Duty.MANDATES: "find the mandates of who calls or comes, and end one; an order of a judge "
    "only for who sees, and decides, the cases of orders",
    Duty.RETAIN: "delete what was kept long enough",
}


def page() -> str:
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _MADE
    yield ""
    yield _INTRO
    yield "| action | what it is |"
    yield "| --- | --- |"
    yield from (f"| `{action}` | {meaning} |" for action, meaning in _MEANING.items())
    yield ""
    yield "## With the cases of a procedure"
    yield ""
    yield "| procedure | " + " | ".join(f"`{action}`" for action in Action) + " |"
    yield "| --- |" + " --- |" * len(Action)
    for procedure in all_procedures():
        cells = []
        for action in Action:
            named = {a: [r for r in ROLES if authorisation.access(r, action, procedure) is a]
                     for a in Access}  # fmt: skip
            over = [f"{role} (taken over)" for role in named[Access.TAKEN_OVER]]
            cells.append(", ".join([*named[Access.YES], *over]) or "–")
        yield f"| `{procedure.key}` | " + " | ".join(cells) + " |"
    yield ""
    yield "## About no procedure"
    yield ""
    yield "| action | roles |"
    yield "| --- | --- |"
    for duty in Duty:
        yield f"| `{duty}` | {', '.join(sorted(authorisation.duty_roles(duty)))} |"


def main(arguments: list[str]) -> int:
    if arguments == ["check"]:
        if PAGE.is_file() and PAGE.read_text("utf-8") == page():
            return 0
        print("docs/authorisation.md is behind: python -m infra.authorisation")
        return 1
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
