"""French, German and English: the proxy's journey from the first question to the last mail."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
import urllib3
from babel.dates import format_date

from frontend.texts import forms, read
from functions import wiring
from functions.domain.calendar import BRUSSELS
from infra.local.stack import LocalStack
from tests.contract.test_journeys import HOLDER, persona_number
from tests.people import Someone

LANGUAGES = ("fr", "de", "en")
START = "/{}/desk/elections/proxy/start"
# What a page says when nothing is chosen: in words of its own, so that an empty catalogue shows.
CHOOSE_A_REASON = {
    "fr": "Indiquez pourquoi vous ne pouvez pas aller voter vous-même.",
    "de": "Geben Sie an, warum Sie nicht selbst wählen gehen können.",
    "en": "Choose why you cannot go and vote yourself.",
}
ERROR = {"fr": "Erreur", "de": "Fehler", "en": "Error"}
RECEIVED = {
    "fr": "Nous avons reçu votre demande : Donner procuration",
    "de": "Wir haben Ihren Antrag erhalten: Vollmacht geben",
    "en": "We have received your application: Give a proxy",
}
ASKED = {
    "fr": "Quelqu’un vous demande de voter à sa place",
    "de": "Jemand bittet Sie, für ihn oder sie zu wählen",
    "en": "Someone is asking you to vote in their place",
}
DECIDED = {
    "fr": "Des nouvelles de votre demande : Donner procuration",
    "de": "Neues zu Ihrem Antrag: Vollmacht geben",
    "en": "News about your application: Give a proxy",
}
SIGNED_OUT = {
    "fr": "Vous êtes déconnecté",
    "de": "Sie sind abgemeldet",
    "en": "You are signed out",
}
AT = {"fr": "à", "de": "um", "en": "at"}
_PLACE = re.compile(r"%\(\w+\)[sd]")
_SHORT = 12  # shorter pieces of Dutch may stand in another language too


def plain(text: str) -> str:
    """Without the difference between a space and one that does not break."""
    return text.replace("\u00a0", " ")


def dutch_pieces(lang: str) -> Iterator[str]:
    """Every piece of a Dutch source text that its translation does not keep."""
    for message in read(lang):
        for source in forms(message.id):
            kept = " ".join(forms(message.string or ""))
            for piece in _PLACE.split(source):
                if len(piece.strip()) > _SHORT and piece.strip() not in kept:
                    yield piece.strip()


def assert_no_dutch(text: str, lang: str, where: str) -> None:
    found = [piece for piece in dutch_pieces(lang) if piece in text]
    assert not found, f"Dutch on {where}: {found}"


class Reader:
    """A person who looks at the language of every page that they come to."""

    def __init__(self, desk: LocalStack, key: str, lang: str) -> None:
        self.someone = Someone(desk, key, lang=lang)
        self.lang = lang

    def look(self) -> str:
        page = self.someone.last.get_data(as_text=True)
        where = f"{self.someone.at} ({self.someone.last.status_code})"
        assert f'<html lang="{self.lang}">' in page, where
        assert_no_dutch(unescape(page), self.lang, where)
        return plain(unescape(page))


def ask_for_a_proxy(desk: LocalStack, lang: str) -> Someone:
    """Up to the receipt, with one page sent empty; every page is looked at."""
    reader = Reader(desk, "lena-peeters", lang)
    giver = reader.someone
    giver.sign_in(START.format(lang))
    election = re.search(r'name="election" value="([^"]+)"', reader.look())
    assert election
    giver.answer(election=election[1], is_belgian="yes")
    giver.answer()
    assert giver.last.status_code == 422
    page = reader.look()
    assert CHOOSE_A_REASON[lang] in page
    assert re.search(rf"<title>{ERROR[lang]} ?: ", page)
    giver.answer(reason="illness")
    reader.look()
    giver.add_document()
    reader.look()
    giver.answer()
    giver.answer(**{**HOLDER, "national_number": "85.07.30-033.29"})
    assert giver.last.status_code == 422
    reader.look()
    giver.answer(**{**HOLDER, "national_number": persona_number("karim-el-amrani")})
    reader.look()
    giver.answer(mail="lena@example.org")
    assert giver.at.endswith("/check")
    reader.look()
    giver.submit()
    assert giver.at.endswith("/receipt"), giver.text
    reader.look()
    return giver


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pages_and_mails_of_a_proxy_are_in_the_language_of_who_asks(
    desk: LocalStack, lang: str
) -> None:
    giver = ask_for_a_proxy(desk, lang)
    case = giver.at.removesuffix("/receipt")
    desk.settle()
    (received,) = desk.mails("lena@example.org")
    (asked,) = desk.mails("karim@example.org")
    assert plain(received.subject) == RECEIVED[lang]
    assert asked.subject == ASKED[lang]
    assert f"{desk.url}/{lang}/desk/elections/proxy/" in asked.text
    (election,) = wiring.ports().calendar.open_elections(desk.clock.now())
    closes = election.closes.astimezone(BRUSSELS)
    assert f"{format_date(closes, 'full', f'{lang}_BE')} {AT[lang]} 23:59" in plain(asked.text)

    # The other party and the clerk read their own language; the mails keep the case's.
    holder = Reader(desk, "karim-el-amrani", lang)
    holder.someone.sign_in(case)
    holder.look()
    holder.someone.decide("holder", "confirm")
    holder.look()
    desk.settle()
    clerk = Reader(desk, "mechelen-elections", lang)
    clerk.someone.sign_in(f"/{lang}/desk/work")
    clerk.look()
    clerk.someone.get(f"{case}/review")
    clerk.look()
    dutch = Someone(desk, "mechelen-elections")
    dutch.sign_in(f"{case}/review".replace(f"/{lang}/", "/nl/", 1))
    assert "Volmacht goedkeuren" in dutch.text
    dutch.decide("decision", "approve")
    desk.settle()

    reader = Reader(desk, "lena-peeters", lang)
    for path in (case, f"/{lang}/desk/my"):
        reader.someone.sign_in(path)
        reader.look()
    mails = [*desk.mails("lena@example.org"), *desk.mails("karim@example.org")]
    assert DECIDED[lang] in [plain(mail.subject) for mail in mails]
    for mail in mails:
        assert_no_dutch(f"{mail.subject}\n{mail.text}\n{mail.html}", lang, mail.subject)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_date_is_written_in_the_language_of_its_reader(desk: LocalStack, lang: str) -> None:
    reader = Reader(desk, "lena-peeters", lang)
    reader.someone.sign_in(START.format(lang))
    (election,) = re.findall(r'name="election" value="practice-([^"]+)"', reader.look())
    year, month, day = map(int, election.split("-"))
    written = format_date(desk.clock.now().date().replace(year, month, day), "full", f"{lang}_BE")
    assert written in reader.look()


@pytest.mark.parametrize(
    ("lang", "word", "title"),
    [
        ("fr", "vote", "Donner procuration"),
        ("fr", "election", "Donner procuration"),
        ("fr", "Élection", "Donner procuration"),
        ("de", "wählen", "Vollmacht geben"),
        ("en", "vote", "Give a proxy"),
        ("nl", "stemmen", "Volmacht geven"),
    ],
)
def test_the_search_knows_the_words_of_each_language(
    desk: LocalStack, lang: str, word: str, title: str
) -> None:
    page = unescape(desk.get(f"/{lang}/desk/search?q={word}").get_data(as_text=True))
    assert title in page
    assert "polio" not in page.lower()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_refused_is_said_in_the_language_of_the_page(desk: LocalStack, lang: str) -> None:
    reader = Reader(desk, "lena-peeters", lang)
    reader.someone.sign_in(f"/{lang}/desk/work")
    assert reader.someone.last.status_code == 403
    reader.look()
    reader.someone.get(f"/{lang}/desk/elections/proxy/elections-01JD0000000000000000000000")
    assert reader.someone.last.status_code == 404
    reader.look()
    problem = reader.someone.get(
        f"/{lang}/desk/work", headers={"Accept": "application/json"}
    ).get_data(as_text=True)
    assert_no_dutch(problem, lang, "a problem in JSON")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_signs_out_reads_so_in_their_language(desk: LocalStack, lang: str) -> None:
    reader = Reader(desk, "lena-peeters", lang)
    reader.someone.sign_in(f"/{lang}/desk/my")
    token = re.search(r'name="csrf" value="([^"]+)"', reader.look())
    assert token
    leaving = reader.someone.post(f"/{lang}/desk/sign-out", {"csrf": token[1]})
    ended = urllib3.request("GET", leaving.headers["Location"], redirect=False)
    reader.someone.get(ended.headers["Location"].removeprefix(desk.url))
    assert reader.someone.last.status_code == 200
    assert SIGNED_OUT[lang] in reader.look()
