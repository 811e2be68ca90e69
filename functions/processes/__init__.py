"""The processes of the desk: every folder here with a `process` is one; nothing else lists them."""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from functions.domain.procedure import Procedure, Process
from functions.domain.tenant import Tenant

EVERYTHING = "*"


@cache
def all_processes() -> tuple[Process, ...]:
    """Every process, by folder name."""
    return tuple(_load(module.name) for module in iter_modules(__path__) if module.ispkg)


def mounted(names: str) -> tuple[Process, ...]:
    """The processes of the setting PROCESSES: EVERYTHING, or names with a comma between."""
    if names.strip() == EVERYTHING:
        return all_processes()
    folders = (name.strip().replace("-", "_") for name in names.split(",") if name.strip())
    return tuple(_load(folder) for folder in folders)


def all_procedures(processes: Iterable[Process] | None = None) -> tuple[Procedure, ...]:
    found = all_processes() if processes is None else processes
    return tuple(procedure for process in found for procedure in process.procedures)


def offered(tenant: Tenant) -> tuple[Procedure, ...]:
    """The procedures of this municipality. What is off for it is found (`find`) and carried on all
    the same: a case may have begun before."""
    return tuple(found for found in all_procedures() if tenant.offers(found.process))


def find(process: str, procedure: str) -> Procedure | None:
    """The procedure with that key, or None."""
    return next((p for p in all_procedures() if p.process == process and p.name == procedure), None)


def _load(folder: str) -> Process:
    found: Process = import_module(f"{__name__}.{folder}").process
    return found
