"""Seats at the counter in the table: an item a seat, so that none is ever sold twice."""

from datetime import UTC, date, timedelta
from typing import Any

from functions.adapters import codec
from functions.adapters.codec import Item, body, key, number, text
from functions.adapters.items import NEW
from functions.adapters.table import Table
from functions.domain.appointments import Appointment, Seat
from functions.domain.holidays import end_of_day

# Nobody asks for a seat of yesterday; the case keeps its appointment itself.
_KEPT = timedelta(days=1)


def _seat_key(seat: Appointment) -> Item:
    start = seat.start.astimezone(UTC)
    return key(f"SLOTS#{seat.service}#{seat.day.isoformat()}", f"{start:%H:%M}#{seat.seat}")


def taken(seat: Appointment, case_id: str) -> dict[str, Any]:
    """The write that takes a seat, if it is free."""
    expires = end_of_day(seat.day) + _KEPT
    item = {
        **_seat_key(seat),
        "kind": text("seat"),
        "case_id": text(case_id),
        "expires_at": number(int(expires.timestamp())),
        **body(seat),
    }
    return {"Put": {"Item": item, **NEW}}


def freed(seat: Appointment, case_id: str) -> dict[str, Any]:
    """The write that gives a seat back: only one's own, and one that has gone is free already."""
    return {
        "Delete": {
            "Key": _seat_key(seat),
            "ConditionExpression": "attribute_not_exists(PK) OR case_id = :case",
            "ExpressionAttributeValues": {":case": text(case_id)},
        }
    }


def marked(seat: Appointment, case_id: str, state: str) -> dict[str, Any]:
    """The write that notes on a seat how its visit goes, for the day list."""
    return {
        "Update": {
            "Key": _seat_key(seat),
            "UpdateExpression": "SET #state = :state",
            "ConditionExpression": "case_id = :case",
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": {":state": text(state), ":case": text(case_id)},
        }
    }


class Appointments:
    """See services.ports.Store."""

    _table: Table

    def seats(self, service: str, day: date) -> list[Appointment]:
        return [seat.chosen for seat in self.day_of(service, day)]

    def day_of(self, service: str, day: date) -> list[Seat]:
        items = self._table.all_of(
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": text(f"SLOTS#{service}#{day.isoformat()}")},
            ConsistentRead=True,
        )
        return [
            Seat(
                codec.read(Appointment, item),
                item["case_id"]["S"],
                item.get("state", {}).get("S", ""),
            )
            for item in items
        ]
