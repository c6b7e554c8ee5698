"""Ideas: sending one, finding one's own, and what an office finds in its area."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.access import Actor, Session, covers, list_officers_for
from actions.attachments import Attachment, attachment_of
from actions.audience import list_subtree_ids
from actions.errors import Gone, NotYours
from actions.messages import Hours, Lane, Post, send_to_person
from actions.names import address
from actions.offices import list_offices_in_use
from actions.paging import turn_to
from actions.texts import count_units
from actions.times import local
from storage import areas, people, programs, proposals
from storage.areas import Area
from storage.people import RoleKind
from storage.programs import Sector
from storage.proposals import Proposal

__all__ = [
    "Listed",
    "Opened",
    "Page",
    "Sector",
    "Submitted",
    "access_proposal",
    "is_long",
    "list_contents",
    "list_incoming",
    "list_my_proposals",
    "list_sectors",
    "submit_proposal",
]

PAGE = 6
LONG = 3000
_READERS = (RoleKind.RW_HEAD, RoleKind.KELURAHAN, RoleKind.FACILITATOR, RoleKind.RT_HEAD)


@dataclass(frozen=True)
class Submitted:
    """A proposal that was just sent, and the label of the step that it waits in."""

    proposal: Proposal
    step: str


@dataclass(frozen=True)
class Listed:
    """A proposal in a list, with its RT and the step it is at."""

    proposal: Proposal
    area: str
    step: str


@dataclass(frozen=True)
class Page:
    """One screen of a list: at most six, newest first; `number` 0 is the first of `pages`.

    `by_area` counts all of them by RT, most first.
    """

    items: tuple[Listed, ...]
    total: int
    number: int
    pages: int
    zone: str
    by_area: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Opened:
    """A proposal with all that belongs to it; `own` for its proposer, `proposer` is the name for others."""

    proposal: Proposal
    own: bool
    area: Area
    sector: str
    proposer: str | None
    attachments: tuple[Attachment, ...]
    moves: tuple[tuple[str, datetime, str | None], ...]


def is_long(text: str) -> bool:
    """Whether a text needs a message of its own, so that others have room beside it."""
    return count_units(text) > LONG


async def list_sectors(session: Session, actor: Actor, *, now: datetime) -> list[Sector]:
    """The sectors that an idea from the actor's RT can be for, in the order of the program in force."""
    area = await areas.get_area(session, actor.require_resident())
    program = await programs.get_current_program(session, local(now, area.zone).year)
    return await programs.list_sectors(session, program.id)


async def submit_proposal(
    session: Session,
    actor: Actor,
    *,
    text: str,
    sector_id: int,
    attachments: Sequence[Attachment] = (),
    now: datetime,
) -> Submitted:
    """Keep an idea under the next number of the kelurahan and tell who answers for the RT.

    Gone when the sector is none of the program's; the text may be empty when a voice note says it.
    """
    area = await areas.get_area(session, actor.require_resident())
    sector = next((one for one in await list_sectors(session, actor, now=now) if one.id == sector_id), None)
    if sector is None:
        raise Gone
    first, *_ = await programs.list_steps(session, sector.program_id)
    kelurahan_id = area.kelurahan_id or area.id
    proposal = Proposal(
        kelurahan_id=kelurahan_id,
        area_id=area.id,
        number=await proposals.next_number(session, kelurahan_id),
        person_id=actor.person_id,
        sector_id=sector.id,
        text=text,
        created_at=now,
    )
    files = [one.as_file(actor.person_id, now) for one in attachments]
    await proposals.add_proposal(session, proposal, files)
    await proposals.add_move(session, proposal.id, first.id, by_id=actor.person_id, at=now)
    await _tell_officers(session, actor, proposal, area, sector.label, attachments, now)
    return Submitted(proposal, first.label)


async def _tell_officers(
    session: Session,
    actor: Actor,
    proposal: Proposal,
    area: Area,
    sector: str,
    attachments: Sequence[Attachment],
    now: datetime,
) -> None:
    """First what was attached and a text that needs its own message, then the notice with its button."""
    subject = f"proposal:{proposal.id}"
    text = proposal.text or ""
    facts = {"number": proposal.number, "text": text, "long": is_long(text), "proposal": proposal.id}
    facts |= {"name": address(actor.salutation, actor.name), "area": area.name, "sector": sector}
    facts |= {kind: any(one.kind == kind for one in attachments) for kind in ("photo", "voice")}
    posts = list_contents(proposal, attachments, hours=Hours.OPEN)
    posts.append(Post("proposals/notice", facts, subject=subject, hours=Hours.OPEN))
    for officer in await list_officers_for(session, area):
        if officer.id == actor.person_id:
            continue
        for post in posts:
            await send_to_person(session, officer.id, post, kelurahan_id=proposal.kelurahan_id, now=now)


def list_contents(
    proposal: Proposal,
    attachments: Sequence[Attachment],
    *,
    hours: Hours = Hours.ANY,
    lane: Lane = Lane.NOTICE,
) -> list[Post]:
    """What stands in messages of its own before a proposal: its files, and its text when that is long."""
    subject = f"proposal:{proposal.id}"
    posts = [
        Post(
            f"proposals/{one.kind}",
            {"number": proposal.number},
            subject=subject,
            method=one.method,
            file=one.file_id,
            hours=hours,
            lane=lane,
        )
        for one in attachments
    ]
    if is_long(proposal.text or ""):
        facts = {"text": proposal.text}
        posts.append(Post("proposals/text", facts, subject=subject, hours=hours, lane=lane))
    return posts


async def list_my_proposals(session: Session, actor: Actor, *, page: int) -> Page:
    """The actor's own proposals; a page that is not there becomes the nearest that is."""
    area = await areas.get_area(session, actor.require_resident())
    total = await proposals.count_of_person(session, actor.person_id)
    number, pages = _turn(page, total)
    rows = await proposals.list_of_person(session, actor.person_id, limit=PAGE, offset=number * PAGE)
    return Page(tuple(Listed(*row) for row in rows), total, number, pages, area.zone)


async def list_incoming(session: Session, actor: Actor, *, page: int) -> Page:
    """The proposals of the area that the actor's office reaches over, newest first; NotYours without one."""
    offices = await list_offices_in_use(session, actor, *_READERS)
    if not offices:
        raise NotYours
    inside = {id for office in offices for id in await list_subtree_ids(session, office.area)}
    by_area = [(name, count) for name, count in await proposals.count_by_area(session, inside)]
    total = sum(count for _, count in by_area)
    number, pages = _turn(page, total)
    rows = await proposals.list_in_areas(session, inside, limit=PAGE, offset=number * PAGE)
    items = tuple(Listed(*row) for row in rows)
    return Page(items, total, number, pages, offices[0].area.zone, tuple(by_area))


def _turn(page: int, total: int) -> tuple[int, int]:
    return turn_to(page, total, PAGE)


async def access_proposal(session: Session, actor: Actor, proposal_id: int) -> Opened:
    """A proposal, for its proposer and for offices that reach over its RT; Gone, or NotYours for others."""
    proposal = await proposals.find_proposal(session, proposal_id)
    if proposal is None:
        raise Gone
    area = await areas.get_area(session, proposal.area_id)
    own = proposal.person_id == actor.person_id
    if not own and not any([await covers(session, role, area) for role in actor.roles]):
        raise NotYours
    proposer = None if own else await people.find_naming(session, proposal.person_id)
    kept = await proposals.list_files(session, proposal.id)
    return Opened(
        proposal=proposal,
        own=own,
        area=area,
        sector=await proposals.get_sector_label(session, proposal.sector_id),
        proposer=proposer and address(*proposer),
        attachments=tuple(attachment_of(file) for file in kept),
        moves=tuple(
            (label, at, note) for label, at, note in await proposals.list_moves(session, proposal.id)
        ),
    )
