"""The catalogue of docs/processes, made from the definitions: `python -m infra.catalogue`.

With `check`, it only says which page is not what the definitions say now.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from functions.domain import sensitive
from functions.domain.forms import Question, When, questions_of
from functions.domain.procedure import Procedure, Process
from functions.domain.workflow import ASK, End, Step
from functions.processes import all_processes

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "processes"
_MADE = "<!-- Made by `python -m infra.catalogue`; change the process, not this page. -->"
_OPENED = {"citizen": "anyone", "invitation": "who is invited", "desk": "the desk"}
_SHARED_LINES = 6  # as many equal lines in a row are a duplicate


def pages() -> dict[Path, str]:
    """Every page of the catalogue, by its file."""
    found = {FOLDER / f"{process.name}.md": _page(process) for process in all_processes()}
    found[FOLDER / "README.md"] = _overview()
    return found


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield _row(head)
    yield _row(tuple("---" for _ in head))
    yield from (_row(row) for row in rows)
    yield ""


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _page(process: Process) -> str:
    lines = [_MADE, "", f"# {process.title} (`{process.name}`)", ""]
    for procedure in process.procedures:
        lines += _procedure(procedure)
    return "\n".join(lines).rstrip() + "\n"


def _procedure(procedure: Procedure) -> Iterator[str]:
    guide, workflow = procedure.guide, procedure.workflow
    yield f"## {guide.title} (`{procedure.key}`)"
    yield ""
    yield guide.summary
    yield ""
    roles = sorted({step.role for step in workflow.steps if step.role})
    yield f"- Begun by {_OPENED[procedure.opened_by]}; decided by {', '.join(roles) or 'nobody'}."
    yield f"- Kept {procedure.retention_days} days after it ended. {procedure.retention_note}"
    if procedure.price:
        variants = [procedure.price.key(name) for name in procedure.price.labels or {"": ""}]
        yield f"- Fees of the tenant: {', '.join(f'`{name}`' for name in variants)}."
    if procedure.acts:
        acts = ", ".join(f"`{act}`" for act in sorted(procedure.acts))
        yield f"- An administrator may act with an order that covers {acts}."
    for law in guide.legal:
        yield f"- {law}"
    yield ""
    yield from _hurdles(procedure)
    yield from _fields(procedure)
    yield from _rules(procedure)
    yield from _road(procedure)


def _hurdles(procedure: Procedure) -> Iterator[str]:
    if procedure.hurdles:
        yield "### Can I do this online?"
        yield ""
        yield from _table(
            ("question", "answer that stops", "what then"),
            (
                (h.question, "no" if h.if_no else "yes", h.if_no or h.if_yes)
                for h in procedure.hurdles
            ),
        )


def _fields(procedure: Procedure) -> Iterator[str]:
    yield "### Form"
    yield ""
    rows = []
    for name, topic in procedure.topics().items():
        for question in questions_of(topic):
            asked = [_when(topic.asked_when), _when(question.ask.when)]
            kind = question.kind or f"up to {question.ask.most} entries"
            kept = sensitive.of_question(question)
            marks = ("optional" if question.ask.optional else "", f"sensitive: {kept}" * bool(kept))
            needed = ", ".join(filter(None, marks))
            conditions = " and ".join(filter(None, asked))
            rows.append((f"`{name}.{question.name}`", _label(question), kind, needed, conditions))
    yield from _table(("field", "question", "kind", "", "only if"), rows)


def _label(question: Question) -> str:
    inner = [q.ask.label for q in questions_of(question.entry)] if question.entry else []
    return f"{question.ask.label} ({'; '.join(inner)})" if inner else question.ask.label


def _when(condition: When | None) -> str:
    if condition is None:
        return ""
    return f"`{condition.path}` is {' or '.join(sorted(map(str, condition.values)))}"


def _rules(procedure: Procedure) -> Iterator[str]:
    yield "### Rules"
    yield ""
    if procedure.rules:
        yield from _table(("rule", "source"), ((r.title, r.source) for r in procedure.rules))
    else:
        yield "None: the office looks."
        yield ""


def _road(procedure: Procedure) -> Iterator[str]:
    workflow = procedure.workflow
    yield "### Road"
    yield ""
    yield "```mermaid"
    yield "flowchart TD"
    yield from (f'    {_id(step.name)}["{step.title}"]' for step in workflow.steps)
    yield from (f'    {_id(end.name)}(["{end.status}"])' for end in procedure.ends)
    for step in workflow.steps:
        for outcome in step.outcomes:
            arrow = "-.->" if outcome.value == ASK else "-->"
            yield f'    {_id(step.name)} {arrow}|"{outcome.label}"| {_id(outcome.then)}'
        if step.lapse.then:
            yield f'    {_id(step.name)} -.->|"term over"| {_id(step.lapse.then)}'
    yield "```"
    yield ""
    yield from _table(
        ("step", "by", "term", "source", "when the term is over"),
        ((f"`{s.name}`", _by(s), _term(procedure, s), s.term.source, _lapse(s))
         for s in workflow.steps),
    )  # fmt: skip
    yield from _table(
        ("end", "what the person reads", "appeal", "what is issued"),
        ((f"`{end.name}`", end.status, end.appeal, _issued(end)) for end in procedure.ends),
    )


def _issued(end: End) -> str:
    """A decision only where the office took one in the case."""
    if end.issues:
        until = ", valid for a time" if end.issues.until else ""
        return f"certificate: {end.issues.title}{until}"
    return "decision" if end.is_decision else ""


def _id(name: str) -> str:
    """As Mermaid takes it: `end` is a word of its own there."""
    return "x_" + name.replace("-", "_")


def _by(step: Step) -> str:
    if step.external and not step.role:
        return f"outside: {step.external}"
    return step.role or f"{step.party} (signs in)"


def _term(procedure: Procedure, step: Step) -> str:
    if not step.term.days:
        return "fixed by what it waits for"
    kind = "working days" if step.term.working else "days"
    return f"{step.term.days} {kind} (`{procedure.key}/{step.term.name}`)"


def _lapse(step: Step) -> str:
    return f"→ `{step.lapse.then}`" if step.lapse.then else f"escalated to {step.lapse.escalate_to}"


def _overview() -> str:
    lines = [
        _MADE,
        "",
        "# The processes",
        "",
        "Made from the definitions in `functions/processes/`. Texts are the Dutch sources. A note",
        "with (u) is a fact that could not be confirmed: it is the tenant's or the calendar's, and",
        "the clerk sees the note too.",
        "",
    ]
    rows = [
        (
            f"[{procedure.guide.title}]({process.name}.md)",
            f"`{procedure.key}`",
            str(sum(len(questions_of(topic)) for topic in procedure.topics().values())),
            str(len(procedure.rules)),
            str(len(procedure.workflow.steps)),
            str(len(procedure.ends)),
        )
        for process in all_processes()
        for procedure in process.procedures
    ]
    lines += _table(("procedure", "key", "questions", "rules", "steps", "ends"), rows)
    lines += ["## What a process weighs", "", *_weights()]
    return "\n".join(lines).rstrip() + "\n"


def _weights() -> Iterator[str]:
    """Lines per folder, blank ones and comments left out, and what stands in two folders."""
    folders = {process.name: _statements(_folder(process)) for process in all_processes()}
    places: dict[tuple[str, ...], set[str]] = {}
    for name, files in folders.items():
        for lines in files:
            for at in range(len(lines) - _SHARED_LINES + 1):
                places.setdefault(tuple(lines[at : at + _SHARED_LINES]), set()).add(name)
    shared: Counter[str] = Counter()
    for names in places.values():
        if len(names) > 1:
            shared.update(names)
    yield (
        "Lines of code in a folder of `functions/processes/` (no blank lines, comments or imports),"
        f" and how many runs of {_SHARED_LINES} equal lines stand in another folder too."
    )
    yield ""
    yield from _table(
        ("process", "procedures", "lines", "lines a procedure", "runs shared"),
        (
            (
                process.name,
                str(len(process.procedures)),
                str(total := sum(map(len, folders[process.name]))),
                str(round(total / len(process.procedures))),
                str(shared[process.name]),
            )
            for process in all_processes()
        ),
    )


def _folder(process: Process) -> Path:
    return ROOT / "functions" / "processes" / process.name.replace("-", "_")


def _statements(folder: Path) -> list[list[str]]:
    """The lines of each file without blank lines, comments, docstrings and imports."""
    return [_code(path.read_text("utf-8")) for path in sorted(folder.rglob("*.py"))]


def _code(text: str) -> list[str]:
    skipped: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr | ast.Import | ast.ImportFrom):
            is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if is_text or not isinstance(node, ast.Expr):
                skipped |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return [
        line.strip()
        for number, line in enumerate(text.splitlines(), 1)
        if number not in skipped and line.strip() and not line.strip().startswith("#")
    ]


def main(arguments: list[str]) -> int:
    """Return 1 when a page had to be changed and may not be."""
    wanted = pages()
    stale = [path for path in FOLDER.glob("*.md") if path not in wanted]
    changed = [p for p, text in wanted.items() if not p.exists() or p.read_text("utf-8") != text]
    if arguments == ["check"]:
        for path in [*stale, *changed]:
            print(f"{path.relative_to(ROOT)} is not what the definitions say: make catalogue")
        return 1 if stale or changed else 0
    FOLDER.mkdir(exist_ok=True)
    for path in stale:
        path.unlink()
    for path in changed:
        path.write_text(wanted[path], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
