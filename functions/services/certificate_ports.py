"""What handing certificates to another authority needs from the world, beside services.ports."""

from typing import Protocol


class AccessTokens(Protocol):
    """Access tokens with which another authority comes to us."""

    def client_of(self, authorization: str, *, audience: str, scope: str) -> str:
        """Which client holds this token (of a request's Authorization header). Raises NoToken,
        NarrowToken when it is good for something else, Busy when its keys cannot be read."""
