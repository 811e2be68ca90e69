"""The fortnight as a picture: light colours that stay apart in print, and a line style for each."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from infra.deployment import Deployment
from infra.peak.arrivals import DAY, HOUR, Series
from infra.peak.data import Fortnight, Limits
from infra.peak.flow import Simulated, busiest_method

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BLUE, _ORANGE, _GREY = "#5b8db8", "#e39b4b", "#444444"
_EVENING = 5 * HOUR
_STEP = 30  # seconds of a point


def draw(
    found: Simulated, deployment: Deployment, limits: Limits, fortnight: Fortnight, out: Path
) -> None:
    """Three panels: all requests of the fortnight, the last evening at the door and the stream, and
    the mails that wait."""
    settings: Any = {"svg.hashsalt": "burgerloket", "svg.fonttype": "none", "font.size": 9}
    with mpl.rc_context(settings):
        figure = Figure(figsize=(8, 8.5), layout="constrained")
        over, evening, mails = figure.subplots(3, 1)
        _fortnight(over, found, fortnight)
        _evening(evening, found, deployment, fortnight)
        _mails(mails, found, limits, fortnight)
        out.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(out, format="svg", metadata={"Date": None})


def _fortnight(axes: "Axes", found: Simulated, fortnight: Fortnight) -> None:
    requests = sum(found.whole.requests.values(), np.zeros(found.whole.seconds))
    series = requests[: (fortnight.days + 1) * DAY]
    hourly = series.reshape(-1, HOUR)
    days = np.arange(len(hourly)) / 24 + 1
    axes.fill_between(days, hourly.max(axis=1), color="#cfe0ee", label="busiest second of the hour")
    axes.plot(days, hourly.mean(axis=1), color=_BLUE, linewidth=1.2, label="mean of the hour")
    axes.set_title(f"{found.scenario.voters:,} voters: requests a second to the API")
    axes.set_xlabel("day; letters come on day 1, the vote is on day 15")
    axes.set_xticks(range(1, fortnight.days + 2))
    _plain(axes)


def _evening(axes: "Axes", found: Simulated, deployment: Deployment, fortnight: Fortnight) -> None:
    hours, door = _of_evening(busiest_method(found.largest), fortnight)
    _, records = _of_evening(found.largest.of("records"), fortnight)
    capacity = found.shards * found.at_once / found.record_s
    axes.plot(hours, door, color=_BLUE, label="requests, busiest method")
    axes.axhline(deployment.api.rate, color=_BLUE, linestyle=":", label="its throttle")
    axes.plot(hours, records, color=_ORANGE, linestyle="--", label="records of the stream")
    axes.axhline(capacity, color=_ORANGE, linestyle="-.", label="what the stream takes")
    axes.set_title("The last evening, the (largest) tenant: a second")
    axes.set_xlabel("hour of day 14")
    axes.set_yscale("symlog")
    axes.set_ylim(bottom=0)
    _plain(axes)


def _mails(axes: "Axes", found: Simulated, limits: Limits, fortnight: Fortnight) -> None:
    hours, waiting = _of_evening(found.mails.waiting, fortnight)
    _, asked = _of_evening(found.whole.of("mails"), fortnight)
    axes.plot(hours, asked, color=_BLUE, label="mails to send, a second")
    axes.axhline(limits.mail.per_s, color=_GREY, linestyle=":", label="what SES takes (assumed)")
    axes.set_ylim(bottom=0)
    axes.set_title("The last evening, the whole account: mails")
    axes.set_xlabel("hour of day 14")
    _plain(axes)
    if waiting.any():
        behind = axes.twinx()
        behind.fill_between(hours, waiting, color="#f6dfc4", label="mails that wait (right)")
        behind.set_ylim(bottom=0)
        behind.set_zorder(axes.get_zorder() - 1)
        axes.patch.set_visible(False)
        behind.set_ylim(top=behind.get_ylim()[1] * 1.3)
        behind.legend(loc="upper right", frameon=False)


def _of_evening(series: Series, fortnight: Fortnight) -> tuple[Series, Series]:
    """(hours of the day, the worst of each step) of the evening of the rush, an hour before on."""
    begins = (fortnight.rush.day - 1) * DAY + (fortnight.rush.hour - 1) * HOUR
    part = series[begins : begins + _EVENING].reshape(-1, _STEP).max(axis=1)
    hours = fortnight.rush.hour - 1 + np.arange(len(part)) * _STEP / HOUR
    return hours, part


def _plain(axes: "Axes") -> None:
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    low, high = axes.get_ylim()
    axes.set_ylim(low, high * (6 if axes.get_yscale() == "symlog" else 1.3))
    axes.legend(loc="upper left", frameon=False, ncols=2)
