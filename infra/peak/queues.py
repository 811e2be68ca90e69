"""Queues a second at a time: what comes, what a limit lets through, what waits."""

from dataclasses import dataclass

import numpy as np

from infra.peak.arrivals import Series


@dataclass(frozen=True)
class Passed:
    """By second: `served`; `waiting` at its end. Whole numbers of the run: `came`, `gave_up`,
    `delayed` (did not pass at once)."""

    served: Series
    waiting: Series
    came: float
    gave_up: float
    delayed: float
    longest_wait_s: float

    @property
    def drained_after_s(self) -> int:
        """From the last moment that most waited until nothing did; 0: nothing ever waited."""
        if not self.waiting.any():
            return 0
        worst = int(np.flatnonzero(self.waiting >= self.waiting.max() - 1e-9)[-1])
        empty = np.nonzero(self.waiting[worst:] < 1e-9)[0]
        return int(empty[0]) if len(empty) else len(self.waiting) - worst


def bucket(
    demand: Series, rate: float, burst: float = 0, *, patience_s: float = float("inf")
) -> Passed:
    """A token bucket, first come first served: `rate` a second and `burst` saved up at most. Who
    would wait longer than their patience gives up at once."""
    rate, burst = float(rate), max(float(burst), float(rate))
    came = float(demand.sum())
    if not len(demand) or demand.max() <= rate:  # the bucket is never empty
        return Passed(demand, np.zeros_like(demand), came, 0.0, 0.0, 0.0)
    served, waiting = np.empty_like(demand), np.empty_like(demand)
    tokens, queue, gave_up, delayed, longest = burst, 0.0, 0.0, 0.0, 0.0
    for second, new in enumerate(demand.tolist()):
        queue += new
        passes = min(queue, tokens)
        queue -= passes
        tokens = min(burst, tokens - passes + rate)
        if queue > 0:
            most = rate * patience_s
            if queue > most:
                gave_up += queue - most
                queue = most
            delayed += min(new, queue)
            longest = max(longest, queue / rate)
        served[second], waiting[second] = passes, queue
    return Passed(served, waiting, came, gave_up, delayed, longest)


def growing(demand: Series, warm: float, within_s: int) -> Passed:
    """A table on demand: its warm throughput at once, and twice the peak that was before the last
    `within_s` seconds."""
    if demand.max() <= warm:
        return Passed(demand, np.zeros_like(demand), float(demand.sum()), 0.0, 0.0, 0.0)
    served, waiting = np.empty_like(demand), np.empty_like(demand)
    queue, delayed, longest, before = 0.0, 0.0, 0.0, 0.0
    for second, new in enumerate(demand.tolist()):
        if second >= within_s:
            before = max(before, float(served[second - within_s]))
        most = max(warm, 2 * before)
        queue += new
        passes = min(queue, most)
        queue -= passes
        if queue > 0:
            delayed += min(new, queue)
            longest = max(longest, queue / most)
        served[second], waiting[second] = passes, queue
    return Passed(served, waiting, float(demand.sum()), 0.0, delayed, longest)
