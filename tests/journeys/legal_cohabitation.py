"""Stories of people who begin a legal cohabitation, end it, or prove it."""

from datetime import date

from tests.journeys.story import DOCUMENT, Stories, Story, number_of

_KNOWN = {"is_right": "yes"}
_BRAM = {
    "given_name": "Bram",
    "family_name": "Hendrickx",
    "national_number": number_of("bram-hendrickx"),
}
_BEGAN = {"day": date(2019, 10, 4)}
_CONTACT = {"mail": "nele@example.org"}


def declaration(today: date) -> Story:
    """The registrar doubts, asks the prosecutor's advice, and accepts it after all."""
    del today
    return Story(
        applicant="jana-thys",
        answers={
            "known": _KNOWN,
            "partner": {
                "given_name": "Thibo",
                "family_name": "Dubois",
                "national_number": number_of("thibo-dubois"),
                "mail": "thibo@example.org",
            },
            "home": {"is_shared": "yes", "address": "Proefkaai 22 bus 3, 2800 Mechelen"},
            "births": {"own_place": "Mechelen", "partner_place": "Antwerpen"},
            "status": {"are_free": "yes", "are_able": "yes", "has_agreement": "yes"},
            "agreement": {"deed": DOCUMENT},
            "contact": {"mail": "jana@example.org"},
        },
        choices={"check": "defer"},
        end="registered",
    )


def ending_together(today: date) -> Story:
    del today
    return Story(
        applicant="nele-willems",
        answers={
            "known": _KNOWN,
            "partner": {**_BRAM, "mail": "bram@example.org"},
            "began": _BEGAN,
            "contact": _CONTACT,
        },
        end="ended",
    )


def ending_alone(today: date) -> Story:
    """The other has moved out; the costs of the bailiff are paid online."""
    del today
    return Story(
        applicant="nele-willems",
        answers={
            "known": _KNOWN,
            "other": {**_BRAM, "address": "Modelstraat 12, 3000 Leuven"},
            "began": _BEGAN,
            "contact": _CONTACT,
        },
        end="ended",
    )


def certificate(today: date) -> Story:
    del today
    return Story(
        applicant="bram-hendrickx",
        answers={
            "known": _KNOWN,
            "request": {"purpose": "notary"},
            "contact": {"mail": "bram@example.org"},
        },
        end="issued",
    )


STORIES: Stories = {
    "legal-cohabitation/declaration": declaration,
    "legal-cohabitation/ending-together": ending_together,
    "legal-cohabitation/ending-alone": ending_alone,
    "legal-cohabitation/certificate": certificate,
}
