"""What a person finds back at the desk."""

from functions import wiring
from functions.domain.numbers import new_case_id
from functions.processes import find
from functions.services import drafting
from infra.local.stack import LocalStack
from tests.applications import hand_in, someone
from tests.contract.test_journeys import persona_number


def test_the_newest_case_and_the_newest_draft_stand_first(desk: LocalStack) -> None:
    """The index gives them so, but what is fetched in one batch comes in any order."""
    assert desk
    ports = wiring.ports()
    procedure = find("elections", "voter-ending")
    assert procedure
    giulia = someone(ports, persona_number("giulia-bianchi"))
    cases = [hand_in(ports, procedure, giulia, {}).id for _ in range(6)]
    drafts = [new_case_id(procedure.process) for _ in range(3)]
    for draft in drafts:
        drafting.save(ports, drafting.new_draft(ports, procedure, giulia, draft, "nl"))
    found, unfinished = ports.store.cases_of(giulia.person.ref)
    assert [case.id for case in found] == sorted(cases, reverse=True)
    assert [draft.case_id for draft in unfinished] == sorted(drafts, reverse=True)
