"""Series: an activity comes back; before each next time its organiser is asked whether it is to be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from actions.access import Actor, find_actor_of, list_officers_for
from actions.activities import Created, Details, create_activity, require_area
from actions.areas import evening_slot
from actions.cautions import MOST, find_cautions
from actions.errors import Gone, NotYours, Refusal
from actions.invitations import show_cards
from actions.messages import Hours, Post, send_to_person
from actions.parts import Part
from actions.planned import LASTS, Plan, plan_of
from actions.repeats import Repeat, next_after
from actions.surroundings import look_around
from actions.times import local
from storage import activities, activity_roles, activity_series, agenda, areas, audit
from storage.activity_series import Series, SeriesState
from storage.areas import Area
from storage.database import Session

__all__ = [
    "Proposal",
    "SeriesDecided",
    "access_proposal",
    "begin_series",
    "describe",
    "details_of",
    "end_series",
    "invite_again",
    "propose_due",
    "skip_turn",
    "take_turn",
]

SOON, IN_GOOD_TIME = timedelta(days=3), timedelta(days=7)
_SHORT = (Repeat.WEEKLY, Repeat.FORTNIGHTLY)


class SeriesDecided(Refusal):
    """What was proposed was decided already, or is out of date."""

    alarming = False


@dataclass(frozen=True)
class Proposal:
    """The next time of a series, modelled on its last activity; `starts_at` is when it would be, in UTC."""

    series: Series
    last: Plan
    starts_at: datetime

    @property
    def ends_at(self) -> datetime | None:
        """None when it lasts as long as any."""
        lasts = self.last.meeting.ends_at - self.last.meeting.starts_at
        return None if lasts == LASTS else self.starts_at + lasts


async def begin_series(
    session: Session, actor: Actor, *, area_id: int, repeat: Repeat, first_at: datetime, now: datetime
) -> Series:
    """Let an activity of an area come back from its first time on."""
    area = await require_area(session, actor, area_id)
    following = next_after(first_at, repeat, first_at, area.zone)
    series = Series(
        area_id=area.id,
        rule=repeat.value,
        first_at=first_at,
        next_at=following,
        ask_at=await _asking_time(session, area, repeat, following),
        created_at=now,
    )
    await activity_series.add_series(session, series)
    record(session, actor, series, "begin_series", now)
    return series


async def propose_due(session: Session, *, now: datetime) -> bool:
    """Ask about the turn that is due first, once; False when none is. One that was missed is passed over."""
    series = await agenda.find_first(session, agenda.SERIES, now)
    if series is None:
        return False
    area, repeat = await areas.get_area(session, series.area_id), Repeat(series.rule)
    proposed = series.next_at if series.next_at > now else None
    following = next_after(series.first_at, repeat, max(series.next_at, now), area.zone)
    ask_at = await _asking_time(session, area, repeat, following)
    if not await activity_series.claim(
        session, series, proposed_at=proposed, next_at=following, ask_at=ask_at
    ):
        return True
    proposal = await _find_proposal(session, series, now)
    if proposal is not None:
        await _ask(session, proposal, now=now)
    return True


async def access_proposal(
    session: Session, actor: Actor, series_id: int, turn: int, *, now: datetime
) -> Proposal:
    """What is proposed and not decided, for whoever may plan there; Gone, NotYours or SeriesDecided."""
    series = await activity_series.find_series(session, series_id)
    if series is None:
        raise Gone
    await require_area(session, actor, series.area_id)
    proposal = await _find_proposal(session, series, now)
    if proposal is None or series.turn != turn or series.state is not SeriesState.RUNNING:
        raise SeriesDecided
    return proposal


async def invite_again(
    session: Session, actor: Actor, series_id: int, turn: int, *, now: datetime
) -> Created:
    """Plan the proposed activity as it is, in the name of whoever says so, and invite its area."""
    proposal = await take_turn(session, actor, series_id, turn, now=now)
    model = proposal.last.activity
    return await create_activity(
        session,
        actor,
        area_id=model.area_id,
        kind=model.kind,
        title=model.title,
        place=model.place,
        starts_at=proposal.starts_at,
        ends_at=proposal.ends_at,
        details=await details_of(session, proposal),
        now=now,
    )


async def take_turn(session: Session, actor: Actor, series_id: int, turn: int, *, now: datetime) -> Proposal:
    """Decide that it will be, so that nobody decides it again."""
    return await _decide(session, actor, series_id, turn, "take_turn", now)


async def skip_turn(session: Session, actor: Actor, series_id: int, turn: int, *, now: datetime) -> Proposal:
    """Leave it out this once."""
    return await _decide(session, actor, series_id, turn, "skip_turn", now)


async def end_series(session: Session, actor: Actor, series_id: int, turn: int, *, now: datetime) -> Proposal:
    """Nothing of it is proposed any more; what is planned already stays."""
    proposal = await _decide(session, actor, series_id, turn, "end_series", now)
    proposal.series.state = SeriesState.ENDED
    await show_cards(session, proposal.last, now=now)
    return proposal


async def details_of(session: Session, proposal: Proposal) -> Details:
    """What the last activity had besides, for the next one."""
    model = proposal.last.activity
    parts: dict[int, Part] = await activity_roles.list_parts(session, model.id)
    point = proposal.last.point
    return Details(
        quota=model.quota,
        bring=model.bring,
        point=(point[0], point[1]) if point else None,
        parts=parts,
        series=proposal.series.id,
        topic=model.topic,
    )


async def describe(session: Session, proposal: Proposal) -> dict[str, Any]:
    """What the question about a turn says; `shifted` when its month lacks the day of the first one."""
    series, last, zone = proposal.series, proposal.last, proposal.last.area.zone
    day = local(proposal.starts_at, zone).day
    around = await look_around(
        session, area_id=series.area_id, starts_at=proposal.starts_at, kind=last.activity.kind
    )
    found = find_cautions(proposal.starts_at, around, ends_at=proposal.ends_at)[:MOST]
    by_month = Repeat(series.rule) in (Repeat.MONTHLY, Repeat.QUARTERLY)
    return {
        "series": series.id,
        "turn": series.turn,
        "title": last.activity.title,
        "place": last.activity.place,
        "starts": proposal.starts_at.isoformat(),
        "zone": zone,
        "repeat": series.rule,
        "next": series.next_at.isoformat(),
        "shifted": by_month and day != local(series.first_at, zone).day,
        "cautions": [one.facts() for one in found],
    }


async def _decide(
    session: Session, actor: Actor, series_id: int, turn: int, action: str, now: datetime
) -> Proposal:
    proposal = await access_proposal(session, actor, series_id, turn, now=now)
    proposal.series.proposed_at = None
    record(session, actor, proposal.series, action, now)
    return proposal


async def _ask(session: Session, proposal: Proposal, *, now: datetime) -> None:
    """Its organiser, as long as they may plan there; else whoever answers for the area now."""
    organizer = await find_actor_of(session, proposal.last.activity.organizer_id)
    try:
        if organizer is None:
            raise NotYours
        await require_area(session, organizer, proposal.series.area_id)
        asked = [organizer.person_id]
    except NotYours:
        asked = [person.id for person in await list_officers_for(session, proposal.last.area)]
    post = Post(
        "series/proposal",
        await describe(session, proposal),
        subject=f"series:{proposal.series.id}",
        hours=Hours.OPEN,
        expires_at=proposal.starts_at,
    )
    for person_id in asked:
        await send_to_person(
            session, person_id, post, kelurahan_id=proposal.last.activity.kelurahan_id, now=now
        )


async def _find_proposal(session: Session, series: Series, now: datetime) -> Proposal | None:
    if series.proposed_at is None or series.proposed_at <= now:
        return None
    last = await activities.find_last_of_series(session, series.id)
    if last is None:
        return None
    return Proposal(series, await plan_of(session, last, now=now), series.proposed_at)


async def _asking_time(session: Session, area: Area, repeat: Repeat, moment: datetime) -> datetime:
    """The evening some days before: three where it comes back within two weeks, else seven."""
    before = SOON if repeat in _SHORT else IN_GOOD_TIME
    day = local(moment, area.zone).date() - before
    return await evening_slot(session, area.kelurahan_id or area.id, day)


def record(session: Session, actor: Actor, series: Series, action: str, now: datetime) -> None:
    """Write down who did what with a series."""
    audit.add_act(
        session,
        action,
        f"series:{series.id}",
        at=now,
        actor_id=actor.person_id,
        area_id=series.area_id,
        details={"turn": series.turn},
    )
