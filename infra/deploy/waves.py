"""Many tenants, one after the other, the small and willing ones first."""

from collections.abc import Callable, Iterable

from infra.deploy.aws import Stopped
from infra.deploy.follow import Say
from infra.deployment import Deployment

# Brings one tenant to AWS; False when it was already so
Deploy = Callable[[str], bool]


def tenants_of(wave: int, tenants: dict[str, Deployment]) -> list[str]:
    """The smallest first. Raises Stopped for a wave of nobody."""
    found = [name for name, deployment in tenants.items() if deployment.wave == wave]
    if not found:
        known = ", ".join(str(one) for one in sorted({d.wave for d in tenants.values()}))
        raise Stopped(f"No tenant is in wave {wave}; there are {known}.")
    return sorted(found, key=lambda name: (tenants[name].inhabitants, name))


def roll(names: Iterable[str], deploy: Deploy, say: Say) -> None:
    """Stops at the first that fails: what is wrong there is wrong for those that follow. Run again,
    it goes over what is done quickly, since nothing changes there."""
    names = list(names)
    done: list[str] = []
    for name in names:
        say(f"== {name} ({len(done) + 1} of {len(names)})")
        try:
            changed = deploy(name)
        except Stopped as stopped:
            left = names[len(done) + 1 :]
            raise Stopped(
                f"{stopped}\n\n{name} stopped the wave. Done: {', '.join(done) or 'none'}. "
                f"Not begun: {', '.join(left) or 'none'}. When it is mended, the same command goes "
                "on: it skips what is as it should be."
            ) from stopped
        say(f"== {name}: {'deployed' if changed else 'was already so, skipped'}")
        done.append(name)
    say(f"All {len(done)} of the wave are done.")
