"""The interest register: `Minat & keahlian` of a resident, and `Minat warga` of an officer."""

from functools import partial
from typing import Any

from telegram.ext import CallbackQueryHandler

from actions import interests
from actions.errors import Gone
from actions.forms import Form
from actions.interests import Register, Topic, Wish
from actions.paging import cut
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start_anew
from handlers.paging import on_page, page_facts
from handlers.said import Said
from templates.interest_buttons import ManageInterests, ShowNamed, TickTopic

TOPICS_A_PAGE = 6
_OWN_PAGE = (len(Topic) - 1) // TOPICS_A_PAGE
Data = dict[str, Any]


async def on_register(context: Context) -> None:
    """`Minat & keahlian`"""
    context.actor.require_resident()
    await context.reply("interests/register", **await register_facts(context))


async def register_facts(context: Context) -> Data:
    """What somebody ticked, and whether their name may be read."""
    found = await interests.get_register(context.session, context.actor)
    return {"learn": _told(found, Wish.LEARN), "teach": _told(found, Wish.TEACH), "named": found.named}


def _told(found: Register, wish: Wish) -> list[Data]:
    chosen = found.topics(wish)
    return [{"topic": topic.value, "words": chosen[topic]} for topic in Topic if topic in chosen]


async def on_managed(_update: object, context: Context) -> None:
    """A button of the register, which then shows what it leads to."""
    verb = ManageInterests.parse(context.query.data).verb
    context.actor.require_resident()
    if verb in ("named", "show_name", "unnamed"):
        shown = verb != "unnamed"
        await interests.say_named(context.session, context.actor, named=shown, now=context.now)
    elif verb in tuple(Wish):
        await context.edit_tapped("interests/topics", **await _topics_facts(context, 0, wish=Wish(verb)))
        return
    elif verb != "open":
        raise Gone
    await context.edit_tapped("interests/register", **await register_facts(context))


async def _topics_facts(context: Context, page: int, *, wish: Wish) -> Data:
    context.actor.require_resident()
    chosen = (await interests.get_register(context.session, context.actor)).topics(wish)
    items = [{"topic": topic.value, "words": chosen.get(topic), "chosen": topic in chosen} for topic in Topic]
    shown = cut(items, page, TOPICS_A_PAGE)
    return {"wish": wish.value, **page_facts(shown, list(shown.items))}


async def on_ticked(_update: object, context: Context) -> None:
    """A topic is ticked, or not any more; for a topic of one's own its words are asked."""
    tap = TickTopic.parse(context.query.data)
    if tap.wish not in tuple(Wish) or tap.topic not in tuple(Topic):
        raise Gone
    wish, topic = Wish(tap.wish), Topic(tap.topic)
    known = (await interests.get_register(context.session, context.actor)).topics(wish)
    if topic is Topic.OTHER and topic not in known:
        context.actor.require_resident()
        await start_anew(context, OWN, {"wish": wish.value})
        return
    await interests.toggle(context.session, context.actor, wish, topic, now=context.now)
    await context.edit_tapped("interests/topics", **await _topics_facts(context, tap.page, wish=wish))


async def _hear_words(context: Context, _form: Form, data: Data, said: Said) -> None:
    wish = Wish(data["wish"])
    await interests.add_own(context.session, context.actor, wish, said.text, now=context.now)
    await context.reply("interests/topics", **await _topics_facts(context, _OWN_PAGE, wish=wish))


async def _words_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"wish": data["wish"]}


async def on_demand(context: Context) -> None:
    """`Minat warga`: what the area would like to learn and could teach, counted."""
    for found in await interests.list_demand(context.session, context.actor):
        await context.reply(
            "interests/demand",
            area=found.area.name,
            area_id=found.area.id,
            learn=[{"topic": topic.value, "count": count} for topic, count in found.learn],
            teach=[{"topic": topic.value, "count": count} for topic, count in found.teach],
            named=found.named,
            heads=found.heads,
        )


async def on_named_tapped(_update: object, context: Context) -> None:
    """`Lihat nama`: those of the RT who let its head read theirs."""
    tap = ShowNamed.parse(context.query.data)
    area, page = await interests.list_names(context.session, context.actor, area_id=tap.area, page=tap.page)
    items = [
        {"who": one.who, "learn": _told(one.register, Wish.LEARN), "teach": _told(one.register, Wish.TEACH)}
        for one in page.items
    ]
    await context.edit_tapped("interests/names", area=area.name, area_id=area.id, **page_facts(page, items))


OWN = register(
    FormKind(
        "interest",
        (
            Step(
                "words",
                "interests/ask_words",
                _hear_words,
                longest=interests.LONGEST_WORDS,
                facts=_words_facts,
            ),
        ),
    )
)
HANDLERS = [
    CallbackQueryHandler(on_managed, pattern=ManageInterests.pattern()),
    CallbackQueryHandler(on_ticked, pattern=TickTopic.pattern()),
    CallbackQueryHandler(on_named_tapped, pattern=ShowNamed.pattern()),
    *(on_page(wish.value, "interests/topics", partial(_topics_facts, wish=wish)) for wish in Wish),
]
