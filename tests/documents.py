"""Documents to look at: made here, so that each test says what is in it."""

import io

import pikepdf
from PIL import Image

SCRIPT = b'app.alert("hello"); this.submitForm("https://elsewhere.example/");'


def pdf(pages: int = 1, *, password: str = "", script: bytes = b"", size: float = 200.0) -> bytes:
    """A PDF of so many empty pages."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(size, size))
    if script:
        action = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String(script.decode()), Type=pikepdf.Name.Action
        )
        made.Root.OpenAction = made.make_indirect(action)
    buffer = io.BytesIO()
    lock = pikepdf.Encryption(owner=password, user=password) if password else False
    made.save(buffer, encryption=lock)
    return buffer.getvalue()


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 20), *, turned: bool = False) -> bytes:
    """A picture; `turned`: by its Exif data, with where it was taken."""
    image = Image.new("RGB", size, "red")
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6  # turn right
        exif[0x010E] = "Markt 1, Mechelen"
    buffer = io.BytesIO()
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.from_pillow(image).save(buffer)
    else:
        image.save(buffer, kind, exif=exif)
    return buffer.getvalue()
