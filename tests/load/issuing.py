"""How long one document takes: `python -m tests.load.issuing`."""

import statistics
import subprocess
import sys
import time

from functions import documents, wiring
from functions.processes import find
from functions.services import issuing
from infra.local.stack import LocalStack
from tests.faults import accepted, file_of, take

_COLD = "import typst, segno, functions.documents, functions.adapters.seal"


def main(count: int = 20) -> None:
    """Print the median of each part, in milliseconds."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", _COLD], check=True)
    print(f"imports of a cold start: {1000 * (time.perf_counter() - began):.0f} ms")
    with LocalStack() as desk:
        walk = accepted("polio-vaccination/proof")
        desk.settle()
        take(walk, "registration", "register")
        desk.settle()
        ports, file = wiring.ports(), file_of(walk)
        procedure = find(file.case.process, file.case.procedure)
        assert procedure
        (wanted,) = issuing.wanted(procedure, file)
        whole, seals = [], []
        for _ in range(count):
            began = time.perf_counter()
            _, pdf = documents.issued_document(ports, procedure, file, wanted)
            whole.append(time.perf_counter() - began)
            began = time.perf_counter()
            ports.sealer.seal(pdf[: pdf.index(b"%%EOF") + 6])
            seals.append(time.perf_counter() - began)
        print(f"a document: {1000 * statistics.median(whole):.0f} ms, {len(pdf) // 1024} kB")
        print(f"of which the seal: {1000 * statistics.median(seals):.0f} ms")


if __name__ == "__main__":
    main()
