"""What happens in a neighbourhood while things fail: invitations, answers, announcements, as actions."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from actions.access import Actor, find_actor
from actions.activities import Created, create_activity
from actions.announcements import Draft, publish_announcement
from actions.answers import AnswerKind, answer_invitation
from actions.messages import Post, send_to_person
from simulator import Phone
from storage.activities import ActivityKind
from storage.areas import Area
from storage.database import Session
from storage.people import RoleKind
from tests.world import World


async def actor_of(session: Session, phone: Phone) -> Actor:
    """Who holds this phone."""
    actor = await find_actor(session, phone.user_id)
    assert actor is not None
    return actor


async def plan_work_bee(
    session: Session, head_id: int, rt: Area, *, starts_at: datetime, now: datetime
) -> Created:
    """The RT head with this account invites the RT to a work bee."""
    head = await find_actor(session, head_id)
    assert head is not None
    return await create_activity(
        session,
        head,
        area_id=rt.id,
        kind=ActivityKind.WORK_BEE,
        title="Kerja bakti",
        place="Depan mushola",
        starts_at=starts_at,
        now=now,
    )


async def invite(world: World, head: Phone) -> int:
    """Plan a work bee of RT 02 RW 01 eleven days from now, let its invitations arrive, and give its id."""
    async with world.database.transaction() as session:
        rt, now = world.cast.rts[1, 2], world.now()
        created = await plan_work_bee(session, head.user_id, rt, starts_at=now + timedelta(days=11), now=now)
    await world.settle()
    return created.plan.activity.id


async def accept(world: World, activity_id: int, phones: Sequence[Phone]) -> None:
    """Each of them says Ikut, one after the other."""
    for phone in phones:
        async with world.database.transaction() as session:
            await answer_invitation(
                session,
                await actor_of(session, phone),
                activity_id=activity_id,
                answer=AnswerKind.YES,
                now=world.now(),
            )
        world.rembug.delivery.wake()


async def announce(world: World, head: Phone, words: str) -> None:
    """Announce something to RT 02 RW 01."""
    async with world.database.transaction() as session:
        await publish_announcement(
            session,
            await actor_of(session, head),
            Draft(RoleKind.RT_HEAD, world.cast.rts[1, 2].id, words),
            now=world.now(),
        )
    world.rembug.delivery.wake()


async def write_to(world: World, phone: Phone, text: str) -> None:
    """Promise a notice, as an announcement's words, to one person."""
    said = {"role": "rt_head", "area": "RT 02 RW 01", "zone": "Asia/Jakarta", "text": text, "marks": []}
    facts = {**said, "announcement": 0, "urgent": False, "asks_read": False}
    async with world.database.transaction() as session:
        person_id = (await actor_of(session, phone)).person_id
        await send_to_person(session, person_id, Post("announcements/announcement", facts), now=world.now())
    world.rembug.delivery.wake()


def announced(words: str) -> str:
    """What an announcement to RT 02 RW 01 says on a phone."""
    return f"📢 Ketua RT 02 RW 01\n\n{words}"


def requests_to(world: World, method: str, *, status: int = 200) -> list[tuple[float, int]]:
    """When the bot called a method with this outcome, in real seconds, and for which chat."""
    return [
        (moment, int(params.get("chat_id", 0)))
        for moment, called, params, answered in world.telegram.requests
        if called == method and answered == status
    ]
