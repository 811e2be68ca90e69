"""`redrive`: what waits in the three dead-letter queues, done after all."""

from datetime import UTC, datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from infra import dead_letters
from infra.dead_letters import Letter, Outcome, Redriven
from infra.operate.deployed import Deployed, moment
from infra.operate.replaying import STREAMS, Failed, invoke, refusal, replay, target_of

_KEPT = timedelta(hours=24)  # in the stream
_ABOUT = {
    "DeadLetters": "what follows a change of the table",
    "DossierDeadLetters": "what DOSIS has to hear",
    "EventDeadLetters": "uploads, the hourly agenda, mail events, documents to make",
}


def waiting(deployed: Deployed) -> int:
    """Say what waits, and leave it there. Nothing of a letter's content is shown; the count."""
    total = 0
    for queue, address in deployed.queues.items():
        letters = list(dead_letters.look(deployed.client("sqs"), address))
        total += len(letters)
        print(f"{queue} ({_ABOUT[queue]}): {len(letters)} waiting")
        for letter in letters:
            print(f"  - {told(deployed, queue, letter, datetime.now(UTC))}")
    return total


def told(deployed: Deployed, queue: str, letter: Letter, now: datetime) -> str:
    """One letter in words, without anything of its content."""
    since = f"since {moment(letter.sent)}"
    if queue in STREAMS:
        batch = letter.body.get("DDBStreamBatchInfo", {})
        context = letter.body.get("requestContext", {})
        first = batch.get("approximateArrivalOfFirstRecord", "")
        size, why = batch.get("batchSize", "?"), context.get("condition", "reason unknown")
        text = f"{since}: {size} change(s) for {STREAMS[queue]}, {why}"
        return text if _is_readable(first, now) else f"{text}; older than 24 hours: EXPIRED"
    try:
        function, _ = target_of(deployed, letter)
    except Failed as error:
        return f"{since}: {error}"
    why = letter.attributes.get("ERROR_CODE") or letter.body.get("requestContext", {}).get(
        "condition", "reason unknown"
    )
    return f"{since}: one event for {function}, {why}"


def _is_readable(first: str, now: datetime) -> bool:
    try:
        return now - datetime.fromisoformat(first) < _KEPT
    except (ValueError, TypeError):  # it does not say; the stream will
        return True


def redrive(deployed: Deployed, *, forget_expired: bool = False) -> Redriven:
    """Replay all letters, then let the table tell what was never begun. Prints each that stays."""
    result = Redriven()
    for queue, address in deployed.queues.items():

        def once_more(letter: Letter, queue: str = queue) -> Outcome:
            outcome, why = replay(deployed, queue, letter)
            if outcome is not Outcome.DONE:
                line = told(deployed, queue, letter, datetime.now(UTC))
                print(f"{queue}: {outcome.value}: {line}. {why}")
            return outcome

        result.add(
            dead_letters.redrive(
                deployed.client("sqs"), address, once_more, forget_expired=forget_expired
            )
        )
    result.forgotten = forgotten(deployed)
    return result


def forgotten(deployed: Deployed) -> int:
    """Start and resume what the table knows and no workflow does; the agenda's function does it, so
    that no secret is needed here. -1: it could not."""
    try:
        answer = invoke(deployed, "agenda", {"forgotten": True})
    except (Failed, ClientError, BotoCoreError) as error:
        why = str(error) if isinstance(error, Failed) else refusal(error)
        print(f"What was forgotten could not be looked for: {why}")
        return -1
    return int(answer["started"]) + int(answer["resumed"])


def report(result: Redriven) -> str:
    parts = [f"Replayed: {result.replayed}.", f"Failed again, kept: {result.failed}."]
    if result.expired:
        parts.append(
            f"Expired: {result.expired} (workflows were found in the table; mails that those "
            "changes would have brought were not sent; docs/runbooks/stuck-workflow.md)."
        )
    if result.forgotten >= 0:
        parts.append(f"Started or resumed from the table: {result.forgotten}.")
    return " ".join(parts)
