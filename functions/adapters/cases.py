"""Cases in the table: handed in, changed with their events, read whole."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from functions.adapters.agenda import dated_item
from functions.adapters.appointments import freed, marked, taken
from functions.adapters.codec import Item, key, number, text
from functions.adapters.items import (
    NEW,
    case_item,
    case_key,
    claim_item,
    documents_item,
    event_item,
    kept_item,
    read_case,
    read_event,
    read_task,
)
from functions.adapters.mandates import still_covers
from functions.adapters.table import Cancelled, Table
from functions.domain.agenda import Dated
from functions.domain.appointments import Appointment
from functions.domain.case import Case, CaseFile, Draft, Event
from functions.domain.numbers import age_order
from functions.domain.problems import Conflict, MandateEnded
from functions.domain.procedure import Claim
from functions.domain.retention import kept
from functions.log import CORRELATION, correlation
from functions.services.ports import (
    ClaimTaken,
    Covered,
    Decision,
    Holding,
    NumberTaken,
    SeatTaken,
)  # fmt: skip

if TYPE_CHECKING:
    from functions.services.figure_ports import Rated


class Cases:
    """See services.ports.Store."""

    _table: Table

    def submit(
        self,
        draft: Draft | None,
        case: Case,
        event: Event,
        claims: Sequence[Claim],
        covered: Covered | None = None,
    ) -> None:
        """The draft goes, the case comes, at once. A repeat meets the version of the draft, or the
        case itself where there was no draft."""
        writes: list[dict[str, Any]] = [
            _gone(draft) if draft else _no_draft(case.id),
            {"Put": {"Item": _new_case(case), **NEW}},
            {"Put": {"Item": event_item(event), **NEW}},
            {
                "Put": {
                    "Item": {
                        **key(f"NUMBER#{case.number}", "NUMBER"),
                        "kind": text("number"),
                        "case_id": text(case.id),
                    },
                    **NEW,
                }
            },
        ]
        writes += [
            {
                "Put": {
                    "Item": {
                        **case_key(case.id, f"PARTY#{name}"),
                        "kind": text("party"),
                        "GSI1PK": text(f"CITIZEN#{ref}"),
                        "GSI1SK": text(age_order(case.id)),
                    }
                }
            }
            for name, ref in _also_theirs(case).items()
        ]
        mandate_at = len(writes) if covered else -1
        writes += [still_covers(covered)] if covered else []
        first_claim = len(writes)
        writes += [{"Put": {"Item": claim_item(claim, case.id), **NEW}} for claim in claims]
        try:
            self._table.transact(writes)
        except Cancelled as cancelled:
            raise _first_refusal(cancelled, first_claim, claims, 3, mandate_at) from cancelled

    def claim_holder(self, claim: str) -> str:
        item = self._table.get(key(f"CLAIM#{claim}", "CLAIM"))
        return str(item["case_id"]["S"]) if item else ""

    def case_file(self, case_id: str) -> CaseFile | None:
        items = list(
            self._table.all_of(
                KeyConditionExpression="PK = :pk",
                ExpressionAttributeValues={":pk": text(f"CASE#{case_id}")},
                ConsistentRead=True,
            )
        )
        case = next((read_case(item) for item in items if item["SK"]["S"] == "META"), None)
        if case is None:
            return None
        tasks = [read_task(item) for item in items if item["SK"]["S"].startswith("TASK#")]
        events = [read_event(item) for item in items if item["SK"]["S"].startswith("EVENT#")]
        return CaseFile(case=case, events=events, tasks={task.step: task for task in tasks})

    def record(
        self,
        case: Case,
        event: Event,
        *,
        decision: Decision | None = None,
        claims: Sequence[Claim] = (),
        release: Sequence[str] = (),
        dated: Sequence[Dated] = (),
        takes: Sequence[Appointment] = (),
        frees: Sequence[Appointment] = (),
        holding: Holding | None = None,
        rated: "Rated | None" = None,
        marks: Sequence[tuple[Appointment, str]] = (),
    ) -> None:
        """A change of a case with its event, a decision, its task's clerk, claims, dates, seats:
        all or nothing. A mark on a seat that is gone by now is left out."""
        writes: list[dict[str, Any]] = [
            _case_update(case),
            {"Put": {"Item": event_item(event), **NEW}},
        ]
        if decision:
            writes.append(_task_update(case.id, decision))
        if holding:
            writes.append(_holding_update(case.id, holding))
        writes += [freed(seat, case.id) for seat in frees]
        first_seat = len(writes)
        writes += [taken(seat, case.id) for seat in takes]
        first_claim = len(writes)
        writes += [{"Put": {"Item": claim_item(claim, case.id), **NEW}} for claim in claims]
        writes += [{"Delete": {"Key": key(f"CLAIM#{claimed}", "CLAIM")}} for claimed in release]
        writes += [{"Put": {"Item": dated_item(item)}} for item in dated]
        if event.kind == "closed":
            writes.append({"Put": {"Item": kept_item(kept(case))}})
        if rated:
            from functions.adapters.tally import rating_writes

            writes += rating_writes(rated)
        first_mark = len(writes)
        marking = [marked(seat, case.id, state) for seat, state in marks]
        try:
            self._table.transact([*writes, *marking])
        except Cancelled as cancelled:
            if cancelled.failed[0] >= first_mark:
                self.record(
                    case, event, decision=decision, claims=claims, release=release, dated=dated,
                    takes=takes, frees=frees, holding=holding, rated=rated,
                )  # fmt: skip
                return
            if cancelled.failed[0] in range(first_seat, first_claim):
                raise SeatTaken from cancelled
            raise _first_refusal(cancelled, first_claim, claims) from cancelled


def _gone(draft: Draft) -> dict[str, Any]:
    return {
        "Delete": {
            "Key": case_key(draft.case_id, "DRAFT"),
            "ConditionExpression": "#version = :version",
            "ExpressionAttributeNames": {"#version": "version"},
            "ExpressionAttributeValues": {":version": number(draft.version)},
        }
    }


def _no_draft(case_id: str) -> dict[str, Any]:
    return {"ConditionCheck": {"Key": case_key(case_id, "DRAFT"), **NEW}}


def _also_theirs(case: Case) -> dict[str, str]:
    """In whose overview it stands besides the applicant's, by pseudonym; a clerk's is the queue."""
    refs = {name: party.ref for name, party in case.parties.items()}
    return {**refs, "acting": case.acting.ref} if case.acting and case.mandate else refs


def _new_case(case: Case) -> Item:
    return {**case_item(case), **documents_item(case.documents.values())}


def _case_update(case: Case) -> dict[str, Any]:
    """Everything of the case but its documents, which arrive beside it."""
    item = case_item(case)
    where = {name: item.pop(name) for name in ("PK", "SK")}
    return {
        "Update": {
            "Key": where,
            "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in item),
            "ConditionExpression": "#version = :before",
            "ExpressionAttributeNames": {f"#{name}": name for name in item},
            "ExpressionAttributeValues": {
                **{f":{name}": value for name, value in item.items()},
                ":before": number(case.version - 1),
            },
        }
    }


def _task_update(case_id: str, decision: Decision) -> dict[str, Any]:
    """Answer a task if it is still the open one that was shown; it leaves the queue
    and is nobody's any more."""
    return {
        "Update": {
            "Key": case_key(case_id, f"TASK#{decision.step}"),
            "UpdateExpression": "SET #state = :state, #choice = :choice, #reason = :reason, "
            "#decided = :at, #correlation = :correlation "
            "REMOVE GSI2PK, GSI2SK, " + ", ".join(_HELD),
            "ConditionExpression": "#state = :open AND #token = :token",
            "ExpressionAttributeNames": {f"#{name}": name for name in (*_ANSWERED, CORRELATION)},
            "ExpressionAttributeValues": {
                ":state": text(decision.state),
                ":choice": text(decision.choice),
                ":reason": text(decision.reason),
                ":at": text(decision.at.isoformat()),
                ":open": text("open"),
                ":token": text(decision.token),
                ":correlation": text(correlation()),
            },
        }
    }


_ANSWERED = ("state", "choice", "reason", "decided", "token")
_HELD = ("holder", "holder_name", "holder_from", "holder_note", "GSI1PK", "GSI1SK")


def _holding_update(case_id: str, holding: Holding) -> dict[str, Any]:
    """Who has an open task: by the index, what a clerk has is one query."""
    names = {"#state": "state", "#token": "token"}
    values = {":open": text("open"), ":token": text(holding.token)}
    if holding.holder:
        written = {
            "holder": holding.holder,
            "holder_name": holding.name,
            "holder_from": holding.given_by,
            "holder_note": holding.note,
            "GSI1PK": f"HOLDER#{holding.holder}",
            "GSI1SK": f"{holding.deadline.isoformat()}#{case_id}",
        }
        change = "SET " + ", ".join(f"{name} = :{name}" for name in written)
        values |= {f":{name}": text(value) for name, value in written.items()}
    else:
        change = "REMOVE " + ", ".join(_HELD)
    return {
        "Update": {
            "Key": case_key(case_id, f"TASK#{holding.step}"),
            "UpdateExpression": change,
            "ConditionExpression": "#state = :open AND #token = :token",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
    }


def _first_refusal(
    cancelled: Cancelled,
    first_claim: int,
    claims: Sequence[Claim],
    number_at: int = -1,
    mandate_at: int = -1,
) -> Exception:
    """A lost version explains everything else, so it comes first; then the mandate, the number, a
    claim."""
    own = (number_at, mandate_at)
    if any(i < first_claim and i not in own for i in cancelled.failed):
        return Conflict()
    if mandate_at in cancelled.failed:
        return MandateEnded()
    if number_at in cancelled.failed:
        return NumberTaken()
    return ClaimTaken(claims[cancelled.failed[0] - first_claim])
