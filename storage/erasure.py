"""Forgetting a person: which rows go, which are blanked, and what stays so that totals stay true."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, union, update

from storage import activity_roles, minutes
from storage.activities import Activity, ActivitySession
from storage.announcement_plans import AnnouncementPlan
from storage.announcements import Announcement, Reaction
from storage.answers import Answer, Invitation, counting
from storage.attendance_codes import CodeScreen
from storage.attendances import Attendance, AttendanceState
from storage.audit import Act
from storage.closings import ActivityFile
from storage.database import Session
from storage.evaluations import Turnout
from storage.files import File
from storage.forms import Form
from storage.households import Household
from storage.inbox import InboxRow, InboxState
from storage.minutes import Minutes
from storage.outbox import PROMISED, OutboxRow, OutboxState
from storage.people import Account, Chat, Person, Residency, Role
from storage.proposals import Move, Proposal, ProposalFile
from storage.rule_cards import RuleCard
from storage.time_polls import PollPerson

PAPER = "papers/paper"
"""The template under which lists with names go out."""


async def erase_person(session: Session, person_id: int, now: datetime) -> None:
    """Forget a person and their chats; the database's foreign keys cut what still points at them."""
    chats = list(await session.scalars(select(Account.telegram_id).where(Account.person_id == person_id)))
    proposals = list(await session.scalars(select(Proposal.id).where(Proposal.person_id == person_id)))
    lived = list(await session.scalars(select(Residency.id).where(Residency.person_id == person_id)))
    tapped = list(await session.scalars(select(Reaction.id).where(Reaction.person_id == person_id)))
    nouns = {"proposal": proposals, "residency": lived, "help": tapped}
    subjects = [f"{noun}:{one}" for noun, ids in nouns.items() for one in ids]
    await _forget_on_cards(session, person_id, now)
    await _forget_parts(session, person_id)
    await _forget_messages(session, person_id, chats, subjects, now)
    await _forget_excerpts(session, proposals)
    await _forget_acts(session, person_id, subjects)
    await _forget_on_papers(session, person_id, now)
    await _forget_answers(session, person_id)
    await _forget_ideas(session, person_id, proposals)
    await _forget_required(session, person_id)
    await _leave_house(session, person_id, now)
    await session.execute(delete(Form).where(Form.chat_id.in_(chats)))
    await session.execute(delete(CodeScreen).where(CodeScreen.chat_id.in_(chats)))
    await session.execute(delete(Chat).where(Chat.id.in_(chats)))
    await session.execute(delete(Person).where(Person.id == person_id))


async def _forget_messages(
    session: Session, person_id: int, chats: Collection[int], subjects: Collection[str], now: datetime
) -> None:
    """What was written to them, and what waits to be written about them to others."""
    theirs = or_(OutboxRow.chat_id.in_(chats), OutboxRow.person_id == person_id)
    about = OutboxRow.subject.in_(subjects)
    await _cancel(session, theirs | about, now)
    await session.execute(update(OutboxRow).where(theirs | about).values(facts=None, file=None))
    await session.execute(
        update(OutboxRow)
        .where(theirs)
        .values(chat_id=None, person_id=None, key=None, message_id=None, sent_message_id=None, error=None)
    )
    await session.execute(
        update(InboxRow)
        .where(InboxRow.lane.in_(chats), InboxRow.state == InboxState.PARKED)
        .values(payload=None, lane=None)
    )


async def _forget_excerpts(session: Session, proposals: Collection[int]) -> None:
    """Digests that wait for the morning may quote their ideas."""
    query = select(Proposal.area_id, Proposal.number).where(Proposal.id.in_(proposals))
    theirs = {(f"digest:{area_id}", number) for area_id, number in await session.execute(query)}
    digests = select(OutboxRow).where(
        OutboxRow.subject.in_({subject for subject, _ in theirs}), OutboxRow.facts.is_not(None)
    )
    for row in await session.scalars(digests):
        facts = row.facts or {}
        quoted = [
            {**one, "text": None} if (row.subject, one["number"]) in theirs else one
            for one in facts["proposals"]
        ]
        row.facts = {**facts, "proposals": quoted}


async def _forget_on_cards(session: Session, person_id: int, now: datetime) -> None:
    """Cards of urgent announcements name who answered: what waits tells numbers only, and is told anew."""
    answered = select(Reaction.announcement_id).where(Reaction.person_id == person_id)
    urgent = list(
        await session.scalars(
            update(Announcement)
            .where(Announcement.id.in_(answered), Announcement.urgent)
            .values(progress_due_at=now, progress_shown=None)
            .returning(Announcement.id)
        )
    )
    cards = select(OutboxRow).where(
        OutboxRow.subject.in_([f"announcement:{one}" for one in urgent]),
        OutboxRow.template == "announcements/urgent_card",
        OutboxRow.facts.is_not(None),
    )
    unnamed: dict[str, Any] = {"needy": [], "calm": []}
    for row in await session.scalars(cards.with_for_update()):
        row.facts = {**(row.facts or {}), **unnamed}


async def _forget_parts(session: Session, person_id: int) -> None:
    """Cards of activities name who organises and teaches: what is written of them names nobody.

    What they answered there counts no more than it did before, when they were no participants.
    """
    theirs = await activity_roles.list_activities(session, person_id)
    planned = select(Activity.id).where(Activity.organizer_id == person_id, Activity.quota.is_not(None))
    theirs += await session.scalars(planned)
    cards = select(OutboxRow).where(
        OutboxRow.subject.in_([f"activity:{one}" for one in theirs]),
        OutboxRow.template == "activities/card",
        OutboxRow.facts.is_not(None),
    )
    for row in await session.scalars(cards.with_for_update()):
        row.facts = {**(row.facts or {}), "parts": []}
    mine = (Answer.person_id == person_id) & Answer.activity_id.in_(theirs)
    await session.execute(delete(Answer).where(mine))


async def _forget_on_papers(session: Session, person_id: int, now: datetime) -> None:
    """Minutes name whoever led or noted a meeting; lists that are on their way are made anew by a tap."""
    name = await session.scalar(select(Person.name).where(Person.id == person_id))
    waiting = select(OutboxRow).where(OutboxRow.settled_at.is_(None), OutboxRow.template == PAPER)
    for row in await session.scalars(waiting.with_for_update()):
        facts = row.facts or {}
        listed = any(one["person"] == person_id for one in facts.get("rows", ()))
        if listed or (name is not None and name in (facts.get("chair"), facts.get("secretary"))):
            await _cancel(session, OutboxRow.id == row.id, now)
            row.facts = None
    if name is not None:
        await minutes.forget_name(session, await _list_activities(session, person_id), name)


async def _list_activities(session: Session, person_id: int) -> set[int]:
    """What somebody planned, noted, was invited to or came to."""
    came = select(ActivitySession.activity_id).join(Attendance, Attendance.session_id == ActivitySession.id)
    found = union(
        select(Activity.id).where(Activity.organizer_id == person_id),
        select(Minutes.activity_id).where(Minutes.by_id == person_id),
        select(Invitation.activity_id).where(Invitation.person_id == person_id),
        came.where(Attendance.person_id == person_id),
    )
    return set(await session.scalars(found))


async def _cancel(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    await session.execute(
        update(OutboxRow)
        .where(which, OutboxRow.state.in_(PROMISED))
        .values(state=OutboxState.CANCELLED, settled_at=now, lease_until=None, key=None)
    )


async def _forget_acts(session: Session, person_id: int, subjects: Collection[str]) -> None:
    theirs = or_(Act.actor_id == person_id, Act.subject.in_(subjects))
    await session.execute(update(Act).where(theirs).values(details=None))


async def _forget_answers(session: Session, person_id: int) -> None:
    """Of several answers of theirs only the one that counts stays, and what nobody confirmed goes."""
    claimed = (Attendance.person_id == person_id) & (Attendance.state == AttendanceState.CLAIMED)
    await session.execute(delete(Attendance).where(claimed))
    kept = counting(Answer.person_id == person_id)
    await session.execute(delete(Answer).where(Answer.person_id == person_id, Answer.id.not_in(kept)))
    await session.execute(update(Turnout).where(Turnout.person_id == person_id).values(ballot=None))


async def _forget_required(session: Session, person_id: int) -> None:
    """What times they ticked counts on; nobody waits for them any more."""
    theirs = update(PollPerson).where(PollPerson.person_id == person_id)
    await session.execute(theirs.values(required=False))


async def _forget_ideas(session: Session, person_id: int, proposals: Collection[int]) -> None:
    """Numbers and moves of ideas stay; words and files go. What an officer announces or attaches stays."""
    with_ideas = select(ProposalFile.file_id).where(ProposalFile.proposal_id.in_(proposals))
    files = list(await session.scalars(with_ideas))
    announced = select(Announcement.file_id).where(Announcement.file_id.is_not(None))
    planned = select(AnnouncementPlan.file_id).where(AnnouncementPlan.file_id.is_not(None))
    explained = select(RuleCard.file_id).where(RuleCard.file_id.is_not(None))
    held = select(ActivityFile.file_id)
    official = announced.union(planned, explained, held)
    private = (File.person_id == person_id) & File.id.not_in(official)
    await session.execute(delete(ProposalFile).where(ProposalFile.proposal_id.in_(proposals)))
    await session.execute(delete(File).where(or_(File.id.in_(files), private)))
    await session.execute(update(Proposal).where(Proposal.id.in_(proposals)).values(text=None))
    await session.execute(update(Move).where(Move.by_id == person_id).values(note=None))


async def _leave_house(session: Session, person_id: int, now: datetime) -> None:
    """Their residencies and offices end; a house in which nobody else lives loses its label."""
    houses = select(Residency.household_id).where(Residency.person_id == person_id)
    others = select(Residency.household_id).where(
        Residency.person_id != person_id,
        Residency.household_id.is_not(None),
        Residency.until.is_(None),
    )
    await session.execute(
        update(Household)
        .where(Household.id.in_(houses), Household.id.not_in(others))
        .values(label=None, normal=None)
    )
    await session.execute(
        update(Residency).where(Residency.person_id == person_id, Residency.until.is_(None)).values(until=now)
    )
    await session.execute(
        update(Role).where(Role.person_id == person_id, Role.until.is_(None)).values(until=now)
    )
