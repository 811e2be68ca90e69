"""What is medical, of a court or of a belief is for who judges it: it is not in the page or in the
JSON of others, and they get no file."""

from typing import Any

import pytest

from functions import wiring
from functions.domain import authorisation, sensitive
from functions.domain.authorisation import Action
from functions.domain.case import Case
from functions.domain.documents import Document
from functions.domain.forms import asked_questions, asked_topics, questions_of
from functions.domain.numbers import new_id
from functions.domain.procedure import Procedure
from functions.domain.tenant import ROLES
from functions.processes import all_procedures
from functions.services import deciding
from functions.services.writing import Words
from functions.web.answer_lists import HIDDEN, Answers
from infra.local.stack import LocalStack
from tests.applications import answers_for, hand_in, someone, variants
from tests.doors import visitor
from tests.people import Someone

SENSITIVE = [p for p in all_procedures() if sensitive.of_procedure(p)]
LEAST = 6  # signs: a shorter answer ("Ja") says nothing by itself


def who_may_only_see(procedure: Procedure) -> list[str]:
    def may(role: str, action: Action) -> bool:
        return authorisation.access(role, action, procedure) is authorisation.Access.YES

    return [r for r in ROLES if may(r, Action.SEE) and not may(r, Action.SEE_SENSITIVE)]


def secret_fields(procedure: Procedure, answers: Any) -> list[str]:
    """The questions that these answers led past and that few may see."""
    return [
        f"{name}.{question.name}"
        for name in asked_topics(procedure.application, answers)
        for question in asked_questions(procedure.topics()[name], answers)
        if sensitive.is_field(procedure, f"{name}.{question.name}")
    ]


def with_documents(procedure: Procedure, case: Case) -> list[Document]:
    """The case with a file at each of its document questions, and one that came later."""
    topics = procedure.topics()
    fields = [
        f"{name}.{question.name}"
        for name in asked_topics(procedure.application, case.answers)
        for question in asked_questions(topics[name], case.answers)
        if question.kind == "document"
    ]
    made = []
    for at, field in enumerate([*fields, "supplement.documents"]):
        document = Document(
            id=new_id(), field=field, name=f"bestand-{at}-{case.number}.pdf", size=9,
            type="application/pdf", state="released",
        )  # fmt: skip
        wiring.ports().store.put_document(case.id, "META", document)
        made.append(document)
    return made


def written(procedure: Procedure, case: Case) -> dict[bool, set[str]]:
    """The answers as the desk writes them: those that few may see (True), and the others."""
    shown = Answers(Words("nl"), wiring.ports().facts(case.applicant), procedure, "")
    secret = secret_fields(procedure, case.answers)
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for name in asked_topics(procedure.application, case.answers):
        for question in asked_questions(procedure.topics()[name], case.answers):
            rows = shown._rows(name, question, case.answers[name], {})
            found[f"{name}.{question.name}" in secret] |= {row.answer for row in rows}
    return found


def link_to(case: Case) -> str:
    return f"/nl/desk/{case.process}/{case.procedure}/{case.id}"


@pytest.mark.parametrize("procedure", SENSITIVE, ids=lambda p: p.key.replace("/", "-"))
def test_a_role_that_does_not_judge_gets_no_sensitive_value_name_id_or_link(
    procedure: Procedure, desk: LocalStack
) -> None:
    roles = who_may_only_see(procedure)
    clerks = [Someone(desk, f"mechelen-{role.replace('_', '-')}") for role in roles]
    for clerk in clerks:
        clerk.sign_in()
    ports = wiring.ports()
    facts = ports.facts(someone(ports).person)
    for chosen in variants(procedure, facts):
        case = hand_in(ports, procedure, someone(ports), chosen)
        files = with_documents(procedure, case)
        answers = written(procedure, case)
        secrets = {a for a in answers[True] - answers[False] if len(a) > LEAST}
        hidden = [d for d in files if sensitive.is_field(procedure, d.field)]
        assert hidden, "what comes later counts too"
        for clerk in clerks:
            for accept in ("text/html", "application/json"):
                clerk.get(f"{link_to(case)}/review", headers={"Accept": accept})
                assert clerk.last.status_code == 200
                assert HIDDEN in clerk.text
                for secret in (*secrets, *(d.id for d in hidden), *(d.name for d in hidden)):
                    assert secret not in clerk.text, (chosen, secret)
            for document in files:
                answer = clerk.browser.get(
                    f"{link_to(case)}/documents/{document.id}", base_url=desk.url
                )
                assert answer.status_code == (403 if document in hidden else 303)


def test_who_judges_sees_it_all(desk: LocalStack) -> None:
    procedure = next(p for p in SENSITIVE if p.key == "driving-licence/renewal")
    ports = wiring.ports()
    case = hand_in(ports, procedure, someone(ports), {"why.reason": "medical-1"})
    files = with_documents(procedure, case)
    clerk = Someone(desk, "mechelen-population")
    clerk.sign_in()
    clerk.get(f"{link_to(case)}/review")
    assert "Medische reden, voor auto of motor" in clerk.text
    assert HIDDEN not in clerk.text
    assert all(d.name in clerk.text for d in files)


def test_the_words_of_a_judgement_are_for_who_judges(desk: LocalStack) -> None:
    procedure = next(p for p in SENSITIVE if p.key == "driving-licence/renewal")
    ports = wiring.ports()
    case = hand_in(ports, procedure, someone(ports), {"why.reason": "medical-1"})
    desk.settle()
    clerk = someone(ports, "", "population")
    file = deciding.read_case(ports, procedure, case.id)
    why = "Het attest noemt geen ziekte."
    deciding.decide(ports, procedure, clerk, file, "check", choice="ask", reason=why)
    for key, sees in (("mechelen-population", True), ("mechelen-counter", False)):
        reader = Someone(desk, key)
        reader.sign_in(f"{link_to(case)}/review")
        assert (why in reader.text) is sees


def test_a_clerk_who_entered_it_sees_it_while_entering_and_then_only_by_right(
    desk: LocalStack,
) -> None:
    clerk = Someone(desk, "mechelen-counter")
    clerk.sign_in("/nl/desk/driving-licence/renewal/for")
    clerk.answer(
        national_number="85.07.30-033.28", given_name="Karim", family_name="El Amrani",
        channel="counter", identified="id-card",
    )  # fmt: skip
    clerk.answer(is_right="yes")
    clerk.answer(reason="medical-2")
    here = clerk.at.rsplit("/questions", 1)[0]
    clerk.get(f"{here}/check")
    assert "Medische keuring" in clerk.text
    clerk.get(f"{here}/questions/repeated")
    clerk.answer(is_repeated="yes")
    clerk.add_document()
    clerk.answer()
    clerk.answer(from_eid="yes")
    clerk.answer(mail="karim@example.org")
    clerk.submit()
    assert clerk.at.endswith("/receipt"), clerk.text[:3000]
    assert "Medische keuring" not in clerk.text
    assert HIDDEN in clerk.text


@pytest.mark.parametrize("procedure", SENSITIVE, ids=lambda p: p.key.replace("/", "-"))
def test_nobody_but_the_applicant_and_the_desk_is_shown_a_sensitive_question(
    procedure: Procedure,
) -> None:
    for name, topic in procedure.topics().items():
        if topic.shown_to:
            asked = (f"{name}.{question.name}" for question in questions_of(topic))
            assert not any(sensitive.is_field(procedure, field) for field in asked)


def who_corrects_unseeing(procedure: Procedure) -> list[str]:
    yes = authorisation.Access.YES
    return [
        role
        for role in ROLES
        if authorisation.access(role, Action.CORRECT, procedure) is yes
        and authorisation.access(role, Action.SEE_SENSITIVE, procedure) is not yes
    ]


@pytest.mark.parametrize(
    "procedure", [p for p in SENSITIVE if who_corrects_unseeing(p)], ids=lambda p: p.key
)
def test_who_may_not_read_an_answer_does_not_correct_it(
    desk: LocalStack, procedure: Procedure
) -> None:
    ports = wiring.ports()
    secret = {name for name in procedure.topics() if sensitive.is_topic(procedure, name)}
    assert secret
    # answers that led past as many of those pages as one form can
    chosen = max(
        variants(procedure, ports.facts(someone(ports).person)),
        key=lambda c: len(
            secret & set(answers_for(procedure, ports.facts(someone(ports).person), c))
        ),
    )
    case = hand_in(ports, procedure, someone(ports), chosen)
    base = f"/nl/desk/{procedure.key}/{case.id}/correct"
    for role in who_corrects_unseeing(procedure):
        clerk = visitor(desk, role)
        page = clerk.ask("GET", base)
        assert page.status_code == 200
        for topic in secret:
            assert f"/questions/{topic}" not in page.get_data(as_text=True)
            assert clerk.ask("GET", f"{base}/questions/{topic}").status_code == 404
