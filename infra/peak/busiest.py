"""The busiest moment, request by request: within a second they come in no order, and that is what
decides how many environments run at once. A fortnight of averages does not show it.

Each request passes the stage's throttle, takes an environment of its function (a new one starts
cold), and gives it back. Who is refused tries again, a few times.
"""

from collections.abc import Generator
from dataclasses import dataclass, field
from random import Random

import simpy

Steps = Generator[simpy.Event, None, None]


@dataclass(frozen=True)
class Busy:
    """One function at that moment. `rate`: requests a second; `seconds`: of its mean answer;
    `limit`: environments at once; `new_per_s`: how fast they start; `throttle`: a second, and
    `burst` at once, for the part of the requests that the busiest method takes."""

    rate: float
    seconds: float
    limit: int
    throttle: float = float("inf")
    burst: float = float("inf")
    part: float = 1.0
    new_per_s: float = 100.0
    cold_s: float = 0.0
    tries: int = 6
    again_after_s: float = 10.0
    is_exponential: bool = True


@dataclass
class Outcome:
    """Of everybody who came. came = served + gave_up + not_yet."""

    came: int = 0
    served: int = 0
    gave_up: int = 0
    throttled: int = 0
    retried: int = 0
    cold: int = 0
    most_at_once: int = 0
    busy_seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def not_yet(self) -> int:
        return self.came - self.served - self.gave_up

    def wait_of(self, share: float) -> float:
        """Seconds until the answer began, for that share of those who were served."""
        if not self.waits:
            return 0.0
        return sorted(self.waits)[min(len(self.waits) - 1, int(share * len(self.waits)))]


class _Door:
    """A token bucket that is filled when it is looked at."""

    def __init__(self, env: simpy.Environment, rate: float, burst: float) -> None:
        self._env, self._rate, self._burst = env, rate, burst
        self._tokens, self._at = burst, 0.0

    def lets_in(self) -> bool:
        if self._burst == float("inf"):
            return True
        now = self._env.now
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class _Moment:
    def __init__(self, busy: Busy, seconds: float, seed: int) -> None:
        self.busy, self.until = busy, seconds
        self.env = simpy.Environment()
        self.found = Outcome()
        self._comes, self._serves = Random(seed), Random(seed + 1)  # noqa: S311 - no secret
        self._door = _Door(self.env, busy.throttle, busy.burst)
        fresh = busy.new_per_s * 10
        self._starts = _Door(self.env, busy.new_per_s, fresh)
        self._idle = self._running = 0

    def run(self) -> Outcome:
        self.env.process(self._arrivals())
        # who was refused at the end tries again after it
        longest = self.busy.tries * self.busy.again_after_s
        self.env.run(until=self.until + longest + 60 * max(1.0, self.busy.seconds))
        return self.found

    def _arrivals(self) -> Steps:
        while True:
            yield self.env.timeout(self._comes.expovariate(self.busy.rate))
            if self.env.now >= self.until:
                return
            self.found.came += 1
            self.env.process(self._request())

    def _request(self) -> Steps:
        began, is_at_door = self.env.now, self._comes.random() < self.busy.part
        for attempt in range(self.busy.tries):
            if attempt:
                self.found.retried += 1
                yield self.env.timeout(self.busy.again_after_s * (0.5 + self._comes.random()))
            if (not is_at_door or self._door.lets_in()) and self._takes_one():
                self.found.waits.append(self.env.now - began)
                yield from self._served()
                return
            self.found.throttled += 1
        self.found.gave_up += 1

    def _takes_one(self) -> bool:
        if self._idle:
            self._idle -= 1
            self._is_cold = False
        elif self._running < self.busy.limit and self._starts.lets_in():
            self._is_cold = True
        else:
            return False
        self._running += 1
        self.found.most_at_once = max(self.found.most_at_once, self._running)
        return True

    def _served(self) -> Steps:
        seconds = self.busy.seconds
        if self.busy.is_exponential:
            seconds = self._serves.expovariate(1 / seconds)
        if self._is_cold:
            self.found.cold += 1
            seconds += self.busy.cold_s
        yield self.env.timeout(seconds)
        self._running -= 1
        self._idle += 1
        self.found.busy_seconds += seconds
        self.found.served += 1


def moment(busy: Busy, seconds: float = 120, *, most: int = 20_000, seed: int = 1) -> Outcome:
    """So many seconds at that rate, beginning with no environment. Shortened where that were more
    than `most` requests, which shows the same: every second is like the one before."""
    if busy.rate <= 0:
        return Outcome()
    return _Moment(busy, min(seconds, most / busy.rate), seed).run()
