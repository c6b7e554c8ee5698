"""What the page shows of one message, to one person."""

from typing import Any

from simulator.chats import Room
from simulator.entities import with_found
from simulator.groups import Group
from simulator.messages import Message
from simulator.page_words import SERVICE, full_date, hour, without_payload
from simulator.telegram import Telegram

Json = dict[str, Any]


def bubble_json(telegram: Telegram, room: Room, message: Message, viewer: int) -> Json:
    """One bubble on the phone of `viewer`."""
    mine = message.sender == viewer
    words = without_payload(message.words) if message.mine else message.words
    body: Json = {
        "id": message.message_id,
        "mine": mine,
        "kind": message.kind,
        "words": words,
        "entities": with_found(words, message.entities),
        "buttons": [
            [
                {
                    "text": each.text,
                    "url": each.url,
                    "copies": each.copy_text,
                    "taps": each.callback_data is not None,
                }
                for each in row
            ]
            for row in message.buttons
        ],
        "day": full_date(message.date),
        "hour": hour(message.date),
        "edited": message.edited,
    }
    if isinstance(room, Group):
        body |= _in_group(telegram, room, message)
    return body | _attached(message)


def _in_group(telegram: Telegram, group: Group, message: Message) -> Json:
    """Who wrote it, in which topic, or what happened."""
    topic = group.topics.get(message.thread)
    return {
        "sender": telegram.name_of(message.sender),
        "bot": not message.mine,
        "topic": topic.name if topic else None,
        "service": _service(telegram, message) if message.kind == "service" else None,
    }


def _service(telegram: Telegram, message: Message) -> str:
    """What a service message says."""
    event, detail = next(iter(message.extra.items()))
    whom = detail[0] if isinstance(detail, list) else detail
    number = whom.get("id") if isinstance(whom, dict) else None
    event = f"{event}_self" if number == message.sender else event
    name = telegram.name_of(number) if number else whom.get("name", "") if isinstance(whom, dict) else ""
    return SERVICE.get(event, "").format(who=telegram.name_of(message.sender), name=name)


def _attached(message: Message) -> Json:
    body: Json = {}
    if message.file:
        file = message.file
        body["file"] = {
            "id": file.file_id,
            "name": file.name,
            "bytes": len(file.data),
            "seconds": file.duration,
            "width": file.width,
            "height": file.height,
        }
    if "poll" in message.extra:
        body["question"] = message.extra["poll"]["question"]
    if "venue" in message.extra:
        body["place"] = message.extra["venue"]["title"]
    return body
