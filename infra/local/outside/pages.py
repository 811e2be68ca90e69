"""The page of the outside parties: plain HTML, in Dutch, for who tries the desk."""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from infra.local.desk_pages import STYLE

if TYPE_CHECKING:
    from infra.local.outside.parties import Message

__all__ = ["STYLE", "inbox"]


def inbox(messages: Iterable["Message"], *, is_held: bool) -> str:
    """The whole page, newest message first."""
    shown = "".join(map(_message, messages)) or "<p>Er zijn nog geen berichten.</p>"
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        "<title>Andere instanties - lokaal loket</title>"
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        '<link rel="stylesheet" href="/style.css"></head><body><main>'
        "<h1>Andere instanties</h1>"
        "<p>Wat het loket aan het parket, de kaartproducent en anderen vraagt. Geen van hen is "
        f"echt.</p>{_hold(is_held=is_held)}{shown}</main></body></html>"
    )


def _hold(*, is_held: bool) -> str:
    told, value, label = (
        ("Ze wachten tot jij hieronder antwoordt.", "no", "Laat ze weer vanzelf antwoorden")
        if is_held
        else ("Na enkele seconden antwoorden ze vanzelf.", "yes", "Laat ze wachten")
    )
    return (
        f'<p role="status">{told}</p><form method="post" action="/hold">'
        f'<button name="held" value="{value}">{label}</button></form>'
    )


def _message(message: "Message") -> str:
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>"
        for name, value in message.body.items()
    )
    return (
        f"<article><h2>{escape(message.party)}: {escape(message.subject)}</h2>"
        f"<dl>{rows}<dt>Kenmerk</dt><dd>{escape(message.reference)}</dd></dl>"
        f"{_answered(message) if message.answered else _form(message)}</article>"
    )


def _answered(message: "Message") -> str:
    return f"<p>Antwoord: <strong>{escape(message.answered)}</strong> (HTTP {message.status}).</p>"


def _form(message: "Message") -> str:
    note = f"note-{message.number}"
    buttons = " ".join(
        f'<button name="answer" value="{escape(value)}">{escape(value)}</button>'
        for value in message.answers
    )
    return (
        '<form method="post" action="/answer">'
        f'<input type="hidden" name="number" value="{message.number}">'
        f'<p><label for="{note}">Nota voor het loket (mag leeg blijven)</label></p>'
        f'<p><input id="{note}" name="note"></p><p>{buttons}</p></form>'
    )
