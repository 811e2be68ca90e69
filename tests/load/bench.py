"""`make bench`: the figures of docs/benchmarks.md. Ratios are taken within one run."""

import statistics

from tests.load import first, init, submit, weight


def main() -> None:
    start = init.measure()
    print(f"Start of the request function (fresh interpreter, median of {init.RUNS}, in turn)")
    print(f"  floor: pydantic, 15 fields, botocore DynamoDB client           {start.floor:6.0f} ms")
    print(f"  ready: handler module + client + templates                     {start.ready:6.0f} ms")
    print(f"  ratio (of CPU time: {start.cpu_ratio:.2f}){start.ratio:>42.2f}")
    print(
        f"  the same with botocore's data trimmed, as packaged             {start.packaged:6.0f} ms"
    )
    print(f"  ratio (of CPU time: {start.packaged_cpu_ratio:.2f}){start.packaged_ratio:>42.2f}")
    print(f"  packaged without bytecode, everything compiled at the start    {start.bare:6.0f} ms")
    print(f"  ratio to that with bytecode {start.bare_ratio:>40.2f}")
    print(f"First request of a fresh function (median of {first.RUNS}, wall and CPU in ms)")
    for page, once, again in first.measure():
        print(
            f"  {page:<32} {once.wall:6.1f} {once.cpu:6.1f}   "
            f"second {again.wall:6.1f} {again.cpu:6.1f}"
        )
    cost, units = submit.measure()
    each = {name: count / len(cost.cpu) for name, count in cost.submit.items()}
    print("One submission")
    print(f"  requests to the table   {sum(each.values()):.0f}  {each}")
    print(f"  CPU of our own code     {statistics.median(cost.cpu):.2f} ms (median)")
    print(f"One case, from the first click to approved: {units:.0f} write units (of the stream)")
    print("First visit to a public page, gzip, bytes: HTML + CSS, script, fonts and third parties")
    for page, html, script, others in weight.measure():
        print(f"  {page:<45} {html:>7} {script:>6} {others:>3}")


if __name__ == "__main__":
    main()
