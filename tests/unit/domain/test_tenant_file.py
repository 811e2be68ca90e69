"""A file on its base: what merges, what is replaced, what is taken away, what cannot be."""

from datetime import date
from pathlib import Path

import pytest

from functions.domain.tenant_file import FileError, merge, merged

DAY, LATER = date(2026, 1, 1), date(2027, 1, 1)


def fee(procedure: str, amount: str, day: date = DAY) -> dict[str, object]:
    return {"procedure": procedure, "amount": amount, "valid_from": day}


def written(folder: Path, **files: str) -> Path:
    """The file `own`, beside the others."""
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder / "own.toml"


def test_tables_merge_by_key_at_every_depth():
    base = {"terms": {"a": 1, "b": 2}, "services": {"x": {"minutes": 10, "capacity": 2}}}
    own = {"terms": {"b": 3, "c": 4}, "services": {"x": {"capacity": 1}, "y": {"minutes": 5}}}
    assert merge(base, own) == {
        "terms": {"a": 1, "b": 3, "c": 4},
        "services": {"x": {"minutes": 10, "capacity": 1}, "y": {"minutes": 5}},
    }


def test_the_order_is_that_of_the_base_and_what_is_new_comes_after():
    assert list(merge({"a": {}, "b": {}}, {"c": {}, "b": {"x": 1}})) == ["a", "b", "c"]


def test_a_list_is_replaced():
    base = {"hours": [{"days": [1]}, {"days": [2]}], "closed_on": [DAY]}
    own = {"hours": [{"days": [3]}], "closed_on": []}
    assert merge(base, own) == own


def test_a_value_may_become_a_table_and_a_table_a_value():
    assert merge({"a": 1, "b": {"x": 1}}, {"a": {"x": 1}, "b": 1}) == {"a": {"x": 1}, "b": 1}


def test_fees_merge_by_procedure_and_day():
    base = {"fees": [fee("p", "1"), fee("q", "2")]}
    own = {"fees": [fee("r", "9"), fee("p", "3"), fee("q", "4", LATER)]}
    assert merge(base, own)["fees"] == [
        fee("p", "3"), fee("q", "2"), fee("r", "9"), fee("q", "4", LATER),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("ebox", {"services": {"x": {"a": 1}, "y": {}}, "fees": [fee("p", "1"), fee("p/q", "2")]}),
        ("services.y", {"services": {"x": {"a": 1}}}),
        ("services.x.a", {"services": {"x": {}, "y": {}}}),
        ("fees.p", {"fees": [fee("p/q", "2")]}),
    ],
)
def test_what_is_removed_is_gone(name: str, left: dict[str, object]):
    base = {
        "ebox": {"organisation": "1"}, "services": {"x": {"a": 1}, "y": {}},
        "fees": [fee("p", "1"), fee("p/q", "2")],
    }  # fmt: skip
    found = merge(base, {"remove": [name]})
    assert found == {**{k: v for k, v in base.items() if k != name}, **left}
    assert "ebox" in base  # the base itself stays as it is


def test_what_is_removed_may_be_said_anew():
    found = merge({"a": {"x": 1, "y": 2}}, {"remove": ["a"], "a": {"z": 3}})
    assert found == {"a": {"z": 3}}


@pytest.mark.parametrize("name", ["b", "a.y", "a.x.z", "fees.q", "list.x", ""])
def test_what_is_not_there_cannot_be_removed(name: str):
    with pytest.raises(KeyError):
        merge({"a": {"x": 1}, "fees": [fee("p", "1")], "list": [1]}, {"remove": [name]})


def test_a_base_may_have_a_base(tmp_path: Path):
    path = written(
        tmp_path, own='base = "middle.toml"\na = 1', middle='base = "low.toml"\na = 2\nb = 2',
        low="a = 3\nb = 3\nc = 3",
    )  # fmt: skip
    assert merged(path) == {"a": 1, "b": 2, "c": 3}


def test_a_file_without_a_base_says_everything_itself(tmp_path: Path):
    assert merged(written(tmp_path, own="a = 1")) == {"a": 1}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"own": "a = "}, "own.toml: this is no TOML"),
        ({"own": 'base = "low.toml"', "low": "a = "}, "low.toml: this is no TOML"),
        ({"own": 'base = "gone.toml"', "low": ""}, "no base 'gone.toml'; beside it are: low, own"),
        ({"own": 'base = "own.toml"'}, "comes back"),
        ({"own": 'base = "low.toml"', "low": 'base = "own.toml"'}, "comes back"),
        ({"own": 'base = "low.toml"\nremove = ["x.y"]', "low": ""}, "'x.y'.*has no such thing"),
        ({"own": 'remove = ["x"]'}, "`remove` needs a `base`"),
    ],
)
def test_a_mistake_names_the_file_and_what_is_wrong(
    files: dict[str, str], told: str, tmp_path: Path
):
    with pytest.raises(FileError, match=told):
        merged(written(tmp_path, **files))
