"""The two layers: what every function imports, and what only makes documents.

Built with pip for the platform of the cloud, whatever this machine is. Kept by what they are made
of, so that packaging again downloads nothing.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import version
from pathlib import Path

from infra.package import archive, bytecode
from infra.package.bytecode import PYTHON
from infra.trim_botocore import trim

ROOT = Path(__file__).parents[2]
ARCHITECTURE = "arm64"
# Python 3.13 runs on Amazon Linux 2023, whose glibc is 2.34
_PLATFORMS = ("manylinux2014_aarch64", "manylinux_2_17_aarch64", "manylinux_2_28_aarch64")
_LANGUAGES = ("root", "nl", "fr", "de", "en")
# What botocore is asked for; its descriptions of 400 other services are most of its size.
SERVICES = (
    "dynamodb", "s3", "stepfunctions", "ses", "sqs", "lambda", "kms", "ssm", "sts",
)  # fmt: skip
_CHALICE = "chalice"  # its own packager brings the part that runs
TRIMMED = "botocore-data"  # the folder in the shared layer


def build(folder: Path) -> dict[str, Path]:
    """Make both layers, or take them from `folder`; their zip files by name."""
    return {"shared": shared(folder), "documents": _layer("documents", _documents(), folder)}


def shared(folder: Path) -> Path:
    """The one that every function has."""
    return _layer("shared", _runs(), folder)


def _project() -> dict[str, object]:
    found: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))[
        "project"
    ]
    return found


def _runs() -> list[str]:
    wanted = _project()["dependencies"]
    assert isinstance(wanted, list)  # noqa: S101 - for the types
    return [text for text in wanted if not text.startswith(_CHALICE)]


def _documents() -> list[str]:
    extras = _project()["optional-dependencies"]
    assert isinstance(extras, dict)  # noqa: S101 - for the types
    return list(extras["documents"])


def _layer(name: str, wanted: list[str], folder: Path) -> Path:
    made_of = [
        *wanted, (ROOT / "constraints.txt").read_text(), Path(__file__).read_text(),
        Path(archive.__file__).read_text(), version("botocore"),
        Path(bytecode.__file__).read_text(), f"bytecode: {bytecode.interpreter() is not None}",
    ]  # fmt: skip
    key = hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:16]
    target = folder / f"{name}-{key}.zip"
    if target.is_file():
        return target
    with tempfile.TemporaryDirectory() as place:
        site = Path(place) / "python"
        _install(wanted, site)
        files = {
            path: data for path, data in archive.below(site, "python/").items() if _runs_on(path)
        }
        if name == "documents":
            files = {path: data for path, data in files.items() if not _is_shared(path, folder)}
        files = bytecode.added(files)
        if name == "shared":
            trim(Path(place) / TRIMMED)
            files |= archive.below(Path(place) / TRIMMED, f"{TRIMMED}/")
    # two at once make the same file twice, and neither takes the other's away
    partial = archive.pack(files, target.with_suffix(f".{os.getpid()}.partial"))
    return partial.rename(target)


def _install(wanted: list[str], site: Path) -> None:
    platforms = [part for name in _PLATFORMS for part in ("--platform", name)]
    subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--no-compile", "--target", str(site), *platforms, "--python-version", PYTHON,
            "--implementation", "cp", "--only-binary=:all:", "-c", str(ROOT / "constraints.txt"),
            *wanted,
        ],
        check=True,
    )  # fmt: skip


_LOCALE = re.compile(r"python/babel/locale-data/([^/]+)\.dat")
_DESCRIBED = re.compile(r"python/botocore/data/([^/]+)/")
_LEFT_OUT = re.compile(
    r"python/bin/|python/(pip|setuptools|wheel|_distutils_hack)/|.*/tests?/|.*\.(pyi|pxd|c|h)$"
    # how it came here, with paths of this machine
    r"|.*\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json)$"
)


def _runs_on(path: str) -> bool:
    """Whether a function needs a file of an installed package."""
    if found := _LOCALE.fullmatch(path):
        return found[1].partition("_")[0] in _LANGUAGES
    if found := _DESCRIBED.match(path):
        return found[1] in SERVICES
    return not _LEFT_OUT.match(path)


def _is_shared(path: str, folder: Path) -> bool:
    return path in _names_of(shared(folder))


def _names_of(layer: Path) -> frozenset[str]:
    if layer not in _known:
        import zipfile

        with zipfile.ZipFile(layer) as archived:
            _known[layer] = frozenset(archived.namelist())
    return _known[layer]


_known: dict[Path, frozenset[str]] = {}
