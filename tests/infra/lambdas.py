"""The functions of a deployed stack: each in a process of its own, from what was deployed.

Handler, environment, memory and time-out come from the deployed configuration; the code is the zip
that CloudFormation was pointed at. The layers are built for another processor, so third-party
packages come from this machine's environment: those that a layer names, and of those every file
that was opened has to be in the layer (`not_in_layers`). Only botocore's trimmed data is a layer's.
"""

import io
import json
import os
import select
import subprocess
import sys
import sysconfig
import threading
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from infra.local.cloud_errors import FunctionError
from infra.package.layers import TRIMMED

PACKAGES = Path(sysconfig.get_path("purelib"))
_BOOTSTRAP = Path(__file__).with_name("lambda_bootstrap.py")
_START = 10  # seconds that Lambda gives to a start, beside the time-out of the first call
# What Lambda itself puts in the environment, and what our own runtime needs
_FROM_LAMBDA = {
    "PATH": "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    "LANG": "en_US.UTF-8",
    "TZ": ":UTC",
    "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
    "AWS_LAMBDA_FUNCTION_VERSION": "1",
    "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    "AWS_LAMBDA_LOG_STREAM_NAME": "2026/01/01/[1]0",
}


class Lambda:
    """One function, started at its first call; one call at a time, as in one sandbox."""

    def __init__(
        self, configuration: Mapping[str, Any], code: Path, layers: Path, given: Mapping[str, str]
    ) -> None:
        """`layers`: as /opt; `given`: what stands for the cloud: region, credentials, address."""
        self.name = str(configuration["FunctionName"])
        self.calls = 0
        self._timeout = int(configuration["Timeout"])
        self._handler = str(configuration["Handler"])
        self._code = code
        self._packages = str(layers / "python")
        self.variables: dict[str, str] = configuration["Environment"]["Variables"]
        places = {"/var/task": str(code), "/opt": str(layers)}
        self._environment = {
            **_FROM_LAMBDA,
            **given,
            "LAMBDA_TASK_ROOT": str(code),
            "_HANDLER": self._handler,
            "_ARN": str(configuration["FunctionArn"]),
            "_TIMEOUT": str(self._timeout),
            "AWS_LAMBDA_FUNCTION_NAME": self.name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(configuration["MemorySize"]),
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{self.name}",
            **{name: _placed(value, places) for name, value in self.variables.items()},
        }
        self._log: IO[str] = io.StringIO()
        self._process: subprocess.Popen[str] | None = None
        self._one_at_a_time = threading.Lock()

    def __call__(self, event: Any, _context: object = None) -> Any:
        """Raises FunctionError as a caller of Lambda would see it."""
        self.calls += 1
        answer = self._ask({"event": event})
        if "error" in answer:
            raise FunctionError(answer["error"])
        return answer["answer"]

    @property
    def by_lambda(self) -> set[str]:
        """The variables that Lambda gives by itself."""
        return {name for name in self._environment if name.startswith("AWS_LAMBDA_")}

    @property
    def started(self) -> bool:
        return self._process is not None

    def report(self) -> dict[str, Any]:
        """{"opened": files of packages, "asked": [variable, the file of ours that asked]}."""
        return self._ask({"report": True})

    def not_in_layers(self, layers: frozenset[str]) -> list[str]:
        """Which files of packages it opened that are in no layer of its own."""
        extensions = {name.partition(".")[0] for name in layers if name.endswith(".so")}
        missing = set()
        for path in filter(os.path.exists, self.report()["opened"]):  # what was looked for only
            name = "python" + path.removeprefix(self._packages)
            if "__pycache__/" in name:
                name = name.replace("__pycache__/", "").rpartition(".cpython-")[0] + ".py"
            is_there = name.partition(".")[0] in extensions if ".so" in name else name in layers
            if not is_there:
                missing.add(name)
        return sorted(missing)

    def _ask(self, what: dict[str, Any]) -> dict[str, Any]:
        with self._one_at_a_time:
            seconds = self._timeout
            if self._process is None:
                self._process = self._start()
                seconds += _START
            process = self._process
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(what) + "\n")
            process.stdin.flush()
            if not select.select([process.stdout], [], [], seconds)[0]:
                self.stop()
                raise FunctionError({"errorType": "Sandbox.Timedout", "errorMessage": self.name})
            line = process.stdout.readline()
            if not line:
                raise AssertionError(f"{self.name} cannot start:\n{self.log()}")
            found: dict[str, Any] = json.loads(line)
            return found

    def _start(self) -> subprocess.Popen[str]:
        log = (self._code.parent / f"{self.name}.log").open("w")
        self._log = log
        return subprocess.Popen(
            [sys.executable, "-I", "-S", str(_BOOTSTRAP), str(self._code), self._packages,
             self._handler],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )  # fmt: skip

    def log(self) -> str:
        """What it wrote since its start."""
        file = self._code.parent / f"{self.name}.log"
        return file.read_text() if file.is_file() else ""

    def stop(self) -> None:
        if process := self._process:
            self._process = None
            process.kill()
            process.communicate()
            self._log.close()


def _placed(value: str, places: Mapping[str, str]) -> str:
    for place, here in places.items():
        if value.startswith(f"{place}/"):
            return here + value.removeprefix(place)
    return value


def unpack(archive: bytes, target: Path, below: str = "") -> Path:
    """The files of a zip whose names begin with `below`."""
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        found.extractall(target, [n for n in found.namelist() if n.startswith(below)])
    return target


def names_of(archive: bytes) -> frozenset[str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return frozenset(found.namelist())


def opt(layers: Iterable[bytes], target: Path) -> Path:
    """/opt: what of the layers is no code, and this machine's packages of the same names."""
    python = target / "python"
    python.mkdir(parents=True)
    for archive in layers:
        unpack(archive, target, f"{TRIMMED}/")
        for top in {name.split("/")[1] for name in names_of(archive) if name.startswith("python/")}:
            # a compiled module has the platform in its name
            for here in (
                PACKAGES.glob(f"{top.partition('.')[0]}.*.so") if ".so" in top else [PACKAGES / top]
            ):
                if not (python / here.name).exists():
                    (python / here.name).symlink_to(here)
    return target
