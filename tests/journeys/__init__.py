"""A story of every procedure: every module here with `STORIES` tells some."""

from importlib import import_module
from pkgutil import iter_modules

from tests.journeys.story import Stories


def all_stories() -> Stories:
    """By procedure."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return {
        key: story for module in modules for key, story in getattr(module, "STORIES", {}).items()
    }
