"""Compiles templates to Python modules and catalogues to .mo: `python -m frontend.compile`."""

import shutil
from pathlib import Path

from frontend import texts
from frontend.render import COMPILED, STAMP, environment, source_loader, stamp


def compile_templates(target: Path = COMPILED) -> Path:
    """Writes every template as a module under `target`; does nothing when they are fresh."""
    made = target / STAMP
    current = stamp()
    if made.is_file() and made.read_text() == current:
        return target
    shutil.rmtree(target, ignore_errors=True)
    env = environment("nl", source_loader())
    env.compile_templates(target, extensions=["html"], zip=None, ignore_errors=False)
    made.write_text(current)
    return target


def main() -> None:
    compile_templates()
    texts.compile_catalogues()


if __name__ == "__main__":
    main()
