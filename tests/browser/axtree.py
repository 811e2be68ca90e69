"""What Chromium tells a screen reader of one element."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page


@dataclass(frozen=True)
class Told:
    role: str
    name: str
    description: str
    invalid: bool


def told(page: Page, selector: str) -> Told:
    """From the accessibility tree itself, not from the attributes that lead to it."""
    session = page.context.new_cdp_session(page)
    document = session.send("DOM.getDocument")["root"]["nodeId"]
    found = session.send("DOM.querySelector", {"nodeId": document, "selector": selector})
    assert found["nodeId"], f"no {selector} on {page.url}"
    tree = session.send(
        "Accessibility.getPartialAXTree", {"nodeId": found["nodeId"], "fetchRelatives": False}
    )
    session.detach()
    (node,) = tree["nodes"]
    assert not node["ignored"], f"{selector} is hidden from screen readers"
    properties = {p["name"]: p["value"].get("value") for p in node.get("properties", [])}
    return Told(
        role=_value(node, "role"),
        name=_value(node, "name"),
        description=_value(node, "description"),
        invalid=properties.get("invalid", "false") == "true",
    )


def _value(node: Any, key: str) -> str:
    return str(node.get(key, {}).get("value", ""))
