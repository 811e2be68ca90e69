"""One tenant to AWS: what would change, and the change itself."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from infra.deploy import alarms, artifacts, changes, follow, secret_values, site, smoke
from infra.deploy.aws import Stopped
from infra.deploy.follow import Say
from infra.deploy.stack import Guard, Plan, Stack, Template
from infra.deploy.target import Target

MINUTES = 15  # watched after the last resource: an alarm needs five, and a metric some to arrive
_HEALTH = ("/", "/api/openapi.json")  # a page, and what the general function answers


@dataclass(frozen=True)
class Wish:
    """`let_go`: what may lose its data, by logical id. `despite_alarm`: the remedy for an alarm
    that is on. `agrees`: asked once, when all is known."""

    agrees: Callable[[], bool] = lambda: True
    let_go: Collection[str] = ()
    despite_alarm: bool = False
    minutes: int = MINUTES


@dataclass
class _Both:
    """The plans of both stacks; `edge` is of the firewall, where there is one."""

    main: Plan
    edge: Plan | None = None
    outputs: dict[str, str] = field(default_factory=dict)  # of the firewall, when `main` was made


def diff(target: Target, say: Say) -> bool:
    """Say what a deployment would change, and change nothing; True when it would lose no data."""
    url, bucket = _send_artifacts(target, say, may_make=False)
    plans = _plan(target, url, bucket, Wish(), Guard())
    try:
        _tell(target, plans, say)
    finally:
        _drop(target, plans)
    lost = changes.losing(plans.main.changes)
    if lost:
        say(changes.loss(lost))
    return not lost


def deploy(target: Target, wish: Wish, say: Say) -> bool:
    """Bring a package to AWS; False when the stack was already so. Raises Stopped."""
    first = not target.main.must_be_free()
    if target.edge:
        target.edge.must_be_free()
    watched = Guard()
    if not first and not wish.despite_alarm:
        watched = alarms.guard(target.aws, target.names, wish.minutes)
    url, bucket = _send_artifacts(target, say, may_make=True)
    plans = _plan(target, url, bucket, wish, watched)
    try:
        _tell(target, plans, say)
        if lost := changes.losing(plans.main.changes, wish.let_go):
            raise Stopped(changes.loss(lost))
        something = bool(plans.main.id or (plans.edge and plans.edge.id))
        if something and not wish.agrees():
            raise Stopped("Nothing was changed.")
    except BaseException:  # also Ctrl-C at the question: nothing stays behind
        _drop(target, plans)
        raise
    _run_edge(target, plans, say)
    if target.edge and target.edge.outputs() != plans.outputs:  # the firewall is new
        plans.main = _plan_main(target, url, bucket, wish, watched, instead_of=plans.main)
        if lost := changes.losing(plans.main.changes, wish.let_go):
            target.main.drop(plans.main)
            raise Stopped(changes.loss(lost))
    _run_main(target, plans.main, wish, say)
    return something


def after(target: Target, say: Say) -> None:
    """What follows a stack that stands: the pages, and whether it answers. Raises Stopped."""
    outputs = target.main.outputs()
    if bucket := outputs.get("SiteBucket"):
        pages = site.Site(target.aws.s3, bucket, target.folder / "site")
        sent = pages.send_assets() + pages.send_pages()
        gone = pages.delete_old()
        say(f"Site: {sent} files sent, {gone} old ones deleted.")
        distribution = outputs.get("DistributionId")
        if distribution and sent + gone:
            site.forget(target.aws.cloudfront, distribution)
    address = outputs.get("Address") or outputs.get("ApiAddress", "")
    for name in ("Address", "ApiAddress", "DocumentsBucket", "DataKeyArn"):
        if name in outputs:
            say(f"  {name}: {outputs[name]}")
    say(f"  Domain: https://{target.deployment.domain} (its DNS has to point to Address)")
    missing = secret_values.missing(target)
    if missing:
        say(
            f"Next: python -m infra.deploy secrets {target.tenant}. The functions cannot start "
            f"without {', '.join(missing)}."
        )
    _look(target, address, say, paths=_HEALTH[:1] if missing else _HEALTH)


def _look(target: Target, address: str, say: Say, *, paths: tuple[str, ...]) -> None:
    if "execute-api" in address:
        paths = paths[1:]  # no site without CloudFront
    for path in paths:
        if said := smoke.answers(address + path, target.pause):
            raise Stopped(
                f"It is deployed, but {address}{path} does not answer well: {said}. Look at the "
                "log /aws/lambda/... of the function, and at CloudFront. To go back: check out the "
                "version of before and deploy that."
            )
        say(f"  {address}{path} answers.")


def _send_artifacts(target: Target, say: Say, *, may_make: bool) -> tuple[str, str]:
    """(address of the template, the bucket of artifacts)."""
    bucket = artifacts.bucket_name(target.aws, target.deployment.artifacts)
    if not artifacts.there_is(target.aws, bucket):
        if not may_make:
            raise Stopped(f"There is no bucket {bucket} yet: the first `make deploy` makes it.")
        artifacts.make(target.aws, bucket)
        say(f"The bucket {bucket} was made for the artifacts.")
    sent = artifacts.upload(target.aws, bucket, target.folder / "artifacts")
    say(f"Artifacts: {sent} sent to {bucket}; the others were there.")
    return artifacts.upload_template(target.aws, bucket, target.folder / "template.json"), bucket


def _plan(target: Target, url: str, bucket: str, wish: Wish, watched: Guard) -> _Both:
    edge, outputs = None, dict[str, str]()
    if target.edge:
        body = (target.folder / "edge.json").read_text("utf-8")
        outputs = target.edge.outputs()
        edge = target.edge.plan(Template({}, body=body))
    try:
        main = _plan_main(target, url, bucket, wish, watched)
    except BaseException:
        if target.edge and edge:
            target.edge.drop(edge)
        raise
    return _Both(main, edge, outputs)


def _plan_main(
    target: Target, url: str, bucket: str, wish: Wish, watched: Guard,
    instead_of: Plan | None = None,
) -> Plan:  # fmt: skip
    """With what the firewall says now."""
    more = (
        {"DeploymentPreference": "AllAtOnce", "RollbackOnAlarm": "no"} if wish.despite_alarm else {}
    )
    edge = target.edge.outputs() if target.edge else {}
    given = target.parameters(bucket, edge, **more)
    return target.main.plan(Template(given, url=url), watched, instead_of)


def _drop(target: Target, plans: _Both) -> None:
    target.main.drop(plans.main)
    if target.edge and plans.edge:
        target.edge.drop(plans.edge)


def _tell(target: Target, plans: _Both, say: Say) -> None:
    if target.edge and plans.edge:
        _tell_one(target.edge, plans.edge, say)
    _tell_one(target.main, plans.main, say)


def _tell_one(stack: Stack, plan: Plan, say: Say) -> None:
    what = "would be made" if plan.makes_stack else "would change"
    say(f"{stack.name} ({stack.region}) {what if plan.id else 'is as it should be'}.")
    for line in changes.in_words(plan.changes):
        say(line)


def _run_edge(target: Target, plans: _Both, say: Say) -> None:
    if target.edge and plans.edge and plans.edge.id:
        try:
            follow.run(target.edge, plans.edge, say)
        except BaseException:
            target.main.drop(plans.main)
            raise


def _run_main(target: Target, plan: Plan, wish: Wish, say: Say) -> None:
    stack = target.main
    if not plan.id:
        stack.protect()
        return
    if not plan.makes_stack:
        if bucket := stack.outputs().get("SiteBucket"):
            # the new functions' pages name them
            site.Site(target.aws.s3, bucket, target.folder / "site").send_assets()
        stack.protect(wish.let_go)
    try:
        follow.run(stack, plan, say)
    finally:
        if wish.let_go:
            stack.protect()
    if plan.makes_stack:
        stack.protect()
