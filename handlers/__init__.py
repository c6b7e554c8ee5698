"""HEARS. Telegram in, one action, words out.

`HANDLERS` is the table of contents, and its order matters: PTB takes the first that matches, so commands and
menu labels stand before free text, each kind of button is told by its prefix, and the last two take the rest.
What happens in a group is taken by the first two, but for the few buttons that work there.
"""

from typing import Any

from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from handlers import (
    activities,
    announcements,
    attention,
    campaigns,
    evaluations,
    follow_ups,
    groups,
    interests,
    menus,
    people,
    plans,
    proposals,
    quiet_hours,
    reactions,
    series,
    start,
    summaries,
    talk,
    times,
    urgent,
)
from handlers.forms import on_control_tapped, on_form_tapped
from templates.buttons import FillForm, FormControl

HANDLERS: list[Any] = [
    *groups.IN_GROUPS,
    *start.HANDLERS,
    *menus.HANDLERS,
    CallbackQueryHandler(on_form_tapped, pattern=FillForm.pattern()),
    CallbackQueryHandler(on_control_tapped, pattern=FormControl.pattern()),
    *people.HANDLERS,
    *attention.HANDLERS,
    *interests.HANDLERS,
    *proposals.HANDLERS,
    *activities.HANDLERS,
    *series.HANDLERS,
    *times.HANDLERS,
    *reactions.HANDLERS,
    *urgent.HANDLERS,
    *announcements.HANDLERS,
    *plans.HANDLERS,
    *campaigns.HANDLERS,
    *evaluations.HANDLERS,
    *follow_ups.HANDLERS,
    *summaries.HANDLERS,
    *groups.HANDLERS,
    *quiet_hours.HANDLERS,
    CallbackQueryHandler(talk.on_unknown_button),
    MessageHandler(talk.EDITED, talk.on_edited),
    MessageHandler(talk.SAID & filters.COMMAND, talk.on_unknown_command),
    MessageHandler(talk.SAID, talk.on_message),
]
