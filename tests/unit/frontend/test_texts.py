"""The catalogue tool: what it gathers and what it refuses."""

import pytest
from babel.messages.catalog import Catalog, Message

from frontend import texts
from frontend.render import translate, translations


def test_texts_come_from_templates_and_from_python():
    known = {texts.forms(message.id)[0] for message in texts.gathered() if message.id}
    assert "Opslaan en verdergaan" in known
    assert "maandag" in known


@pytest.mark.parametrize(
    ("source", "translation", "complaint"),
    [
        ("Dag", "", "missing"),
        ("Dag", None, "missing"),
        ("Bel %(phone)s.", "Appelez.", "other placeholders"),
        ("Bel %(phone)s.", "Appelez %(fone)s.", "other placeholders"),
        ("Bel %(phone)s.", "Appelez %(phone)s.", None),
        (("%(count)s zaak", "%(count)s zaken"), ("%(count)s dossier", ""), "missing"),
        (("%(count)s zaak", "%(count)s zaken"), ("%(count)s a", "%(count)s b"), None),
    ],
)
def test_a_wrong_translation_is_named(source, translation, complaint):
    wanted = Message(source)
    found = Message(source, translation) if translation is not None else None
    complaints = list(texts.complaints(found, wanted))
    assert [c.split(":")[0] for c in complaints] == ([complaint] if complaint else [])


def test_a_guess_is_refused():
    guess = Message("Dag", "Jour", flags=["fuzzy"])
    assert list(texts.complaints(guess, Message("Dag"))) == ["fuzzy: Dag"]


def test_the_texts_of_the_pages_are_complete_and_right():
    """Those of the processes are checked by `python -m frontend.texts check`."""
    own = [m for m in texts.gathered() if any(n.startswith("frontend") for n, _ in m.locations)]
    for lang in texts.TARGETS:
        catalogue = texts.read(lang)
        wrong = [c for m in own for c in texts.complaints(catalogue.get(m.id, m.context), m)]
        assert wrong == [], lang


def test_writing_twice_gives_the_same_file():
    catalogue = Catalog(locale="fr", project="Burgerloket", charset="utf-8")
    catalogue.add("Dag", "Jour")
    assert texts.written(catalogue) == texts.written(catalogue)
    assert b"Date" not in texts.written(catalogue)


def test_a_language_reads_its_catalogue():
    texts.compile_catalogues()
    translations.cache_clear()
    assert translate("fr")("maandag") == "lundi"
    assert translate("nl")("maandag") == "maandag"
