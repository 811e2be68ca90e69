"""Makes sure that there is a checkov for the tests of the package: `python -m infra.checkov`.

Checkov holds on to older versions of what we use, so it lives in an environment of its own.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

from infra.local.config import ROOT

VERSION = "3.3.0"
_PLACE = ROOT / "build" / "tools" / f"checkov-{VERSION}"
_COMMAND = _PLACE / "bin" / "checkov"


def command() -> Path:
    """The program: what CHECKOV names, else our own, which is set up first where it is missing.
    Raises CalledProcessError when it cannot be."""
    if named := os.environ.get("CHECKOV"):
        return Path(named)
    if not (_PLACE / "ready").exists():
        venv.create(_PLACE, with_pip=True)
        pip = [str(_PLACE / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run(
            [*pip, "--disable-pip-version-check", f"checkov=={VERSION}"],
            check=True,
            capture_output=True,
        )
        (_PLACE / "ready").touch()
    return _COMMAND


def main() -> int:
    """Return 0 when there is a checkov, 1 after saying why not."""
    try:
        print(command())
    except subprocess.CalledProcessError as error:
        print(f"Checkov could not be installed: {error.stderr.decode()}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
