"""Sources of other authorities over HTTPS (services.source_ports.Sources).

**Not confirmed**: no public description was found of how another party reads somebody's affairs
from a Flemish, federal or provincial authority. So the contract is our own, in the terms of the
OSLO application profile Dossier that DOSIS uses too; `_read` is the one place that knows it. The
national number goes in the body, never in an address.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from functions.adapters.http import JSON, OK, Fault, ask_json
from functions.adapters.oauth import Tokens, with_token
from functions.domain.elsewhere import MOST, Answer, Attachment, Dossier, Phase, Source
from functions.log import Metric, count, logger

_SECONDS = 1.5  # for one request
_ALL = 2.0  # for everybody together: a person waits for it
_PAUSE = timedelta(seconds=30)  # that a source which did not answer is left in peace
_BYTES = 256 * 1024
_LINE = 200  # signs of a text
# The last phase of the OSLO profile; any other word is of something that still runs.
_DONE = frozenset({"afgehandeld", "afgesloten", "beëindigd"})


class HttpSources:
    """`base` replaces the tenant's addresses: below it is each source's name (the local desk).

    A source that did not answer is not asked again by this function for half a minute: not every
    page has to wait for it, and it can recover.
    """

    can_ask = True

    def __init__(self, tokens: Tokens, base: str, now: Callable[[], datetime]) -> None:
        self._tokens = tokens
        self._base = base
        self._now = now
        self._resting: dict[str, datetime] = {}  # until when, by the name of the source

    def ask(
        self, sources: Mapping[str, Source], national_number: str, lang: str
    ) -> Mapping[str, Answer]:
        from concurrent.futures import ThreadPoolExecutor, wait

        now = self._now()
        awake = {n: s for n, s in sources.items() if self._resting.get(n, now) <= now}
        pool = ThreadPoolExecutor(max_workers=max(1, len(awake)))
        asked = {
            pool.submit(self._one, self._at(name, source), national_number, lang): name
            for name, source in awake.items()
        }
        done, late = wait(asked, timeout=_ALL)
        pool.shutdown(wait=False, cancel_futures=True)  # who is late is not waited for
        found: dict[str, Answer] = {}
        for answer in done:
            try:
                found[asked[answer]] = answer.result()
            except Exception as error:
                # The message of an error may quote what was sent: only its kind.
                why = str(error) if isinstance(error, Fault) else type(error).__name__
                self._missed(asked[answer], why)
        for answer in late:
            self._missed(asked[answer], "late")
        return found

    def _missed(self, name: str, why: str) -> None:
        self._resting[name] = self._now() + _PAUSE
        logger().warning("source not available", source=name, why=why)
        count({Metric.SOURCE_FAULT: 1})

    def _at(self, name: str, source: Source) -> Source:
        own = f"{self._base}/{name}"
        return source.model_copy(update={"url": own}) if self._base else source

    def _one(self, source: Source, number: str, lang: str) -> Answer:
        status, answer = with_token(
            self._tokens, source.scope, lambda: self._post(source, number, lang)
        )
        if status != OK:
            raise Fault(f"status {status}")
        return _read(answer, number, _origins(source))

    def _post(self, source: Source, number: str, lang: str) -> tuple[int, dict[str, Any]]:
        body = json.dumps({"Agent": {"Identificator": number}, "Taal": lang})
        headers = {"Content-Type": JSON, **self._tokens.bearer(source.scope)}
        url = f"{source.url.rstrip('/')}/dossiers"
        return ask_json("POST", url, headers, body, seconds=_SECONDS, most=_BYTES)


class NoSources:
    """A desk that may ask nobody: without a token service."""

    can_ask = False

    def ask(
        self, sources: Mapping[str, Source], national_number: str, lang: str
    ) -> Mapping[str, Answer]:
        del sources, national_number, lang
        return {}


def _origins(source: Source) -> frozenset[str]:
    """To where its links may lead, beside any https: its own address (the local stand-in)."""
    at = urlsplit(source.url)
    return frozenset({f"{at.scheme}://{at.netloc}"})


def _read(answer: Mapping[str, Any], number: str, origins: frozenset[str]) -> Answer:
    """Every dossier that can be read, each number once. Raises Fault for another person's, or for
    what is no answer at all; one wrong dossier does not lose the others."""
    agent, listed = answer.get("Agent"), answer.get("Dossiers")
    if not isinstance(agent, dict) or agent.get("Identificator") != number:
        raise Fault("another person")
    if not isinstance(listed, list):
        raise Fault("no dossiers")
    found: dict[str, Dossier] = {}
    wrong = 0
    for given in listed[:MOST]:
        try:
            one = _dossier(given, origins)
        except (KeyError, TypeError, ValueError, AttributeError):
            wrong += 1
            continue
        known = found.get(one.number)
        if known is None or _moment(one) > _moment(known):
            found[one.number] = one
    if wrong and not found:
        raise Fault("no dossier can be read")
    left_out = wrong + max(0, len(listed) - MOST)
    if left_out:
        logger().warning("dossiers left out", count=left_out)
    return Answer(lang=_lang(answer.get("Taal")), dossiers=tuple(found.values()), left_out=left_out)


def _lang(text: object) -> str:
    """Dutch, where it does not say one that we know."""
    return text if isinstance(text, str) and text in ("nl", "fr", "de", "en") else "nl"


def _moment(dossier: Dossier) -> float:
    return dossier.changed.timestamp() if dossier.changed else 0.0


def _dossier(given: Mapping[str, Any], origins: frozenset[str]) -> Dossier:
    """Raises KeyError, TypeError, AttributeError, ValueError (pydantic's too)."""
    phase: Phase = "done" if str(given.get("Fase", "")).casefold() in _DONE else "running"
    is_asked = given.get("ActieNodig") is True and phase == "running"
    named = given.get("Actie")
    action: Mapping[str, Any] = named if is_asked and isinstance(named, dict) else {}
    return Dossier(
        number=_line(given["DossierNummer"]),
        title=_line(given["Naam"]),
        status=_line(given["Status"]["Naam"]),
        phase=phase,
        is_asked=is_asked,
        action=_line_or_none(action.get("Naam")),
        due=_day(action.get("Vervaldatum")),
        changed=_time(given.get("WijzigingsDatum")),
        href=_link(given.get("Link"), origins),
        documents=tuple(_documents(given.get("Documenten"), origins)),
    )


def _line(text: object) -> str:
    """One line of text for people, at most 200 signs. Raises ValueError for none."""
    kept = " ".join("".join(s if s.isprintable() else " " for s in str(text)).split())
    if not isinstance(text, str) or not kept:
        raise ValueError("no text")
    return kept if len(kept) <= _LINE else f"{kept[: _LINE - 1]}…"


def _line_or_none(text: object) -> str:
    try:
        return _line(text)
    except ValueError:
        return ""


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text).partition("T")[0])
    except ValueError:
        return None


def _time(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _link(text: object, origins: frozenset[str]) -> str:
    """Only a page on the web: no script, no address of a machine's own."""
    at = (
        urlsplit(text) if isinstance(text, str) and len(text) < 500 and text.isprintable() else None
    )
    if at is None or not at.netloc or "@" in at.netloc:
        return ""
    is_ours = f"{at.scheme}://{at.netloc}" in origins
    return str(text) if at.scheme == "https" or is_ours else ""


def _documents(given: object, origins: frozenset[str]) -> Iterable[Attachment]:
    for one in given[:20] if isinstance(given, list) else ():
        if isinstance(one, dict) and (href := _link(one.get("Link"), origins)):
            try:
                yield Attachment(title=_line(one.get("Naam")), href=href)
            except ValueError:
                continue
