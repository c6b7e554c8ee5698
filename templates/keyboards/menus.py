"""The buttons that lead from one role's menu to another's."""

from typing import Any

from templates.buttons import ChangeRole
from templates.keyboards.registry import inline, keyboard, named


@keyboard("menu/choose_role")
def _choose_role(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([named(f"role.{menu}", ChangeRole(menu), language) for menu in facts["menus"]])
