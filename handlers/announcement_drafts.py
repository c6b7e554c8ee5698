"""What the form of an announcement holds: in whose name, what, to whom, and by which way."""

from collections.abc import Sequence
from typing import Any

from actions.announcements import ANNOUNCERS, Draft, Route
from actions.attachments import Attachment
from actions.audience import Choice
from actions.errors import NotYours
from actions.offices import Office, RoleKind, list_offices
from handlers.context import Context

Data = dict[str, Any]
_MANY_GROUPS = (RoleKind.KELURAHAN, RoleKind.FACILITATOR)
"""Whose news goes by way of groups unless they choose otherwise: a minute instead of hours."""


def code_of(office: Office) -> str:
    """How a form names an office."""
    return f"{office.kind.value}.{office.area.id}"


def office_facts(offices: Sequence[Office]) -> Data:
    """What the question needs in the name of which of these it is said."""
    return {
        "offices": [
            {"value": code_of(office), "role": office.kind.value, "area": office.area.name}
            for office in offices
        ]
    }


async def find_office(context: Context, data: Data) -> Office:
    """The office in whose name it is said; NotYours when it was given up since."""
    offices = await list_offices(context.session, context.actor, *ANNOUNCERS)
    found = next((office for office in offices if code_of(office) == data.get("office")), None)
    if found is None:
        raise NotYours
    return found


def draft_of(data: Data, office: Office) -> Draft:
    """What the form holds, as it will be announced."""
    found = data.get("attachment")
    usual = Route.GROUP if office.kind in _MANY_GROUPS else Route.PRIVATE
    return Draft(
        office=office.kind,
        area_id=office.area.id,
        text=data["text"],
        marks=tuple(data.get("marks", ())),
        place=data.get("place"),
        attachment=Attachment(found["file_id"], found["kind"], found["size"]) if found else None,
        choice=Choice.from_facts(data.get("choice")),
        route=Route(data.get("route", usual)),
        asks_read=data.get("asks_read", False),
    )


def data_of(draft: Draft) -> Data:
    """A draft as the form holds it, so that it can be changed."""
    found = draft.attachment
    return {
        "office": f"{draft.office.value}.{draft.area_id}",
        "text": draft.text,
        "marks": list(draft.marks),
        "place": draft.place,
        "attachment": {"file_id": found.file_id, "kind": found.kind, "size": found.size} if found else None,
        "choice": draft.choice.facts(),
        "route": draft.route.value,
        "asks_read": draft.asks_read,
    }


def following(data: Data) -> str:
    """The first step that still has something to ask."""
    if not data.get("text") and not data.get("attachment"):
        return "words"
    return "preview" if data.get("office") else "office"
