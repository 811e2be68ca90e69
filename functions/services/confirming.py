"""A mail address counts once its owner gave back the code that was mailed to it (double opt-in).

The request only writes that it was asked; the table's stream mails the code. The code is not kept
anywhere: it is made again from the address, its owner and the moment, with the desk's own key.
"""

import hmac
from collections.abc import Callable

from functions.domain.digest import Digest
from functions.domain.messages import Pending, Preferences
from functions.domain.problems import Invalid, Problem
from functions.domain.texts import N_, say
from functions.services import messaging
from functions.services.ports import Ports
from functions.services.writing import Words

_DIGITS = 8
_WRONG = N_("Deze code klopt niet. Kijk ze na in de mail, of vraag een nieuwe code.")
_OVER = N_("Deze code is vervallen. Bewaar je adres opnieuw.")
TOO_MANY = N_("Je vroeg al enkele codes. Wacht een dag en probeer het opnieuw.")


def read_address(typed: str) -> str:
    """Raises Invalid, with what to do."""
    from pydantic import TypeAdapter, ValidationError

    from functions.domain.kinds import Mail

    try:
        found: str = TypeAdapter(Mail).validate_python(typed)
    except ValidationError as error:
        first = error.errors()[0]
        text = N_("Vul een e-mailadres in zoals naam@voorbeeld.be, met een @ en een punt.")
        own = first["type"] in ("mail", "hidden_sign")
        raise Invalid([Problem("address", say(first["msg"] if own else text))]) from error
    return found


def code_of(ports: Ports, ref: str, pending: Pending) -> str:
    """Eight digits."""
    made = ports.pseudonym(f"code/{ref}/{pending.address}/{pending.asked.isoformat()}")
    return str(int(made, 16) % 10**_DIGITS).zfill(_DIGITS)


def _fits(ports: Ports, ref: str, pending: Pending, typed: str) -> bool:
    """However it was spaced."""
    given = "".join(sign for sign in typed if sign.isalnum())[:_DIGITS]
    return hmac.compare_digest(code_of(ports, ref, pending).encode(), given.encode())


def confirmed(
    ports: Ports, ref: str, pending: Pending | None, typed: str, tried: Callable[[Pending], object]
) -> str:
    """The address whose code came back. `tried`: keeps that a wrong one was given. Raises
    Invalid."""
    if pending is None or not pending.is_live(ports.clock.now()):
        raise Invalid([Problem("code", say(_OVER))])
    if not _fits(ports, ref, pending, typed):
        tried(pending.model_copy(update={"tries": pending.tries + 1}))
        raise Invalid([Problem("code", say(_WRONG))])
    return pending.address


def mail_code(ports: Ports, known: Preferences | Digest) -> None:
    """From the stream: mail the code, once for each time that it is asked."""
    pending = known.pending
    if pending is None or pending.tries or not pending.is_live(ports.clock.now()):
        return
    path = "/desk/my/messages" if isinstance(known, Preferences) else "/desk/digest"
    _send(ports, known.ref, pending, Words(known.lang), path)


def _send(ports: Ports, ref: str, pending: Pending, words: Words, path: str) -> None:
    code = code_of(ports, ref, pending)
    subject = say(N_("Je code: %(code)s"), code=f"{code[:4]} {code[4:]}")
    body = [
        say(N_("Met deze code bevestig je je e-mailadres. Vul ze in op de pagina hieronder.")),
        say(N_("Vroeg je geen code? Dan hoef je niets te doen.")),
    ]
    key = f"code/{ref}/{pending.asked.isoformat()}"
    messaging.to_address(ports, key, pending.address, words, subject, body, path)
