"""A tenant's file on top of what is usual: a file names another one as its `base`.

What holds of two files that lie on each other:

- tables merge, key by key;
- `fees` merge by procedure and day (`valid_from`);
- anything else, lists too, is replaced;
- `remove` takes what it names away from the base first: "ebox", "services.wedding-special",
  "terms.elections/proxy/supplement", "fees.elections/proxy" (all of that procedure).

At packaging the whole is written out as one file without a base, so a function only reads it.
"""

import tomllib
from pathlib import Path
from typing import Any

BASE, REMOVE, FEES = "base", "remove", "fees"

Data = dict[str, Any]


class FileError(ValueError):
    """A tenant's file, or one that it builds on, cannot be read as meant."""


def merged(path: Path) -> Data:
    """Everything that holds for this file. Raises FileError; OSError where a file is missing."""
    return on_base(path, read(path))


def read(path: Path) -> Data:
    """What this one file says."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path}: this is no TOML: {error}"
        raise FileError(message) from error


def on_base(path: Path, own: Data, above: tuple[Path, ...] = ()) -> Data:
    """What `path` says (`own`), on the base that it names. `above`: the files that led here."""
    if BASE not in own:
        if REMOVE in own:
            message = f"{path}: `remove` needs a `base` to remove from"
            raise FileError(message)
        return own
    under = base_of(path, own)
    if under in (*above, path):
        message = f"{path}: base = {own[BASE]!r} comes back to a file that is built on it"
        raise FileError(message)
    try:
        return merge(on_base(under, read(under), (*above, path)), own)
    except KeyError as error:
        message = f"{path}: remove = [{error.args[0]!r}]: the base has no such thing"
        raise FileError(message) from None


def base_of(path: Path, own: Data) -> Path:
    """The file that it names, seen from where it is itself."""
    under = (path.parent / str(own[BASE])).resolve()
    if not under.is_file():
        known = sorted(file.stem for file in under.parent.glob("*.toml"))
        message = f"{path}: there is no base {own[BASE]!r}; beside it are: {', '.join(known)}"
        raise FileError(message)
    return under


def merge(base: Data, own: Data) -> Data:
    """A new table; neither of the two is changed. Raises KeyError for what cannot be removed."""
    left = base
    for name in own.get(REMOVE, ()):
        left = _without(left, name)
    more = {key: value for key, value in own.items() if key not in (BASE, REMOVE)}
    if FEES in left and FEES in more:
        more[FEES] = _fees(left[FEES], more[FEES])
    return _tables(left, more)


def _tables(base: Data, own: Data) -> Data:
    return {**base, **{key: _one(base.get(key), value) for key, value in own.items()}}


def _one(base: object, own: object) -> object:
    return _tables(base, own) if isinstance(base, dict) and isinstance(own, dict) else own


def _fees(base: list[Data], own: list[Data]) -> list[Data]:
    """In the order of the base; what it does not have comes after."""
    kept = {(fee.get("procedure"), fee.get("valid_from")): fee for fee in base}
    return [*(kept | {(fee.get("procedure"), fee.get("valid_from")): fee for fee in own}).values()]


def _without(table: Data, name: str) -> Data:
    first, _, rest = name.partition(".")
    if first not in table:
        raise KeyError(name)
    if not rest:
        return {key: value for key, value in table.items() if key != first}
    found = table[first]
    if isinstance(found, dict):
        try:
            return {**table, first: _without(found, rest)}
        except KeyError:
            raise KeyError(name) from None
    if first != FEES or all(fee.get("procedure") != rest for fee in found):
        raise KeyError(name)
    return {**table, first: [fee for fee in found if fee.get("procedure") != rest]}
