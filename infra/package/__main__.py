"""`python -m infra.package <tenant>`: everything of a tenant's stack under build/<tenant>/; with
`--all`, of each tenant.

No account is needed, and nothing is sent anywhere. What then has to be done: docs/deploying.md.
"""

import argparse
import sys
from time import perf_counter

from infra.package import every
from infra.package.assemble import ROOT
from infra.package.one import package
from infra.tenant import files


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.package", description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("tenant", nargs="?", help="the name of a file in infra/tenants/")
    which.add_argument("--all", action="store_true", help="each of them, and a table at the end")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once, with --all")
    given = parser.parse_args()
    if given.all:
        results = every.make_every(package, [file.stem for file in files()], given.jobs)
        print(every.table(results))
        return int(any(isinstance(one, every.Failed) for one in results))
    begun = perf_counter()
    out = package(given.tenant)
    size = sum(path.stat().st_size for path in (out / "artifacts").rglob("*") if path.is_file())
    print(f"{out.relative_to(ROOT)}: {size / 1e6:.0f} MB in {perf_counter() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
