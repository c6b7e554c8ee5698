"""The buttons of passing something on to neighbours without Telegram."""

from typing import Any

from templates.activity_buttons import ManageActivity
from templates.keyboards.registry import inline, keyboard, link, named
from templates.labels import label


@keyboard("sharing/ways")
def _ways(facts: dict[str, Any], language: str) -> dict[str, Any]:
    ways = ("copy", "print", *(("papers",) if facts.get("manages") else ()))
    return inline(named(f"sharing.{way}", ManageActivity(facts["activity"], way), language) for way in ways)


@keyboard("sharing/whatsapp")
def _whatsapp(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([link(label("sharing.whatsapp", language), facts["address"])])
