"""Tells the desk that a payment changed: its id and nothing else, again until it hears 200."""

import threading
from urllib.parse import urlencode

import urllib3

_TIMEOUT = 15  # seconds, as Mollie waits
# Mollie tries ten times over a day; who tries the desk does not wait so long.
PAUSES = (0.0, 1.0, 3.0, 10.0, 30.0)


class Webhooks:
    """Each change on a thread of its own. `lost`: nothing is told, as when the network fails."""

    def __init__(self, pauses: tuple[float, ...] = PAUSES) -> None:
        self.pauses = pauses
        self.lost = False
        self.answers: list[tuple[str, int]] = []  # (id, status; 0 without an answer)
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def tell(self, url: str, payment_id: str) -> None:
        """Begin to tell; returns at once."""
        if self.lost or not url:
            return
        thread = threading.Thread(target=self._tell, args=(url, payment_id), daemon=True)
        self._threads.append(thread)
        thread.start()

    def wait(self) -> None:
        """Until everything is told, or given up."""
        for thread in list(self._threads):
            thread.join(60)
        self._threads.clear()

    def forget(self) -> None:
        """Stop telling, and begin anew."""
        self._stop.set()
        self.wait()
        self._stop.clear()
        self.lost = False
        self.answers.clear()

    def _tell(self, url: str, payment_id: str) -> None:
        for pause in self.pauses:
            if self._stop.wait(pause):
                return
            status = self.call(url, payment_id)
            self.answers.append((payment_id, status))
            if status == 200:
                return

    def call(self, url: str, payment_id: str) -> int:
        """One call; the status, or 0 where nobody answers."""
        try:
            answer = urllib3.request(
                "POST",
                url,
                body=urlencode({"id": payment_id}),
                headers={
                    "Content-Type": "application/x-www-form-urlencoded",
                    "User-Agent": "Mollie HTTP client/1.0",
                    "Accept": "*/*",
                },
                timeout=_TIMEOUT,
                retries=False,
            )
        except urllib3.exceptions.HTTPError:
            return 0
        return int(answer.status)
