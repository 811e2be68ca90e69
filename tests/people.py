"""People at the desk, each with a browser of their own: they sign in for real and fill in pages."""

import io
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import urllib3
from werkzeug.test import Client, TestResponse

from infra.local.stack import LocalStack

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
NUMBERS = re.compile(r"CASE#|[0-9A-HJKMNP-TV-Z]{26}")
_INPUT = re.compile(r"<input\b[^>]*>")
_FORM = re.compile(r"<form\b.*?</form>", re.S)


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


@dataclass
class Someone:
    """A person of the test identity provider with a browser that keeps cookies."""

    stack: LocalStack
    key: str
    lang: str = "nl"
    at: str = ""
    last: Any = None
    browser: Client = field(init=False)

    def __post_init__(self) -> None:
        self.browser = self.stack.client()

    def get(self, path: str, **more: Any) -> TestResponse:
        """Follow redirects within the site; remember where we are."""
        answer = self.browser.get(path, base_url=self.stack.url, **more)
        return self._follow(answer, path)

    def post(self, path: str, data: dict[str, str], **more: Any) -> TestResponse:
        answer = self.browser.post(path, base_url=self.stack.url, data=data, **more)
        return self._follow(answer, path)

    def _follow(self, answer: TestResponse, path: str) -> TestResponse:
        hops = 0
        while answer.status_code in (302, 303, 308) and hops < 10:
            target = answer.headers["Location"]
            if target.startswith("http") and not target.startswith(self.stack.url):
                break
            parts = urlsplit(target)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            answer = self.browser.get(path, base_url=self.stack.url)
            hops += 1
        self.at, self.last = path, answer
        return answer

    def sign_in(self, next_path: str = "/nl/desk/my") -> TestResponse:
        """Through the real provider, over a real socket."""
        answer = self.get(f"/{self.lang}/desk/sign-in?next={next_path}")
        back = choose_person(answer.headers["Location"], self.key)
        assert back.startswith(self.stack.url)
        self.get(back.removeprefix(self.stack.url))
        if "/desk/for-whom" in self.at:  # goes on without choosing
            return self.get(next_path)
        return self.last

    @property
    def text(self) -> str:
        return unescape(self.last.get_data(as_text=True))

    def form(self, action: str = "") -> dict[str, str]:
        """The hidden fields of the (first) form whose address ends like that."""
        for form in _FORM.findall(self.last.get_data(as_text=True)):
            if attribute(form, "action").endswith(action) and "sign-out" not in form[:200]:
                inputs = [t for t in _INPUT.findall(form) if attribute(t, "type") == "hidden"]
                return {attribute(t, "name"): attribute(t, "value") for t in inputs} | {
                    "_action": attribute(form, "action")
                }
        raise AssertionError(f"no form to {action!r} on {self.at}: {self.text[:2000]}")

    def answer(self, action: str = "continue", **boxes: str) -> TestResponse:
        """Fill in the page's form and press its button."""
        pattern = "/start" if self.at.split("?")[0].endswith("/start") else self.at.split("/")[-1]
        hidden = self.form(pattern)
        where = hidden.pop("_action")
        named = {name.replace("__", "-"): value for name, value in boxes.items()}
        return self.post(where, {**hidden, "action": action, **named})

    def add_document(self, content: bytes = PDF, name: str = "attest.pdf") -> TestResponse:
        """Post a file to the first upload on the page, as a browser without JavaScript does."""
        hidden = self.form("/_uploads")
        where = hidden.pop("_action")
        fields = {**hidden, "file": (io.BytesIO(content), name)}
        path = where.removeprefix(self.stack.url)
        answer = self.browser.post(
            path, base_url=self.stack.url, data=fields, content_type="multipart/form-data"
        )
        return self._follow(answer, path)

    def submit(self, **boxes: str) -> TestResponse:
        hidden = self.form("/check")
        where = hidden.pop("_action")
        return self.post(where, {**hidden, "truth": "yes", **boxes})

    def decide(self, step: str, choice: str, reason: str = "") -> TestResponse:
        hidden = self.form(f"/decisions/{step}")
        where = hidden.pop("_action")
        return self.post(where, {**hidden, "choice": choice, "reason": reason})


def choose_person(authorize: str, key: str) -> str:
    """Pick a person on the provider's page; answers where it sends the browser back to."""
    http = urllib3.PoolManager()
    page = http.request("GET", authorize, redirect=False).data.decode()
    form = next(f for f in _FORM.findall(page) if f'value="{key}"' in f)
    hidden = {
        attribute(tag, "name"): attribute(tag, "value")
        for tag in _INPUT.findall(form)
        if attribute(tag, "type") == "hidden"
    }
    button = re.search(rf'<(?:button|input)[^>]*\bvalue="{key}"[^>]*>', form)
    assert button
    action = attribute(re.search(r"<form[^>]*>", form)[0], "action") or "/choose"
    base = "{0.scheme}://{0.netloc}".format(urlsplit(authorize))
    answer = http.request(
        "POST",
        action if action.startswith("http") else base + action,
        fields={**hidden, attribute(button[0], "name"): key},
        encode_multipart=False,
        redirect=False,
    )
    location: str = answer.headers["Location"]
    return location
