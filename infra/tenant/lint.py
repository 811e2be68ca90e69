"""Says what is wrong in the files of the municipalities, where, and what to do about it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from functions.domain.tenant import Tenant, load_tenant
from functions.domain.tenant_file import BASE, FileError, base_of, merged, read
from infra.deployment import Deployment
from infra.tenant import rules

M = TypeVar("M", bound=BaseModel)
Place = tuple[str, ...]


@dataclass(frozen=True)
class Mistake:
    """`place`: the keys that lead to it, with a dot between."""

    path: Path
    place: str
    text: str

    def __str__(self) -> str:
        path, line = _written(self.path, self.place)
        return f"{path}{f':{line}' if line else ''}: {self.place}: {self.text}"


@dataclass(frozen=True)
class Known:
    """A file that could be read."""

    path: Path
    tenant: Tenant
    deployment: Deployment


def lint(paths: Iterable[Path]) -> list[Mistake]:
    """Every mistake in these files, and between them."""
    mistakes: list[Mistake] = []
    known: list[Known] = []
    for path in paths:
        found = _read(path, mistakes)
        if found:
            known.append(found)
            mistakes += _of_one(found)
    return [*mistakes, *_between(known), *_apart(known)]


def _read(path: Path, mistakes: list[Mistake]) -> Known | None:
    try:
        merged(path)
    except FileError as error:
        mistakes.append(Mistake(path, "file", str(error)))
        return None
    tenant = _loaded(path, Tenant, load_tenant, (), mistakes)
    deployment = _loaded(path, Deployment, Deployment.load, ("deployment",), mistakes)
    return Known(path, tenant, deployment) if tenant and deployment else None


def _loaded(
    path: Path, model: type[M], load: Callable[[Path], M], above: Place, mistakes: list[Mistake]
) -> M | None:
    try:
        return load(path)
    except ValidationError as error:
        mistakes += [_told(path, model, above, each) for each in error.errors()]
        return None


def _of_one(known: Known) -> Iterator[Mistake]:
    path, tenant = known.path, known.tenant
    if tenant.name != path.stem:
        yield Mistake(path, "name", f"{tenant.name!r} is not the name of the file")
    found = [*rules.of_tenant(tenant), *rules.of_deployment(tenant, known.deployment)]
    yield from (Mistake(path, place, text) for place, text in found if text)


def _between(known: list[Known]) -> Iterator[Mistake]:
    """What only one municipality can have."""
    single: dict[str, Callable[[Known], str]] = {
        "nis": lambda k: k.tenant.nis,
        "org_code": lambda k: k.tenant.org_code,
        "deployment.domain": lambda k: k.deployment.domain,
    }
    for place, of in single.items():
        having: dict[str, list[Known]] = defaultdict(list)
        for each in known:
            having[of(each)].append(each)
        for value, (first, *others) in having.items():
            for other in others:
                yield Mistake(other.path, place, f"{value!r} is already {first.tenant.name}'s")


def _apart(known: list[Known]) -> Iterator[Mistake]:
    """Policies name what is a tenant's by how its name begins: burgerloket-<name>-*."""
    names = {each.tenant.name for each in known}
    for each in known:
        whole = each.tenant.name
        for name in names:
            if whole.startswith(f"{name}-"):
                yield Mistake(
                    each.path,
                    "name",
                    f"{whole!r} begins as {name!r} does: in one account the functions of {name} "
                    f"could reach what is of {whole}. Choose a name that does not",
                )


def _told(path: Path, model: type[BaseModel], above: Place, error: ErrorDetails) -> Mistake:
    place = ".".join(map(str, (*above, *error["loc"])))
    *inside, last = error["loc"]
    if error["type"] == "extra_forbidden":
        near = rules.nearest(str(last), _keys(model, inside))
        return Mistake(path, place, f"there is no such key.{near}")
    if error["type"] == "missing":
        return Mistake(path, place, "this is missing: the file must say it")
    return Mistake(path, place, f"{error['msg']}, not {error['input']!r}")


def _keys(model: type[BaseModel], inside: Iterable[object]) -> list[str]:
    """The keys that are known at that place."""
    kind: Any = model
    for part in inside:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = kind.model_fields[str(part)].annotation
            if get_origin(kind) in (Union, UnionType):
                kind = next(each for each in get_args(kind) if each is not type(None))
        else:  # what is in a list or in a table
            kind = next(each for each in reversed(get_args(kind)) if each is not Ellipsis)
    return list(kind.model_fields) if hasattr(kind, "model_fields") else []


def _written(path: Path, place: str) -> tuple[Path, int]:
    """(the file that says it, the line; 0 where it cannot be told): this one, or its base."""
    last = re.escape(place.rpartition(".")[2])
    says = re.compile(rf'^\s*(\[.*\b)?"?{last}"?\s*[\]=]|procedure = "{last}"')
    at = path
    while True:
        try:
            lines = at.read_text("utf-8").splitlines()
            found = [number for number, line in enumerate(lines, 1) if says.search(line)]
            if found:
                return at, found[0] if len(found) == 1 else 0
            own = read(at)
            if BASE not in own:
                return path, 0
            at = base_of(at, own)
        except (FileError, OSError):
            return path, 0
