"""Pages of the local desk that change something are for people at this desk only."""

from werkzeug.wrappers import Request


def is_from_here(request: Request) -> bool:
    """Whether no page elsewhere sent it: browsers say where a request comes from."""
    return request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
