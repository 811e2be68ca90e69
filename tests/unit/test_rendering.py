"""A document as pictures: bounded, without what is hidden in it, and with an answer to anything."""

import io
import struct
import zlib

import pytest
from PIL import Image

from functions import previews, rendering
from functions.previews import rendered
from tests.documents import SCRIPT, pdf, photo


def open_png(picture: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(picture))
    assert image.format == "PNG"
    return image


def test_every_page_of_a_pdf_is_a_picture() -> None:
    found, pictures = rendered(pdf(3))
    assert (found.pages, found.of, found.why) == (3, 3, "")
    assert [open_png(picture).mode for picture in pictures] == ["RGB"] * 3


def test_no_more_than_twenty_pages() -> None:
    found, pictures = rendered(pdf(23))
    assert (found.pages, found.of, len(pictures)) == (20, 23, 20)


@pytest.mark.parametrize("size", [10.0, 14_000.0])
def test_a_page_is_never_larger_than_a_screen(size: float) -> None:
    _, (picture,) = rendered(pdf(size=size))
    width, height = open_png(picture).size
    assert max(width, height) <= 1754
    assert len(picture) <= 3_000_000


def test_a_script_in_a_pdf_is_not_in_its_picture() -> None:
    assert b"app.alert" in pdf(script=SCRIPT)
    _, (picture,) = rendered(pdf(script=SCRIPT))
    assert b"alert" not in picture
    open_png(picture)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (pdf(password="geheim"), "encrypted"),
        (b"%PDF-1.7\nnothing of the kind", "broken"),
        (pdf()[:200], "broken"),
        (photo()[:60], "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 40, "broken"),
        (b"GIF89a", "broken"),
    ],
    ids=["encrypted", "no-pdf", "half-a-pdf", "half-a-photo", "no-png", "another-kind"],
)
def test_what_cannot_be_shown_says_why(content: bytes, why: str) -> None:
    found, pictures = rendered(content)
    assert (found.why, pictures) == (why, [])


def bomb() -> bytes:
    """A PNG of some bytes that says that it is 60000 by 60000."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1_000_000)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_a_pixel_bomb_is_refused_before_it_is_read() -> None:
    assert len(bomb()) < 3000
    found, _ = rendered(bomb())
    assert found.why == "too-large"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_a_photo_is_one_picture(kind: str) -> None:
    found, (picture,) = rendered(photo(kind))
    assert (found.pages, found.of) == (1, 1)
    assert open_png(picture).size == (40, 20)


def test_a_photo_is_turned_and_says_nothing_of_where_it_was_taken() -> None:
    content = photo(turned=True)
    assert b"Markt 1" in content
    _, (picture,) = rendered(content)
    assert open_png(picture).size == (20, 40)
    assert b"Markt 1" not in picture
    assert not open_png(picture).getexif()


def test_a_noisy_photo_is_made_smaller_until_it_can_be_sent() -> None:
    import os

    image = Image.frombytes("RGB", (1600, 1600), os.urandom(1600 * 1600 * 3))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    found, (picture,) = rendered(buffer.getvalue())
    assert found.pages == 1
    assert len(picture) <= 3_000_000


def test_what_takes_too_long_is_stopped() -> None:
    found, pictures = rendered(pdf(), seconds=0.001)
    assert (found.why, pictures) == ("too-slow", [])


def test_the_process_that_reads_has_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict = {}

    def run(command: list[str], **more: object) -> None:
        given.update(more)
        raise previews.subprocess.TimeoutExpired(command, 1)

    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setattr(previews.subprocess, "run", run)
    rendered(pdf())
    assert set(given["env"]) == {"PYTHONPATH", "HOME"}


def test_the_program_that_reads_knows_nothing_of_the_desk() -> None:
    import inspect

    assert "import functions" not in inspect.getsource(rendering)
    assert "from functions" not in inspect.getsource(rendering)
