"""The demo's neighbourhood: Kelurahan Blitar of the studies, its people by role, and a week that happened."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from actions.access import Actor, find_actor
from actions.activities import ActivityKind, create_activity
from actions.answers import answer_invitation
from actions.area_imports import import_areas
from actions.area_rows import read_area_rows
from actions.areas import find_area_by_path
from actions.attendance import record_attendance_totals
from actions.campaigns import Repeat, start_campaign
from actions.links import create_link
from actions.messages import Lane, Post, send_to_person
from actions.names import normalise_household
from actions.people import find_place
from actions.proposals import list_sectors, submit_proposal
from actions.roles import RESIDENT, use_menu
from actions.rule_cards import CardDraft, add_card
from actions.times import local, next_weekly, utc
from bot.presets import load_presets
from simulator import Group as TelegramGroup
from simulator import Telegram
from storage import groups, memory, outbox
from storage.answers import AnswerKind
from storage.database import Database, Session
from storage.groups import Group, GroupState
from storage.households import Household
from storage.people import Account, Chat, Consent, Person, Residency, ResidencyState, Role, RoleKind

ZONE = "Asia/Jakarta"
CODE = "35.72.02.1002"
_DATA = Path(__file__).parents[1] / "demo_data"
_HOUSES = ("Gang 1 no. 2", "Gang 1 no. 7", "Gang 2 no. 4", "Gang 3 no. 12", "Pojok mushola", "Gang 4 no. 1")
_COMING = ((2011, 2012, 2014, 2021), (2013, 2022), (2015, 2021), (2016, 2022), (2012, 2021))
"""Who says Ikut to which training."""
_SALUTATIONS = ("Ibu", "Bapak", "Mbak", "Mas", "Ibu", "Bapak")


@dataclass(frozen=True)
class Neighbour:
    """One of the demo's people: what the page calls them, where they live, which office they hold."""

    user_id: int
    label: str
    path: str
    salutation: str
    role: RoleKind | None = None
    house: str | None = None


def _neighbours() -> Iterator[Neighbour]:
    yield Neighbour(2001, "Kelurahan", CODE, "Ibu", RoleKind.KELURAHAN)
    yield Neighbour(2002, "Pendamping", CODE, "Mas", RoleKind.FACILITATOR)
    yield Neighbour(2003, "Ketua RW 01", f"{CODE}/1", "Bapak", RoleKind.RW_HEAD)
    yield Neighbour(2004, "Ketua RT 02", f"{CODE}/1/2", "Bapak", RoleKind.RT_HEAD, "Gang 2 no. 1")
    yield Neighbour(2005, "Ketua RT 03", f"{CODE}/1/3", "Ibu", RoleKind.RT_HEAD, "Gang 5 no. 3")
    for index, (house, salutation) in enumerate(zip(_HOUSES, _SALUTATIONS, strict=True)):
        label = "Warga RT 02" if index == 0 else f"Warga RT 02 ({index + 1})"
        yield Neighbour(2011 + index, label, f"{CODE}/1/2", salutation, None, house)
    yield Neighbour(2021, "Warga RT 03", f"{CODE}/1/3", "Bapak", None, "Gang 5 no. 8")
    yield Neighbour(2022, "Warga RW 03", f"{CODE}/3/1", "Ibu", None, "Sebelah balai RW")


async def settle_in(database: Database, telegram: Telegram, now: datetime) -> None:
    """Fill an empty database and the simulated Telegram; what happened before `now` sends nothing."""
    async with database.transaction() as session:
        text = (_DATA / "blitar_areas.csv").read_text(encoding="utf-8")
        await import_areas(session, read_area_rows(text), now=now)
        await load_presets(session)
        await memory.remember(session, "bot_username", telegram.username)
        for neighbour in _neighbours():
            await _move_in(session, telegram, neighbour, now - timedelta(days=20))
        await _propose(session, now)
        await _hold_trainings(session, now)
        await outbox.cancel_all(session, now)
        for neighbour in _neighbours():
            await _greet(session, neighbour, now)
        group = await _gather(session, telegram, now)
        await _plan_work_bee(session, now)
        await _explain_rules(session, now)
        rt = await find_area_by_path(session, f"{CODE}/1/2")
        payload = await create_link(session, role=None, area_id=rt.id, now=now)
    link = f"https://t.me/{telegram.username}?start={payload}"
    newcomer = telegram.add_phone(2031, "Warga baru", role="Warga baru", note="Belum bergabung", link=link)
    newcomer.join(group)
    telegram.featured = [2011, 2004, 2001]


async def _move_in(session: Session, telegram: Telegram, who: Neighbour, since: datetime) -> None:
    telegram.add_phone(who.user_id, who.label, role=who.label, note=who.house or "")
    telegram.chats[who.user_id].started = True
    area = await find_area_by_path(session, who.path)
    person = Person(name=who.label, salutation=who.salutation, language="id", created_at=since)
    session.add_all([person, Chat(id=who.user_id, changed_at=since)])
    await session.flush()
    session.add(Account(person_id=person.id, telegram_id=who.user_id, since=since))
    session.add(Consent(person_id=person.id, version="1", at=since, update_id=0))
    if who.role is not None:
        session.add(Role(person_id=person.id, area_id=area.id, kind=who.role, since=since))
    if who.house is not None:
        house = Household(
            area_id=area.id, label=who.house, normal=normalise_household(who.house), created_at=since
        )
        session.add(house)
        await session.flush()
        residency = Residency(person_id=person.id, area_id=area.id, household_id=house.id, requested_at=since)
        residency.state, residency.since, residency.decided_at = ResidencyState.ACCEPTED, since, since
        session.add(residency)


async def _actor(session: Session, user_id: int) -> Actor:
    actor = await find_actor(session, user_id)
    assert actor is not None
    return actor


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def _propose(session: Session, now: datetime) -> None:
    """The six proposals of the studies' first table, sent in over the last days."""
    senders = (2011, 2021, 2022, 2012, 2013, 2016)
    for ahead, (sender, row) in enumerate(zip(senders, _rows("blitar_proposals.csv"), strict=True)):
        moment = now - timedelta(days=(5 - ahead) // 2, hours=1 + 3 * ((5 - ahead) % 2))
        actor = await _actor(session, sender)
        sectors = {each.label: each.id for each in await list_sectors(session, actor, now=moment)}
        sector = sectors[row["bidang"]]
        await submit_proposal(session, actor, text=row["usulan"], sector_id=sector, now=moment)


async def _hold_trainings(session: Session, now: datetime) -> None:
    """The five trainings with the attendance of the studies' tables, held this week and the week before."""
    kelurahan = await find_area_by_path(session, CODE)
    rows = _rows("blitar_trainings.csv")
    today = local(now, ZONE).date()
    for index, title in enumerate(dict.fromkeys(row["kegiatan"] for row in rows)):
        starts = _evening(today - timedelta(days=(1, 2, 3, 5, 9)[index]))
        actor = await _actor(session, 2001)
        created = await create_activity(
            session,
            actor,
            area_id=kelurahan.id,
            kind=ActivityKind.TRAINING,
            title=title,
            place="Balai Kelurahan Blitar",
            starts_at=starts,
            now=starts - timedelta(days=4),
        )
        created.plan.meeting.wrap_up_at = None  # its archive has counted it already
        await _answer(session, created.plan.activity.id, _COMING[index], starts - timedelta(days=1))
        year = next(row["tahun_sumber_arsip"] for row in rows if row["kegiatan"] == title)
        totals = [
            ((await find_area_by_path(session, _path(row))).id, int(row["jumlah_peserta"]))
            for row in rows
            if row["kegiatan"] == title
        ]
        await record_attendance_totals(
            session,
            None,
            activity_id=created.plan.activity.id,
            rows=totals,
            source=f"Arsip {year}",
            now=starts + timedelta(hours=3),
        )


async def _answer(session: Session, activity_id: int, coming: tuple[int, ...], now: datetime) -> None:
    """Some of the demo's people say Ikut, so that there is somebody to evaluate it."""
    for user_id in coming:
        actor = await _actor(session, user_id)
        await answer_invitation(session, actor, activity_id=activity_id, answer=AnswerKind.YES, now=now)


def _path(row: dict[str, str]) -> str:
    return f"{CODE}/{row['rw']}" + (f"/{row['rt']}" if row["rt"] else "")


def _evening(day: date) -> datetime:
    return utc(day, time(19, 30), ZONE)


async def _gather(session: Session, telegram: Telegram, now: datetime) -> TelegramGroup:
    """The Telegram group of RT 02, which its head has linked; a newcomer in it has not joined Rembug."""
    rt = await find_area_by_path(session, f"{CODE}/1/2")
    members = [who.user_id for who in _neighbours() if who.path == f"{CODE}/1/2"]
    group = telegram.add_group("Guyub RT 02", *(telegram.phone(user_id) for user_id in members))
    telegram.phone(members[0]).add_bot(group)
    head = await _actor(session, members[0])
    linked = Group(chat_id=group.chat_id, area_id=rt.id, title=group.title, changed_at=now)
    linked.state, linked.linked_by_id = GroupState.LINKED, head.person_id
    await groups.add_group(session, linked)
    return group


async def _plan_work_bee(session: Session, now: datetime) -> None:
    """Next Sunday's gotong royong of RT 02, to which two have answered already."""
    head = await _actor(session, 2004)
    today = local(now, ZONE).date()
    sunday = today + timedelta(days=(6 - today.weekday()) % 7 or 7)
    rt = await find_area_by_path(session, f"{CODE}/1/2")
    created = await create_activity(
        session,
        head,
        area_id=rt.id,
        kind=ActivityKind.WORK_BEE,
        title="Kerja bakti membersihkan saluran",
        place="Depan mushola",
        starts_at=utc(sunday, time(6, 30), ZONE),
        now=now,
    )
    for user_id, answer in ((2012, AnswerKind.YES), (2013, AnswerKind.HELP)):
        actor = await _actor(session, user_id)
        activity_id = created.plan.activity.id
        await answer_invitation(session, actor, activity_id=activity_id, answer=answer, now=now)


async def _explain_rules(session: Session, now: datetime) -> None:
    """Three cards with what the studies say of RT Keren, one a week from next Monday on."""
    lurah, kelurahan = await _actor(session, 2001), await find_area_by_path(session, CODE)
    campaign = await start_campaign(
        session,
        lurah,
        kelurahan_id=kelurahan.id,
        title="Aturan RT Keren",
        repeat=Repeat.WEEKLY,
        first_at=next_weekly(now, ZONE, 0, time(9)),
        now=now,
    )
    for row in _rows("blitar_rule_cards.csv"):
        draft = CardDraft(row["judul"], row["isi"], local(now, ZONE).year, asks_clear=True)
        await add_card(session, lurah, campaign_id=campaign.id, draft=draft, now=now)


async def _greet(session: Session, who: Neighbour, now: datetime) -> None:
    """Their menu on the phone, as after joining."""
    actor = await _actor(session, who.user_id)
    wanted = who.role.value if who.role else RESIDENT
    menu = await use_menu(session, actor, wanted, lane=Lane.NOTICE, now=now)
    place = await find_place(session, actor, wanted)
    facts = {"hour": local(now, ZONE).hour, "area": place.area, "kelurahan": place.kelurahan}
    post = Post("menu/greeting", {**facts, **menu.facts()})
    await send_to_person(session, actor.person_id, post, now=now)
