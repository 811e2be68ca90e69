"""The Chalice app: routes only. PROCESSES says which processes this function carries."""

import gc

# What is made at start lives as long as the function. Looking for garbage among it meanwhile costs
# about a quarter of a cold start (docs/benchmarks.md).
gc.disable()

from chalice.app import Chalice

from functions import wiring
from functions.processes import EVERYTHING, all_procedures, mounted
from functions.web import desk, outside, payments
from functions.web.cases import Cases
from functions.web.citizen import Questions
from functions.web.clerk_routes import ClerkRoutes
from functions.web.eligibility import Eligibility
from functions.web.handing_in import HandingIn
from functions.web.on_behalf import OnBehalf
from functions.web.payments import Payments
from functions.web.ratings import Ratings
from functions.web.uploads import Uploads
from functions.web.visits import Visits

_OF_A_PROCEDURE = (
    Eligibility, OnBehalf, Questions, Uploads, HandingIn, Cases, Visits, Payments, Ratings,
    ClerkRoutes,
)  # fmt: skip


def create_app() -> Chalice:
    found = Chalice("burgerloket", configure_logs=False)
    desk.mount(found)
    payments.mount_webhook(found)
    outside.mount(found)
    if wiring.settings().processes == EVERYTHING:
        # the pages of the office and what programs ask need no quick start
        from functions.web import certificates, office, open_data

        office.mount(found)
        certificates.mount(found)
        open_data.mount(found)
    # as the file says: what the municipality changed since is for the table to tell, later
    tenant, _ = wiring.ports().in_force.file
    carried = [p for p in mounted(wiring.settings().processes) if tenant.offers(p.name)]
    for procedure in all_procedures(carried):
        for routes in _OF_A_PROCEDURE:
            routes(procedure).mount(found)
    return found


app = create_app()
wiring.warm_up()
gc.freeze()
gc.enable()
