"""The few texts of the provider's own pages; a tool for developers needs no catalogue."""

LOCALES = ("nl", "fr", "de", "en")

TEXTS = {
    "nl": {
        "title": "Test: kies wie je bent",
        "intro": "Dit is een test. Je meldt je niet echt aan: alle personen zijn verzonnen.",
        "inhabitants": "Inwoners",
        "families": "Gezinnen",
        "nationalities": "Andere nationaliteiten",
        "protection": "Bescherming en bewind",
        "moved": "Andere gemeente, of pas verhuisd",
        "clerks": "Medewerkers",
        "suggested": "Voorgesteld",
        "years": "{age} jaar",
        "cancel": "Annuleren",
        "error": "Test: aanmelden kan niet",
        "error_intro": "De aanvraag van de website klopt niet. Dit is de melding:",
        "signed_out": "Test: je bent afgemeld",
        "signed_out_intro": "Je mag dit venster sluiten.",
    },
    "fr": {
        "title": "Test : choisissez qui vous êtes",
        "intro": "Ceci est un test. Vous ne vous identifiez pas vraiment : "
        "toutes les personnes sont fictives.",
        "inhabitants": "Habitants",
        "families": "Familles",
        "nationalities": "Autres nationalités",
        "protection": "Protection et administration",
        "moved": "Autre commune, ou emménagement récent",
        "clerks": "Agents communaux",
        "suggested": "Suggestion",
        "years": "{age} ans",
        "cancel": "Annuler",
        "error": "Test : connexion impossible",
        "error_intro": "La demande du site web n’est pas correcte. Voici le message :",
        "signed_out": "Test : vous êtes déconnecté",
        "signed_out_intro": "Vous pouvez fermer cette fenêtre.",
    },
    "de": {
        "title": "Test: Wählen Sie, wer Sie sind",
        "intro": "Dies ist ein Test. Sie melden sich nicht wirklich an: "
        "Alle Personen sind erfunden.",
        "inhabitants": "Einwohner",
        "families": "Familien",
        "nationalities": "Andere Staatsangehörigkeiten",
        "protection": "Schutz und Betreuung",
        "moved": "Andere Gemeinde oder gerade umgezogen",
        "clerks": "Mitarbeiter",
        "suggested": "Vorschlag",
        "years": "{age} Jahre",
        "cancel": "Abbrechen",
        "error": "Test: Anmeldung nicht möglich",
        "error_intro": "Die Anfrage der Website ist nicht richtig. Die Meldung lautet:",
        "signed_out": "Test: Sie sind abgemeldet",
        "signed_out_intro": "Sie können dieses Fenster schließen.",
    },
    "en": {
        "title": "Test: choose who you are",
        "intro": "This is a test. You do not really sign in: all these people are invented.",
        "inhabitants": "Inhabitants",
        "families": "Families",
        "nationalities": "Other nationalities",
        "protection": "Protection and administration",
        "moved": "Another municipality, or just moved",
        "clerks": "Staff",
        "suggested": "Suggested",
        "years": "{age} years old",
        "cancel": "Cancel",
        "error": "Test: sign-in is not possible",
        "error_intro": "The website's request is not right. This is the message:",
        "signed_out": "Test: you are signed out",
        "signed_out_intro": "You can close this window.",
    },
}


def pick_locale(ui_locales: str | None) -> str:
    """The first language asked that we have (`ui_locales` is a list in order of preference)."""
    asked = [tag.split("-")[0].lower() for tag in (ui_locales or "").split()]
    return next((tag for tag in asked if tag in LOCALES), "nl")
