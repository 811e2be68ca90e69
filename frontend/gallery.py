"""The components as data: their parameters and examples, read from each component.toml.

The examples are the pages of the gallery and the cases of the tests (rendering, identifiers, axe).
"""

import importlib
import pkgutil
import re
import tomllib
import types
import typing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from pydantic import BaseModel, ConfigDict, TypeAdapter

from frontend import hours
from frontend.render import COMPONENTS
from functions import domain


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Parameter(_Part):
    """`type` is written as in Python, with the names of functions.domain.views."""

    name: str
    type: str
    description: str
    required: bool = False


class Example(_Part):
    name: str
    values: dict[str, Any] = {}

    @property
    def slug(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")


class Component(_Part):
    """A folder of frontend/components: one macro.

    `macro` when it is not named after the folder; `wrap` and `heading` are what an example stands
    in (a card in a list, a line under a heading), since it would not be valid by itself.
    """

    name: str
    macro: str = ""
    wrap: str = ""
    heading: str = ""
    description: str
    accessibility: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    examples: tuple[Example, ...]


def load(folder: Path) -> Component:
    data = tomllib.loads((folder / "component.toml").read_text("utf-8"))
    return Component.model_validate({"name": folder.name, **data})


def components() -> list[Component]:
    """Every component; a folder without a component.toml is a mistake and raises."""
    return [load(path.parent) for path in sorted(COMPONENTS.glob("*/template.html"))]


@cache
def _view_types() -> dict[str, Any]:
    """What the modules of views in the domain define, by name."""
    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(domain.__path__):
        if module.name.endswith("views"):
            found |= vars(importlib.import_module(f"{domain.__name__}.{module.name}"))
    return found


def resolved(type_name: str) -> Any:  # noqa: ANN401 - a type, of any form
    """The type that a parameter names."""
    holder = types.SimpleNamespace(__annotations__={"it": type_name})
    names = {**_view_types(), "Day": hours.Day}
    return typing.get_type_hints(holder, globalns=names)["it"]


@dataclass(frozen=True)
class Rendered:
    component: Component
    example: Example
    html: str


def arguments(component: Component, example: Example) -> dict[str, Any]:
    """The values of an example as the macro takes them: view objects instead of tables."""
    kinds = {parameter.name: parameter.type for parameter in component.parameters}
    return {
        name: TypeAdapter(resolved(kinds[name])).validate_python(value)
        for name, value in example.values.items()
    }


def render(env: Environment, component: Component, example: Example) -> str:
    """The HTML of one example."""
    module = env.get_template(f"components/{component.name}/template.html").module
    macro = getattr(module, component.macro or component.name.replace("-", "_"))
    html = str(macro(**arguments(component, example)))
    if component.wrap:
        html = f"<{component.wrap}>{html}</{component.wrap}>"
    return f"<h2>{component.heading}</h2>{html}" if component.heading else html


def rendered(env: Environment) -> list[Rendered]:
    return [
        Rendered(component, example, render(env, component, example))
        for component in components()
        for example in component.examples
    ]
