"""The work queue: what a clerk finds in it, by which filters, and what a page of it costs."""

import re
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions import wiring
from functions.services.queue import COUNTED, ON_A_PAGE, Count, Filters, Queue, filters_in
from infra.local.stack import LocalStack
from tests.applications import someone
from tests.faults import THROTTLED, broken
from tests.people import Someone
from tests.queueing import FIRST, SECOND, VOTER, WORK, at_check, at_step, clerk, path_of

PROCESS = VOTER.partition("/")[0]
QUEUE = f"QUEUE#elections#{PROCESS}"


def task_items(desk: LocalStack, count: int, *, every: timedelta, queue: str = QUEUE) -> list[Any]:
    """Open tasks of cases that are nowhere else, with terms from two days ago on."""
    start = desk.clock.now() - timedelta(days=2)
    items = []
    for i in range(count):
        case_id, deadline = f"{PROCESS}-01J{i:023}", (start + every * i).isoformat()
        plain = {
            "PK": f"CASE#{case_id}", "SK": "TASK#check", "kind": "task", "case_id": case_id,
            "step": "check", "state": "open", "token": "t", "opened": start.isoformat(),
            "deadline": deadline, "role": "elections", "process": PROCESS,
            "procedure": "non-belgian-voter", "GSI2PK": queue, "GSI2SK": f"{deadline}#{case_id}",
        }  # fmt: skip
        items.append({name: {"S": value} for name, value in plain.items()})
    return items


def put_straight(items: list[Any]) -> None:
    """Into the table of moto itself: as many requests would take minutes."""
    from moto.dynamodb.models import dynamodb_backends
    from moto.dynamodb.models.dynamo_type import DynamoType, Item

    (backend,) = [
        found
        for account in dynamodb_backends.values()
        for found in account.values()
        if wiring.settings().table_name in found.tables
    ]
    table = backend.tables[wiring.settings().table_name]
    for attributes in items:
        hash_key, range_key = DynamoType(attributes["PK"]), DynamoType(attributes["SK"])
        table.items[hash_key][range_key] = Item(hash_key, range_key, attributes)


class Reads:
    """Requests to the table for many items, and the items that came back, while a page is made. An
    item by its key (the session, the settings once a minute) costs the same however many there are.
    """

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.items = 0

    def __call__(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        if model.name not in ("Query", "Scan", "BatchGetItem"):
            return
        self.requests.append(model.name)
        self.items += len(parsed.get("Items", ()))
        self.items += sum(map(len, parsed.get("Responses", {}).values()))


def cost_of(who: Someone, path: str) -> Reads:
    from functions.adapters.aws import client

    reads, events = Reads(), client("dynamodb").meta.events
    events.register("after-call.dynamodb", reads)
    try:
        assert who.get(path).status_code == 200
    finally:
        events.unregister("after-call.dynamodb", reads)
    return reads


def metas(walk: Any, items: list[Any]) -> list[Any]:
    """The cases of these tasks, like that of the walk."""
    keys = {"PK": {"S": f"CASE#{walk.case.id}"}, "SK": {"S": "META"}}
    client = boto3.client("dynamodb")
    meta = client.get_item(TableName=wiring.settings().table_name, Key=keys)["Item"]
    made = []
    for item in items:
        own = item["case_id"]["S"]
        data = meta["data"]["S"].replace(walk.case.id, own)
        made.append({**meta, "PK": item["PK"], "data": {"S": data}, "GSI1SK": {"S": own}})
    return made


def shown(who: Someone) -> list[str]:
    """The ids of the cases on the page, in order."""
    table = who.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(rf"/{VOTER}/([\w-]+)/review", table)


def count_at(who: Someone, text: str) -> str:
    found = re.search(
        rf'>{re.escape(text)} <span class="queue-filters__count">([^<]+)</span>', who.text
    )
    return found[1] if found else ""


@pytest.mark.slow
def test_a_page_costs_the_same_with_fifty_thousand_open_cases_as_with_fifty(
    desk: LocalStack,
) -> None:
    walk = at_check(desk)
    who = clerk(desk)
    items = task_items(desk, 50_000, every=timedelta(seconds=20))
    paths = (WORK, f"{WORK}?term=soon", f"{WORK}?whose=mine", f"{WORK}?process={PROCESS}")
    few_items = [*items[:150], *items[9_000:9_050]]  # the last are due in a few hours
    put_straight([*few_items, *metas(walk, few_items)])
    few = {path: cost_of(who, path) for path in paths}
    assert count_at(who, "Alle termijnen") == f"meer dan {COUNTED - 1} zaken"
    soon = items[8_600:8_800]
    put_straight([*items, *metas(walk, [*soon, *items[45_000:45_100]])])
    for path in paths:
        many = cost_of(who, path)
        assert many.requests == few[path].requests, path
        assert many.items == few[path].items <= COUNTED + 2 * ON_A_PAGE + 5, path
    assert who.get(WORK).status_code == 200
    assert len(shown(who)) == ON_A_PAGE
    assert count_at(who, "Te laat") == f"meer dan {COUNTED - 1} zaken"
    assert count_at(who, "Loopt bijna af") == "", "not counted: they come after the late ones"
    deep = items[45_000]["GSI2SK"]["S"]
    far = cost_of(who, f"{WORK}?after={deep.replace('+', '%2B').replace('#', '%23')}")
    assert far.items <= COUNTED + 2 * ON_A_PAGE + 5
    assert shown(who)[0] == items[45_001]["case_id"]["S"]


def test_with_fifty_cases_a_page_asks_as_many_requests_as_with_more(desk: LocalStack) -> None:
    walk = at_check(desk)
    who = clerk(desk)
    items = task_items(desk, 150, every=timedelta(minutes=1))
    put_straight([*items[:50], *metas(walk, items[:50])])
    few = cost_of(who, WORK)
    put_straight([*items[50:], *metas(walk, items[50:])])
    many = cost_of(who, WORK)
    assert few.requests == many.requests
    assert sorted(many.requests) == ["BatchGetItem", "Query", "Query"]


def test_the_pages_show_every_case_once_in_the_order_of_their_terms(desk: LocalStack) -> None:
    walk = at_check(desk)
    who = clerk(desk)
    items = task_items(desk, 130, every=timedelta(hours=1))
    put_straight([*items, *metas(walk, items)])
    found, path = [], WORK
    while path:
        who.get(path)
        found += shown(who)
        following = re.search(r'href="([^"]+)" rel="next"', who.text)
        path = following[1].replace("&amp;", "&") if following else ""
    ids = [item["case_id"]["S"] for item in items]
    assert [case for case in found if case != walk.case.id] == ids
    assert len(found) == len(set(found)) == 131


def test_a_term_s_filter_shows_what_lies_beyond_the_first_hundred(desk: LocalStack) -> None:
    walk = at_check(desk)
    who = clerk(desk)
    items = task_items(desk, 130, every=timedelta(minutes=30))  # the first 97 are late
    put_straight([*items, *metas(walk, items)])
    who.get(f"{WORK}?term=late")
    assert shown(who) == [item["case_id"]["S"] for item in items[:25]]
    assert count_at(who, "Te laat") in ("96 zaken", "97 zaken")
    assert re.fullmatch(r"meer dan \d zaken", count_at(who, "Loopt bijna af"))
    who.get(f"{WORK}?term=soon")
    late = [i for i in items if i["deadline"]["S"] < desk.clock.now().isoformat()]
    assert shown(who)[0] == items[len(late)]["case_id"]["S"]
    assert "te laat</span>" not in who.text
    assert len(shown(who)) == 25


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("", Filters()),
        (f"process={PROCESS}&term=late&whose=mine", Filters("mine", PROCESS, "late")),
        ("whose=all&term=never&process=nowhere", Filters()),
        ("term=late&term=soon&x=1", Filters(term="soon")),
        ("%00=&term=%ff&process=<script>", Filters()),
    ],
)
def test_only_filters_of_ours_stay_in_an_address(query: str, filters: Filters) -> None:
    assert filters_in(query) == filters
    assert filters_in(filters.query()) == filters


@pytest.mark.parametrize("after", ["x", "~~~", "%00", "é", "x" * 3000])
def test_a_place_that_is_none_shows_a_page_all_the_same(desk: LocalStack, after: str) -> None:
    at_check(desk)
    assert clerk(desk).get(f"{WORK}?after={after}").status_code == 200


def test_an_empty_list_says_what_is_filtered_and_how_to_see_all(desk: LocalStack) -> None:
    at_check(desk)
    who = clerk(desk, FIRST, f"{WORK}?term=late")
    assert "Hier staat niets met deze filters: Te doen, Te laat." in who.text
    assert f'href="{WORK}">Bekijk alles' in who.text
    assert count_at(who, "Te laat") == "geen zaken"
    who.get(f"{WORK}?term=late&whose=waiting")
    assert "Wacht op anderen, Te laat" in who.text
    assert f'href="{WORK}?whose=waiting">Bekijk alles' in who.text


def test_what_others_must_do_stands_in_a_list_of_its_own_for_who_may_see_it(
    desk: LocalStack,
) -> None:
    walk = at_step(desk, VOTER, ("check", "ask"))
    who, other = clerk(desk), clerk(desk, "mechelen-permits")
    assert path_of(walk) not in who.text
    who.get(f"{WORK}?whose=waiting")
    assert path_of(walk) in who.text
    assert "de aanvrager" in who.text
    assert count_at(who, "Wacht op anderen") == "1 zaak"
    other.get(f"{WORK}?whose=waiting")
    assert path_of(walk) not in other.text
    assert "We wachten nu op niemand anders." in other.text
    from tests.walks import move

    walk.moves.append(("check_supplement", "supplement"))
    move(wiring.ports(), walk, len(walk.moves) - 1)
    desk.settle()
    who.get(f"{WORK}?whose=waiting")
    assert path_of(walk) not in who.text
    who.get(WORK)
    assert path_of(walk) in who.text


def test_what_a_chief_takes_over_leaves_what_the_desk_waits_for(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.pretend import carry, made

    carry(desk, monkeypatch, (made,))
    walk = at_step_of(desk, made)
    ports = wiring.ports()
    assert len(ports.store.waiting(made.key, most=5).tasks) == 1
    desk.forward(days=22)
    assert ports.store.waiting(made.key, most=5).tasks == ()
    page = ports.store.queue("tenant_admin", made.process, after="", most=5)
    assert [task.case_id for task in page.tasks] == [walk.case.id]


def at_step_of(desk: LocalStack, procedure: Any) -> Any:
    from tests.walks import Walk, begin

    walk = Walk(procedure, {}, [], "")
    begin(wiring.ports(), walk)
    desk.settle()
    return walk


def test_counts_say_what_is_certain() -> None:
    from functions.services.writing import Words
    from functions.web.office.work import _in_words

    written = [
        Words("nl").write(_in_words(count) or "")
        for count in (Count(0), Count(1), Count(99), Count(100, is_more=True),
                      Count(1, is_more=True), Count(0, is_more=True))
    ]  # fmt: skip
    assert written == ["geen zaken", "1 zaak", "99 zaken", "meer dan 99 zaken", "", ""]


def test_a_table_that_cannot_answer_is_told_as_busy(desk: LocalStack, hasty: None) -> None:
    who = clerk(desk)
    with broken("dynamodb", "Query", code=THROTTLED):
        assert who.get(WORK).status_code == 503
    assert who.get(WORK).status_code == 200


def test_filters_outlast_a_sign_in_and_a_change_of_language(desk: LocalStack) -> None:
    who = Someone(desk, FIRST)
    path = f"{WORK}?process={PROCESS}&term=late"
    answer = who.get(path)
    from tests.people import choose_person

    back = choose_person(answer.headers["Location"], FIRST)
    who.get(back.removeprefix(desk.url))
    assert who.at == path
    assert "Te doen, Te laat, " in who.text
    assert f'href="{path.replace("/nl/", "/fr/")}"' in who.text


# the views that a clerk keeps


def keep(who: Someone, name: str, path: str = f"{WORK}?term=late") -> int:
    who.get(path)
    hidden = who.form("/work/views")
    return who.post(hidden.pop("_action"), {**hidden, "name": name}).status_code


def links(who: Someone) -> list[str]:
    html = who.last.get_data(as_text=True)
    part = html.partition('class="saved-views__links"')[2].partition("</ul>")[0]
    return re.findall(r">([^<]+)</a>", part)


def test_a_view_is_kept_for_this_clerk_alone_and_forgotten(desk: LocalStack) -> None:
    who, other = clerk(desk), clerk(desk, SECOND)
    assert keep(who, "  Te   laat <b> ") == 200
    assert "/desk/work?term=late" in who.at
    assert "Te laat <b>" in who.text
    assert "&lt;b&gt;" in who.last.get_data(as_text=True)
    assert keep(who, "te laat <B>", f"{WORK}?term=soon") == 200
    (view,) = wiring.ports().staff.views(ref_of(FIRST))
    assert (view.name, view.query) == ("te laat <B>", "term=soon")
    other.get(WORK)
    assert links(other) == []
    who.sign_in(WORK)
    assert links(who), "it outlasts a sign-in"
    hidden = who.form("/work/views")
    where = hidden.pop("_action")
    who.post(where, {**hidden, "remove": "te laat <B>"})
    assert links(who) == []
    assert who.post(where, {**hidden, "remove": "te laat <B>"}).status_code == 200


@pytest.mark.parametrize(
    ("name", "told"),
    [("", "Geef deze lijst een naam."), ("x" * 41, "hoogstens 40 tekens"), ("\x00", "een naam")],
)
def test_a_view_without_a_fitting_name_says_so_and_keeps_what_was_typed(
    desk: LocalStack, name: str, told: str
) -> None:
    who = clerk(desk)
    assert keep(who, name) == 422
    assert told in who.text
    assert f'value="{name}"' in who.text or "\x00" in name
    assert 'name="query" value="term=late"' in who.text
    assert wiring.ports().staff.views(ref_of(FIRST)) == []


def test_a_clerk_keeps_twelve_views_at_most(desk: LocalStack) -> None:
    who = clerk(desk)
    for number in range(12):
        assert keep(who, f"Lijst {number}") == 200
    assert "Verwijder er eerst een." in who.text
    hidden = {"csrf": who.form("/work/views")["csrf"], "query": "", "name": "Nog een"}
    assert who.post(f"{WORK}/views", hidden).status_code == 422
    assert len(wiring.ports().staff.views(ref_of(FIRST))) == 12


def test_of_two_windows_that_change_the_views_one_is_told(desk: LocalStack) -> None:
    clerk(desk)
    staff, ref = wiring.ports().staff, ref_of(FIRST)
    from functions.domain.problems import Conflict
    from functions.domain.staff import SavedView

    staff.save_views(ref, [SavedView(name="a", query="")], before=[])
    with pytest.raises(Conflict):
        staff.save_views(ref, [SavedView(name="b", query="")], before=[])


def ref_of(key: str) -> str:
    from infra.local.identity import load_personas

    number = next(p.rrn for p in load_personas() if p.key == key)
    return wiring.ports().pseudonym(number)


def test_who_works_here_is_forgotten_ninety_days_after_their_last_sign_in(
    desk: LocalStack,
) -> None:
    clerk(desk)
    ports = wiring.ports()
    now = ports.clock.now()
    names = [found.name for found in ports.staff.colleagues("elections", now)]
    assert names == ["Dirk Dewit"]
    assert ports.staff.colleagues("permits", now) == []
    assert ports.staff.colleagues("elections", now + timedelta(days=91)) == []
    keys = {"PK": {"S": "STAFF"}, "SK": {"S": ref_of(FIRST)}}
    client = boto3.client("dynamodb")
    item = client.get_item(TableName=wiring.settings().table_name, Key=keys)["Item"]
    days = (int(item["expires_at"]["N"]) - now.timestamp()) / 86400
    assert 89 < days < 91
    session = someone(ports, "", "elections").model_copy(update={"roles": frozenset()})
    gone = session.model_copy(
        update={"person": session.person.model_copy(update={"ref": ref_of(FIRST)})}
    )
    ports.staff.signed_in(gone)
    assert ports.staff.colleagues("elections", now) == [], "without a role: no colleague"


def test_a_clerk_without_a_role_and_a_citizen_see_no_queue(desk: LocalStack) -> None:
    for key in ("mechelen-no-role", "lena-peeters"):
        who = clerk(desk, key, "/nl/desk/my")
        for path in (WORK, f"{WORK}/find", f"{WORK}/together/{VOTER}/college"):
            assert who.get(path).status_code == 403, path
    ports = wiring.ports()
    assert Queue(ports, someone(ports), "waiting").page(Filters("waiting")).tasks == ()
