"""Zip files that are the same when their content is: names sorted, one moment, one mode."""

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a zip can tell
_MODE = 0o644 << 16
_UNIX = 3


def pack(files: Mapping[str, bytes], target: Path) -> Path:
    """Write the files by their names in the archive."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            about = zipfile.ZipInfo(name, _MOMENT)
            about.external_attr = _MODE
            about.create_system = _UNIX
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, files[name])
    return target


def below(folder: Path, prefix: str = "") -> dict[str, bytes]:
    """Every file under a folder, by its path there; what Python made of it is left out."""
    return {
        prefix + path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }


def digest(path: Path) -> str:
    """Names a file by its content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:32]
