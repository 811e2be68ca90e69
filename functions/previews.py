"""Pictures of a document that was released, made in the documents function (functions.events)."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from functions.domain.documents import content_type
from functions.domain.problems import NotFound
from functions.services.ports import Ports
from functions.services.preview_ports import Pictures

SECONDS = 25.0  # of waiting; the function itself has more


def make(ports: Ports, case_id: str, document_id: str) -> Pictures:
    """Make and keep them; once, whatever comes of it. Raises NotFound for what is not there."""
    if known := ports.previews.known(case_id, document_id):
        return known
    content = ports.previews.source(case_id, document_id)
    if not content:
        raise NotFound
    found, pictures = rendered(content)
    ports.previews.keep(case_id, document_id, found, pictures)
    return found


def rendered(content: bytes, *, seconds: float = SECONDS) -> tuple[Pictures, list[bytes]]:
    """In a process without our keys, which may end badly."""
    kind = content_type(content[:32])
    if kind is None:
        return Pictures(why="broken"), []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        source.write_bytes(content)
        try:
            subprocess.run(  # noqa: S603 - our own program, with names of our own
                [sys.executable, "-m", "functions.rendering", str(source), kind, folder],
                env={"PYTHONPATH": os.pathsep.join(sys.path), "HOME": folder},
                timeout=seconds,
                capture_output=True,
                check=True,
            )
        except subprocess.TimeoutExpired:
            return Pictures(why="too-slow"), []
        except subprocess.CalledProcessError as error:
            # by a signal: it took too long, or the decoder itself fell over
            return Pictures(why="too-slow" if error.returncode == -_TIME_IS_UP else "broken"), []
        found = Pictures.model_validate_json(Path(folder, "index.json").read_text())
        pages = range(1, found.pages + 1)
        return found, [Path(folder, f"{number}.png").read_bytes() for number in pages]


_TIME_IS_UP = 24  # SIGXCPU
