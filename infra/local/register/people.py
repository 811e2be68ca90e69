"""The invented people as the register tells of them, with their families both ways."""

from collections.abc import Iterator, Sequence
from typing import Any

from infra.local.identity import Persona


class People:
    """Finds a person by national number, in the register's JSON."""

    def __init__(self, personas: Sequence[Persona]) -> None:
        self._by_number = {p.rrn: p for p in personas}
        self._by_key = {p.key: p for p in personas}

    def find(self, number: str) -> dict[str, Any] | None:
        """What is known of a person; None for who is not registered in Belgium."""
        found = self._by_number.get(number)
        if found is None or found.nis is None or found.address is None:
            return None
        return {
            **_names(found),
            "birthDate": found.birth_date.isoformat(),
            "nationality": found.nationality,
            "refugee": found.refugee,
            "address": {**found.address.model_dump(), "nis": found.nis},
            "registeredSince": found.since.isoformat() if found.since else None,
            "civilStatus": found.civil_status,
            "legalCohabitation": self._is_cohabiting(found),
            "family": [{"relation": how, **_names(who)} for how, who in self._family(found)],
        }

    def _family(self, person: Persona) -> Iterator[tuple[str, Persona]]:
        partner = self._partner(person)
        if partner:
            yield "partner", partner
        for other in self._by_key.values():
            if person.key in other.parents:
                yield "child", other
        for key in person.parents:
            yield "parent", self._by_key[key]

    def _partner(self, person: Persona) -> Persona | None:
        """Said at one of the two, true of both."""
        if person.partner:
            return self._by_key[person.partner]
        return next((p for p in self._by_key.values() if p.partner == person.key), None)

    def _is_cohabiting(self, person: Persona) -> bool:
        partner = self._partner(person)
        return person.cohabiting and partner is not None and partner.cohabiting


def _names(person: Persona) -> dict[str, str]:
    return {
        "insz": person.rrn,
        "givenName": person.given_name,
        "familyName": person.family_name,
    }
