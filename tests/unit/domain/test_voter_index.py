"""The index answers yes for who is on the list and no for everybody else, with two small reads."""

from hypothesis import given
from hypothesis import strategies as st

from functions.domain import voter_index

hashes = st.binary(min_size=16, max_size=16)


def asked(file: bytes, wanted: bytes) -> bool:
    start, length = voter_index.place(file[: voter_index.HEAD], wanted)
    return bool(length) and voter_index.holds(file[start : start + length], wanted)


@given(st.sets(hashes, max_size=50), st.sets(hashes, max_size=10))
def test_it_holds_exactly_what_was_put_in(known: set[bytes], others: set[bytes]):
    file = b"".join(voter_index.build(known))
    assert len(file) == voter_index.HEAD + 16 * len(known)
    assert all(asked(file, one) for one in known)
    assert not any(asked(file, one) for one in others - known)


@given(st.lists(hashes, min_size=1, max_size=20), st.randoms())
def test_the_order_and_doubles_make_no_difference(known, random):
    shuffled = random.sample(known, len(known)) + known[:3]
    assert b"".join(voter_index.build(known)) == b"".join(voter_index.build(shuffled))


def test_the_first_and_the_last_byte_are_found():
    known = [bytes(16), b"\xff" * 16, b"\xff" * 15 + b"\x00", b"\x00" * 15 + b"\x01"]
    file = b"".join(voter_index.build(known))
    assert all(asked(file, one) for one in known)
    assert not asked(file, b"\x80" * 16)
