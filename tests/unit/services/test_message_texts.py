"""No mail says more than it may: every message, of every step of every procedure."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from functions.domain.appointments import Appointment
from functions.domain.case import Case, Event, Party, Task
from functions.domain.person import Actor, Person
from functions.domain.procedure import Procedure
from functions.domain.tenant import load_tenant
from functions.processes import all_procedures
from functions.services import message_texts as texts
from functions.services import messaging
from functions.services.messaging import Message
from functions.services.ports import Ports
from functions.services.writing import Words
from infra.local.config import ROOT

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
PROCEDURES = list(all_procedures())
DISCREET = [p for p in PROCEDURES if not p.mails_say_what]
TENANT = load_tenant(ROOT / "infra" / "tenants" / "mechelen.toml")
PORTS = cast("Ports", SimpleNamespace(site_url="https://desk.example", tenant=TENANT))
SECRET = ("85073003328", "Geheime reden", "Jansen")


def a_case(procedure: Procedure) -> Case:
    lena = Person(given_name="Lena", family_name="Peeters", national_number=SECRET[0], ref="a")
    other = Party(
        given_name="Piet", family_name=SECRET[2], national_number=SECRET[0], ref="b", mail="p@x.be"
    )
    names = {step.party for step in procedure.workflow.steps} | {
        party for step in procedure.workflow.steps if step.books for party in step.books.parties
    }
    return Case(
        id="0" * 26, number="ABCDEFGHJ", process=procedure.process, procedure=procedure.name,
        procedure_version=1, lang="nl", submitted=NOW, applicant=lena, mail="l@x.be",
        answers={"why": {"reason": SECRET[1]}}, reason=SECRET[1],
        parties=dict.fromkeys(names - {"", "applicant"}, other),
    )  # fmt: skip


def messages(procedure: Procedure) -> Iterator[tuple[str, Message]]:
    """(who reads it, what) for everything that this procedure can lead to."""
    case, words = a_case(procedure), Words("nl")
    yield "applicant", texts.received(procedure)
    yield "applicant", texts.decided(procedure)
    yield "applicant", texts.overpaid()
    for party in ("applicant", *case.parties):
        yield party, texts.reopened(procedure, party)
    for party in case.parties:
        yield party, texts.involved(positive=True)
        yield party, texts.involved(positive=False)
    yield "applicant", texts.invited(procedure, [])
    yield "applicant", texts.invited(procedure, [], is_reminder=True)
    for step in procedure.workflow.steps:
        task = Task(case_id=case.id, step=step.name, state="open", token="t", opened=NOW,
                    deadline=NOW, party=step.party)  # fmt: skip
        if step.party:
            yield step.party, texts.asked(case, step, task)
            yield step.party, texts.reminded(step, task)
        if step.external and step.mail_subject:
            yield "applicant", texts.news(step)
        if step.books:
            chosen = Appointment.model_construct(service=step.books.service, start=NOW)
            for kind, actor in (("booked", "applicant"), ("moved", "clerk"), ("cancelled", "clerk"),
                                ("cancelled", "applicant")):  # fmt: skip
                event = Event(case_id=case.id, seq=1, at=NOW, kind=kind, actor=Actor(kind=actor),
                              data={"start": NOW.isoformat()})  # fmt: skip
                yield "applicant", texts.cancelled(case, event)
                if kind != "cancelled":
                    yield "applicant", texts.booked(words, TENANT, step, chosen, event,
                                                    texts.overpaid().subject, b"")  # fmt: skip
            yield "applicant", texts.appointment_near(words, TENANT, step, chosen)


def written(procedure: Procedure) -> Iterator[dict[str, str]]:
    case = a_case(procedure)
    for party, message in messages(procedure):
        reader = messaging.reader_of(case, party)
        yield messaging._written(PORTS, "key", reader, message)


def tells(procedure: Procedure) -> set[str]:
    """What says what it is about: of more than one word, or the name itself."""
    guide, workflow = procedure.guide, procedure.workflow
    found = {guide.title, guide.summary, procedure.process, procedure.key}
    for step in workflow.steps:
        found |= {step.title, step.ask}
        found |= {text for o in step.outcomes for text in (o.label, o.told, o.consequence)}
        found |= set(step.books.bring) if step.books else set()
        if step.mail_subject not in _SAID_BY_ALL:
            found.add(step.mail_subject)
    found |= {text for end in workflow.ends for text in (end.status, end.explanation)}
    return {text for text in found if len(text) > 8}


# Of no procedure: functions/domain/steps.py
_SAID_BY_ALL = {"", "We hebben nog iets van je nodig"}


@pytest.mark.parametrize("procedure", DISCREET, ids=lambda p: p.key)
def test_a_mail_of_a_discreet_procedure_does_not_say_which_it_is(procedure: Procedure) -> None:
    forbidden = tells(procedure)
    count = 0
    for found in written(procedure):
        mail = f"{found['mail_subject']}\n{found['mail_text']}"
        said = [text for text in forbidden if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", mail)]
        assert said == [], found["mail_subject"]
        count += 1
    assert count >= 6


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda p: p.key)
def test_no_message_holds_an_answer_a_reason_or_another_persons_data(
    procedure: Procedure,
) -> None:
    for found in written(procedure):
        for secret in SECRET:
            assert secret not in str(found), found["mail_subject"]
        if not found["kind"].startswith(("asked", "cancelled", "moved", "booked")):
            assert "Peeters" not in found["mail_text"]


def test_the_ebox_says_what_it_is_about() -> None:
    (procedure, *_) = (p for p in DISCREET if p.opened_by == "citizen")
    received = next(written(procedure))
    assert procedure.guide.title in received["box_subject"]
    assert procedure.guide.title not in received["mail_subject"]


def test_a_new_procedure_is_discreet() -> None:
    assert Procedure.__dataclass_fields__["mails_say_what"].default is False


def test_every_mail_says_how_to_get_fewer() -> None:
    found: Any = next(written(PROCEDURES[0]))
    assert found["mail_text"].rstrip().endswith("https://desk.example/nl/desk/my/messages")
    assert "desk/my/messages" not in found["box_text"]
