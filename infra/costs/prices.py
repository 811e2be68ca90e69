"""The data of the cost model: prices.toml and assumptions.toml."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

_HERE = Path(__file__).parent
UNCONFIRMED = "unconfirmed"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PriceList(_Part):
    note: str
    source: str
    date: date


class Price(BaseModel):
    """US dollars for `per` of it, by region."""

    model_config = ConfigDict(frozen=True, extra="allow")

    per: int = Field(ge=1)
    seen: str
    __pydantic_extra__: dict[str, float] = Field(init=False)

    def of_one(self, region: str) -> float:
        return self.__pydantic_extra__[region] / self.per


class Prices(BaseModel):
    """`standing`: the price of a kind of resource a month; `standing_free`: why there is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lists: dict[str, PriceList]
    prices: dict[str, Price]
    standing: dict[str, str]
    standing_free: dict[str, str] = Field(alias="standing-free")

    @model_validator(mode="after")
    def _names(self) -> "Prices":
        named = {price.seen for price in self.prices.values()} - set(self.lists)
        named |= set(self.standing.values()) - set(self.prices)
        if named:
            message = f"not known: {sorted(named)}"
            raise ValueError(message)
        return self

    def regions(self) -> set[str]:
        """Where all prices are known."""
        return set.intersection(*(set(p.__pydantic_extra__) for p in self.prices.values()))

    def of(self, name: str, region: str) -> float:
        """Dollars for one. Raises LookupError for a region that is not in the list."""
        if region not in self.regions():
            message = f"no prices of {region}; there are {', '.join(sorted(self.regions()))}"
            raise LookupError(message)
        return self.prices[name].of_one(region)


class Assumptions(_Part):
    """See assumptions.toml."""

    whole_core_mb: int
    slowdown: float = Field(gt=0)
    cold_share: float = Field(ge=0, le=1)
    cold_ms: float = Field(ge=0)
    visitors_per_case: float = Field(ge=0)
    log_bytes: int = Field(ge=0)
    access_log_bytes: int = Field(ge=0)
    trace_share: float = Field(ge=0, le=1)
    metrics_of_a_procedure: int = Field(ge=0)
    other_metrics: int = Field(ge=0)
    wait_ms: dict[str, float]

    def wait_of(self, call: str) -> float:
        """Of `service.Operation`; raises KeyError for a service that nobody thought of."""
        service = call.partition(".")[0]
        return self.wait_ms[call] if call in self.wait_ms else self.wait_ms[service]

    def core_share(self, memory_mb: int) -> float:
        """Of one core, at most one: our functions have one thread."""
        return min(1.0, memory_mb / self.whole_core_mb)


@cache
def prices() -> Prices:
    return Prices.model_validate(_read("prices.toml"))


@cache
def assumptions() -> Assumptions:
    return Assumptions.model_validate(_read("assumptions.toml"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text("utf-8"))
