"""A stand-in Telegram: a Bot API server with a page of phones; it imports nothing of the house."""

from simulator.controls import Controls
from simulator.groups import Group, Topic
from simulator.keyboards import Button
from simulator.limits import Limits
from simulator.messages import Message
from simulator.phone import Phone
from simulator.server import App, create_app
from simulator.serving import serve
from simulator.telegram import Telegram

__all__ = [
    "App",
    "Button",
    "Controls",
    "Group",
    "Limits",
    "Message",
    "Phone",
    "Telegram",
    "Topic",
    "create_app",
    "serve",
]
