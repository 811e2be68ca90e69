"""Which path goes where: the site, or the API and within it which function.

CloudFront and API Gateway are set up from this (infra/package), and the local gateway asks it.
"""

import re
from collections.abc import Collection
from functools import cache

GENERAL = "desk"  # the function that carries every process and the office's pages

# Path patterns of CloudFront for what is not static: `*` is any text, `?` one sign. The pages that
# describe the API lie beside it, so what is dynamic below /api/ is named.
API_PATTERNS = (
    "/??/desk", "/??/desk/*", "/desk/*", "/api/openapi.json", "/api/open/*", "/api/outside/*",
    "/api/payments/*", "/v1/*",
)  # fmt: skip


def is_dynamic(path: str) -> bool:
    """Tell whether a path belongs to the app and not to the static site."""
    return any(_pattern(pattern).fullmatch(path) for pattern in API_PATTERNS)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)


def resources(processes: Collection[str]) -> dict[str, str]:
    """The resources of API Gateway with what they are for: a process, or GENERAL.

    The last `{proxy+}` takes one word or more, so the path before it is a resource as well.
    """
    found = {"/{lang}/desk": GENERAL, "/{lang}/desk/{proxy+}": GENERAL}
    for name in processes:
        found |= {f"/{{lang}}/desk/{name}": name, f"/{{lang}}/desk/{name}/{{proxy+}}": name}
    return found | {f"/{first}/{{proxy+}}": GENERAL for first in ("desk", "api", "v1")}


def resource_of(path: str, processes: Collection[str]) -> tuple[str, dict[str, str]] | None:
    """The resource that API Gateway takes for a path, and its path parameters; None: it answers
    403 by itself. Fixed words win over variables, one word after the other."""
    first, *rest = path.strip("/").split("/")
    if first in ("desk", "api", "v1"):
        return (f"/{first}/{{proxy+}}", {"proxy": "/".join(rest)}) if rest else None
    if not first or rest[:1] != ["desk"]:
        return None
    found, given, below = "/{lang}/desk", {"lang": first}, rest[1:]
    if below and below[0] in processes:
        found, below = f"{found}/{below[0]}", below[1:]
    if below:
        return f"{found}/{{proxy+}}", {**given, "proxy": "/".join(below)}
    return found, given
