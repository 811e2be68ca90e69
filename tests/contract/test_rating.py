"""What somebody thought of it: asked once when their case has ended, kept without who."""

import boto3
import pytest

from functions import wiring
from functions.domain import figures
from functions.domain.logs import month_of
from functions.services import rating
from infra.local.stack import LocalStack
from tests.contract.test_journeys import ask_proxy
from tests.faults import THROTTLED, broken, file_at
from tests.people import Someone

KEY = "elections/proxy"


def ended(desk: LocalStack) -> Someone:
    """A giver on the page of their case that has ended."""
    giver = ask_proxy(desk)
    desk.settle()
    giver.get(giver.at.removesuffix("/receipt"))
    hidden = giver.form("/withdraw")
    giver.post(hidden.pop("_action"), hidden)
    desk.settle()
    giver.get(giver.at)
    return giver


def say_it(giver: Someone, score: str, comment: str = ""):
    hidden = giver.form("/rating")
    where = hidden.pop("_action")
    return giver.post(where, {**hidden, "score": score, "comment": comment})


def scores() -> dict[str, int]:
    ports = wiring.ports()
    found = ports.tally.of_month(month_of(ports.clock.now()), KEY).get(KEY, {})
    return dict(figures.parts(found, "rated"))


def test_it_is_asked_once_and_counted_without_who(desk: LocalStack) -> None:
    giver = ended(desk)
    assert "Hoe vond je het om dit bij ons te regelen?" in giver.text
    say_it(giver, "4", "Snel geholpen.\r\nDank.")
    assert "Bedankt" in giver.text
    assert "Hoe vond je het" not in giver.text
    assert scores() == {"4": 1}
    assert wiring.ports().tally.comments(KEY, most=10) == ["Snel geholpen.\nDank."]
    (event,) = [e for e in file_at(giver.at.split("?")[0]).events if e.kind == "rated"]
    assert event.data == {}


def test_a_second_time_changes_nothing(desk: LocalStack) -> None:
    giver = ended(desk)
    hidden = giver.form("/rating")
    where = hidden.pop("_action")
    for score in ("5", "1"):
        giver.post(where, {**hidden, "score": score, "comment": "x"})
    assert scores() == {"5": 1}
    assert len(wiring.ports().tally.comments(KEY, most=10)) == 1


def test_two_windows_at_once_count_once(desk: LocalStack) -> None:
    giver = ended(desk)
    ports = wiring.ports()
    file = file_at(giver.at)
    from functions.processes import find

    procedure = find("elections", "proxy")
    assert procedure
    session = ports.store.session(_key(giver))
    assert session
    for score in ("5", "2"):  # both opened before either was sent
        rating.rate(ports, procedure, session, file, score=score, comment="")
    assert scores() == {"5": 1}


def _key(giver: Someone) -> str:
    from functions.services import signing_in
    from functions.web.visit import SESSION_COOKIE

    cookie = giver.browser.get_cookie(SESSION_COOKIE)
    assert cookie
    return signing_in.key_of(cookie.value)


@pytest.mark.parametrize("score", ["", "0", "6", "good", "5.0"])
def test_an_answer_that_was_not_offered_is_refused_and_the_text_kept(
    desk: LocalStack, score: str
) -> None:
    giver = ended(desk)
    answer = say_it(giver, score, "Wat ik typte")
    assert answer.status_code == 422
    assert "Wat ik typte" in giver.text
    assert scores() == {}


def test_a_comment_that_is_too_long_is_refused(desk: LocalStack) -> None:
    giver = ended(desk)
    assert say_it(giver, "5", "x" * 1001).status_code == 422
    assert scores() == {}


def test_nobody_else_is_asked_and_nothing_before_the_end(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    desk.settle()
    here = giver.at.removesuffix("/receipt")
    assert "Hoe vond je het" not in giver.get(here).get_data(as_text=True)
    assert giver.get(f"{here}/rating").status_code == 404
    stranger = Someone(desk, "an-claes")
    stranger.sign_in()
    assert stranger.get(f"{here}/rating").status_code == 404


def test_when_the_table_is_busy_nothing_is_counted_and_it_can_be_sent_again(
    desk: LocalStack, hasty: None
) -> None:
    del hasty
    giver = ended(desk)
    page, hidden = giver.at, giver.form("/rating")
    where = hidden.pop("_action")
    with broken("dynamodb", "TransactWriteItems", code=THROTTLED):
        assert giver.post(where, {**hidden, "score": "5"}).status_code == 503
    assert scores() == {}
    giver.get(page)
    say_it(giver, "5")
    assert scores() == {"5": 1}


def test_a_comment_knows_no_case_no_person_and_no_moment(desk: LocalStack) -> None:
    giver = ended(desk)
    case = file_at(giver.at).case
    say_it(giver, "2", "Te traag")
    found = boto3.client("dynamodb").scan(TableName=desk.local.table)["Items"]
    (item,) = [i for i in found if i["PK"]["S"].startswith("FEEDBACK#")]
    assert set(item) == {"PK", "SK", "kind", "comment", "expires_at"}
    text = str(item)
    assert case.id not in text
    assert case.number not in text
    assert case.applicant.ref not in text
    assert int(item["expires_at"]["N"]) % 86400 == 0, "the end of a month, not the moment"


def test_the_comment_stands_on_the_page_of_the_figures(desk: LocalStack) -> None:
    giver = ended(desk)
    say_it(giver, "2", "<b>Te traag</b>")
    her = Someone(desk, "mechelen-elections")
    her.sign_in("/nl/desk/statistics/elections/proxy")
    assert "&lt;b&gt;Te traag&lt;/b&gt;" in her.last.get_data(as_text=True)
    assert "2 op 5" in her.text
