"""A document as pictures, in a process of its own: `-m functions.rendering FILE TYPE FOLDER`.

What people send is read by native code (PDFium, libheif, the decoders of Pillow). So it runs apart
from our keys, with little memory and time: what is broken or made to hurt ends this process only.
It writes 1.png, 2.png, ... and index.json. Knows nothing of the rest of the desk.
"""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MOST_PAGES = 20
_WIDTH, _HEIGHT = 1240, 1754  # pixels of a picture: A4 at 150 dots an inch
_MOST_PIXELS = 60_000_000  # of a photo, before it is read
_MOST_BYTES = 3_000_000  # of a PNG: it goes through API Gateway as base64, at most 6 MB
_MEMORY = 1_500_000_000  # bytes of address space
_SECONDS = 20  # of processor time


class Refused(Exception):  # noqa: N818 - an answer
    """Cannot be shown; its text is the key of why."""


def pictures(content: bytes, kind: str) -> tuple[list[bytes], int]:
    """(the PNGs of the first pages, how many pages it has). Raises Refused."""
    found = list(_pages(content) if kind == "application/pdf" else _photo(content))
    return [_png(image) for image, _ in found], found[0][1] if found else 0


def _pages(content: bytes) -> Iterator[tuple[Any, int]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("encrypted" if "password" in str(error).lower() else "broken") from error
    count = len(document)
    if not count:
        raise Refused("broken")
    for number in range(min(count, MOST_PAGES)):
        try:
            page = document[number]
            width, height = page.get_size()
            if width <= 0 or height <= 0:
                raise Refused("broken")
            scale = min(_WIDTH / width, _HEIGHT / height)
            # no forms are drawn and no script runs: PDFium is built without a script engine
            yield page.render(scale=scale, may_draw_forms=False).to_pil(), count
        except pypdfium2.PdfiumError as error:
            raise Refused("broken") from error


def _photo(content: bytes) -> Iterator[tuple[Any, int]]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    _know_heic()
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "HEIF")) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise Refused("too-large")
            image.draft("RGB", (_WIDTH, _HEIGHT))  # a JPEG is read no larger than needed
            turned = ImageOps.exif_transpose(image) or image
            turned.thumbnail((_WIDTH, _HEIGHT))
            yield turned, 1
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too-large") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Refused("broken") from error


def _know_heic() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)


def _png(image: Any) -> bytes:  # noqa: ANN401 - Pillow's, imported late
    """Only what is seen: no metadata (a photo tells where it was taken), no transparency."""
    from PIL import Image

    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image.getchannel("A") if image.mode in ("RGBA", "LA") else None)
    while True:
        buffer = io.BytesIO()
        flat.save(buffer, "PNG", optimize=False)
        if buffer.tell() <= _MOST_BYTES:
            return buffer.getvalue()
        flat = flat.resize((max(1, flat.width * 3 // 4), max(1, flat.height * 3 // 4)))


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def main(source: str, kind: str, folder: str) -> None:
    _limit()
    told: dict[str, Any] = {}
    try:
        made, count = pictures(Path(source).read_bytes(), kind)
        for number, picture in enumerate(made, start=1):
            Path(folder, f"{number}.png").write_bytes(picture)
        told = {"pages": len(made), "of": count}
    except Refused as why:
        told = {"why": str(why)}
    except MemoryError:
        told = {"why": "too-large"}
    Path(folder, "index.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:4])
