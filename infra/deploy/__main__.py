"""Brings packaged tenants to AWS: `python -m infra.deploy --help`, and docs/deploying.md.

It answers the shell 0 when all went well, 1 when it stopped (and says why), 2 when `diff` finds
that data would be lost.
"""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy import destroy as destroying
from infra.deploy import roll_out, secret_values, waves
from infra.deploy.aws import Stopped
from infra.deploy.target import TENANTS, Target, load, packaged
from infra.package.one import package

P = ParamSpec("P")
LOSS = 2


def _told(command: Callable[P, None]) -> Callable[P, None]:
    """What stopped it as text, and what AWS refused without a stack trace."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except Stopped as stopped:
            raise click.ClickException(str(stopped)) from stopped
        except ClientError as error:
            said = error.response["Error"]
            raise click.ClickException(
                f"AWS refused {error.operation_name}: {said.get('Message') or said.get('Code')}"
            ) from error
        except BotoCoreError as error:
            raise click.ClickException(
                f"AWS cannot be reached: {error}. Are there credentials (AWS_PROFILE)?"
            ) from error

    return told


@click.group()
def main() -> None:
    """Bring packaged tenants to AWS."""


@main.command()
@click.argument("tenant")
@_told
def diff(tenant: str) -> None:
    """Say what a deployment of TENANT would change; change nothing."""
    if not roll_out.diff(_target(tenant), click.echo):
        sys.exit(LOSS)


_CHANGING = (
    click.option("--yes", is_flag=True, help="Do not ask (for CI). It lets no data be lost."),
    click.option("--minutes", default=roll_out.MINUTES, show_default=True,
                 type=click.IntRange(0, 180),
                 help="How long alarms may still take it back afterwards."),
)  # fmt: skip


def _changing(command: Callable[P, None]) -> Callable[P, None]:
    for option in _CHANGING:
        command = option(command)
    return command


@main.command()
@click.argument("tenant")
@_changing
@click.option(
    "--let-go",
    multiple=True,
    metavar="LOGICAL-ID",
    help="This one may be replaced or deleted, with its data.",
)
@click.option(
    "--despite-alarm",
    is_flag=True,
    help="The remedy for an alarm that is on: all requests at once, no way back by itself.",
)
@_told
def deploy(
    tenant: str, *, yes: bool, minutes: int, let_go: tuple[str, ...], despite_alarm: bool
) -> None:  # fmt: skip
    """Bring TENANT to AWS."""
    wish = roll_out.Wish(_agreeing(yes), let_go, despite_alarm, minutes)
    _deploy(tenant, wish)


@main.command("deploy-all")
@click.option("--wave", required=True, type=int, help="`wave` in [deployment] of the tenants.")
@click.option("--dry-run", is_flag=True, help="Only say which.")
@_changing
@_told
def deploy_all(*, wave: int, dry_run: bool, yes: bool, minutes: int) -> None:
    """Bring every tenant of a wave to AWS, one after the other."""
    everyone = {path.stem: load(path.stem) for path in sorted(TENANTS.glob("*.toml"))}
    names = waves.tenants_of(wave, everyone)
    click.echo(f"Wave {wave}: {', '.join(names)}")
    if dry_run:
        return
    if not _agreeing(yes)():
        raise Stopped("Nothing was changed.")
    wish = roll_out.Wish(minutes=minutes)
    waves.roll(names, lambda name: _deploy(name, wish), click.echo)


@main.command()
@click.argument("tenant")
@click.option("--check", is_flag=True, help="Only say which are there.")
@_told
def secrets(tenant: str, *, check: bool) -> None:
    """Make the secrets of TENANT that are missing; none is shown or changed."""
    target = _target(tenant, build=False)
    if not check:
        secret_values.make_missing(target, _typed_unseen, click.echo)
        return
    known = secret_values.wanted(target)
    for secret in known:
        click.echo(f"  {secret.name}: {'is there' if secret.known else 'MISSING'}")
    if not all(secret.known for secret in known):
        sys.exit(1)


@main.command()
@click.argument("tenant")
@click.option("--export", type=click.Path(path_type=Path), help="The folder of a verified export.")
@_told
def destroy(tenant: str, export: Path | None) -> None:
    """Take the stack of TENANT away; what holds data stays."""
    destroying.destroy(
        _target(tenant),
        lambda: str(click.prompt(f"Type the name of the tenant to destroy ({tenant})")),
        export,
        click.echo,
    )


def _target(tenant: str, *, build: bool = True) -> Target:
    deployment = load(tenant)
    folder = packaged(tenant, _build) if build else Path()
    return Target(tenant, deployment, folder)


def _build(tenant: str) -> Path:
    click.echo(f"Packaging {tenant}...")
    return package(tenant)


def _deploy(tenant: str, wish: roll_out.Wish) -> bool:
    target = _target(tenant)
    changed = roll_out.deploy(target, wish, click.echo)
    roll_out.after(target, click.echo)
    return changed


def _agreeing(yes: bool) -> Callable[[], bool]:  # noqa: FBT001
    def agrees() -> bool:
        if yes:
            return True
        if not sys.stdin.isatty():
            raise Stopped("Nobody is there to ask: give --yes when that is meant.")
        return click.confirm("Go on?")

    return agrees


def _typed_unseen(name: str) -> str:
    return str(
        click.prompt(f"{name} (not shown; empty leaves it out)", hide_input=True, default="",
                     show_default=False)
    )  # fmt: skip


if __name__ == "__main__":
    main(prog_name="python -m infra.deploy")
