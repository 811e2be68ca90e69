"""The local desk: `python -m infra.local run | reset | redrive | clock`."""

import argparse
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

from infra.local.config import ROOT, Local


def main(arguments: list[str] | None = None) -> int:
    """Return the exit code."""
    options = _parser().parse_args(arguments)
    if options.command == "run":
        from infra.local.supervisor import Supervisor

        return Supervisor(Local.on_ports(options.tenant, options.port)).run()
    if options.command == "clock":
        if not options.forward:
            return _ask(options.port, "clock")
        return _ask(options.port, "clock", {"forward": options.forward})
    return _ask(options.port, options.command, {})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    help_texts = {
        "run": "start the desk",
        "reset": "empty the running desk: cases, uploads, mails, clock",
        "redrive": "try again what the stream's function could not handle",
        "clock": "show the running desk's time, or move it forward",
    }
    for name, text in help_texts.items():
        command = commands.add_parser(name, help=text)
        command.add_argument("--port", type=int, default=8000)
        if name == "run":
            tenants = sorted(file.stem for file in (ROOT / "infra" / "tenants").glob("*.toml"))
            command.add_argument("--tenant", choices=tenants, default="mechelen")
        if name == "clock":
            command.add_argument("--forward", metavar="P3D", help="an ISO 8601 duration")
    return parser


def _ask(port: int, page: str, form: dict[str, str] | None = None) -> int:
    """Use a page of the running desk and print what it says."""
    data = None if form is None else urllib.parse.urlencode(form).encode()
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/_local/{page}", data) as answer:
            print(_text(answer.read().decode()))
            return 0
    except urllib.error.HTTPError as error:
        with error:
            print(_text(error.read().decode()) or f"Refused ({error.code}).", file=sys.stderr)
    except OSError:
        print(f"No desk answers on port {port}; start one with `make run`.", file=sys.stderr)
    return 1


def _text(html: str) -> str:
    """The message of one of our own pages: its paragraphs up to the first form."""
    main = html.partition("<main>")[2].partition("<form")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


if __name__ == "__main__":
    sys.exit(main())
