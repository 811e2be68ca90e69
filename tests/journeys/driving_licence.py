"""Stories of driving licences."""

from datetime import date, timedelta

from tests.journeys.story import DOCUMENT, Stories, Story, number_of

_RIGHT = {"known": {"is_right": "yes"}}
_PHOTO_OF_THE_EID = {"photo": {"from_eid": "yes"}}
_NEW_PHOTO = {"photo": {"from_eid": "no"}}


def provisional(today: date) -> Story:
    """A minor, with two guides and a new photo."""
    return Story(
        applicant="tuur-maes",
        answers={
            **_RIGHT,
            "model": {"model": "m36"},
            "exam": {"day": today - timedelta(days=10)},
            "guides": {
                "guides": [
                    {
                        "given_name": "An",
                        "family_name": "Claes",
                        "national_number": number_of("an-claes"),
                    },
                    {
                        "given_name": "Karim",
                        "family_name": "El Amrani",
                        "national_number": number_of("karim-el-amrani"),
                    },
                ]
            },
            "papers": {"exam_form": DOCUMENT, "guide": DOCUMENT},
            **_NEW_PHOTO,
            "contact": {"mail": "tuur@example.org"},
        },
        end="issued",
    )


def definitive(today: date) -> Story:
    """A lorry, and the fee at the counter."""
    return Story(
        applicant="karim-el-amrani",
        answers={
            **_RIGHT,
            "exam": {"category": "C", "day": today - timedelta(days=3)},
            "papers": {"exam_form": DOCUMENT, "medical": DOCUMENT},
            **_PHOTO_OF_THE_EID,
            "contact": {"mail": "karim@example.org"},
        },
        end="issued",
        choices={"payment": "counter"},
    )


def renewal(today: date) -> Story:
    """A first time for a medical reason; the producer does not answer well at once."""
    del today
    return Story(
        applicant="jef-smets",
        answers={
            **_RIGHT,
            "why": {"reason": "medical-1"},
            "repeated": {"is_repeated": "no"},
            "papers": {"group_1": DOCUMENT},
            **_PHOTO_OF_THE_EID,
            "contact": {"mail": "jef@example.org"},
        },
        end="issued",
        choices={"production": "not-made"},
    )


def duplicate(today: date) -> Story:
    return Story(
        applicant="lena-peeters",
        answers={
            **_RIGHT,
            "why": {"reason": "stolen"},
            "loss": {"day": today - timedelta(days=2)},
            "declaration": {"declaration": DOCUMENT},
            **_NEW_PHOTO,
            "contact": {"mail": "lena@example.org"},
        },
        end="issued",
    )


def exchange(today: date) -> Story:
    """The police doubts, the office decides that the licence is real."""
    return Story(
        applicant="giulia-bianchi",
        answers={
            **_RIGHT,
            "foreign": {
                "area": "eea",
                "country": "Italië",
                "number": "U1A23B456C",
                "categories": "A en B",
                "issued": date(2005, 2, 3),
                "valid_until": today + timedelta(days=400),
            },
            "residence": {"since": date(2018, 3, 1)},
            "papers": {"licence": DOCUMENT, "translation": DOCUMENT},
            **_PHOTO_OF_THE_EID,
            "contact": {"mail": "giulia@example.org"},
        },
        end="issued",
        choices={"authenticity": "not-authentic"},
    )


def international(today: date) -> Story:
    return Story(
        applicant="hanne-declercq",
        answers={
            **_RIGHT,
            "licence": {"valid_until": today + timedelta(days=900)},
            "contact": {"mail": "hanne@example.org"},
        },
        end="issued",
    )


STORIES: Stories = {
    "driving-licence/provisional": provisional,
    "driving-licence/definitive": definitive,
    "driving-licence/renewal": renewal,
    "driving-licence/duplicate": duplicate,
    "driving-licence/exchange": exchange,
    "driving-licence/international": international,
}
