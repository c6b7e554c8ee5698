"""Who came is asked once, answers under a ballot without a name, and closing forgets whose it was."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from actions.access import Actor, find_actor
from actions.errors import Gone, NotYours
from actions.evaluations import (
    EvaluationClosed,
    access_evaluation,
    access_result,
    answer_question,
    close_due,
    list_open_evaluations,
    open_due,
)
from storage.activities import ActivityState
from storage.answers import AnswerKind
from storage.database import Database, Session
from storage.evaluations import BallotAnswer, Evaluation, EvaluationState, Turnout
from storage.outbox import Hours, Lane, OutboxRow
from storage.programs import Question
from templates import compose, render
from tests.weeks import Held, hold_work_bee, say

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
"""Sunday, 22 November 2026, 10.00 WIB."""
HEAD, KELURAHAN = 12, 13
CAME = (21, 22, 23, 24, 25, 26)
LATER = NOW + timedelta(hours=72)


@pytest.fixture
async def held(database: Database) -> Held:
    """A work bee of RT 01 RW 01 that ended two hours ago, to which six said Ikut and one did not."""
    return await hold_work_bee(database, head=HEAD, kelurahan=KELURAHAN, coming=CAME, away=(31,), due=NOW)


async def actor_of(session: Session, telegram_id: int) -> Actor:
    actor = await find_actor(session, telegram_id)
    assert actor is not None
    return actor


async def opened(database: Database, now: datetime = NOW) -> int:
    async with database.transaction() as session:
        return await open_due(session, now=now)


async def answer(
    database: Database, who: int, choice: str, *, code: str = "GR1", now: datetime = NOW
) -> bool:
    """Whether it was a change."""
    async with database.transaction() as session:
        question = (
            await session.scalars(
                select(Question).where(Question.code == code, Question.activity_kind == "work_bee")
            )
        ).one()
        actor = await actor_of(session, who)
        _, _, before = await answer_question(
            session, actor, evaluation_id=1, question_id=question.id, choice=choice, now=now
        )
        return before is not None


async def rows_of(database: Database, template: str) -> list[OutboxRow]:
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.template == template).order_by(OutboxRow.id)
        return list(await session.scalars(query))


async def all_of(database: Database, table: type[Any]) -> list[Any]:
    async with database.reading() as session:
        return list(await session.scalars(select(table)))


async def result_of(database: Database, reader: int = HEAD) -> str:
    """What the result says to somebody."""
    async with database.transaction() as session:
        facts = await access_result(session, await actor_of(session, reader), evaluation_id=1)
    return render("evaluations/result", **facts)


async def test_those_who_said_ikut_are_asked_once(database: Database, held: Held) -> None:
    assert await opened(database) == 1
    assert await opened(database) == 0
    rows = await rows_of(database, "evaluations/invitation")
    assert [row.chat_id for row in rows] == list(CAME)
    assert {(row.lane, row.hours, row.subject) for row in rows} == {(Lane.BULK, Hours.OPEN, "evaluation:1")}
    assert rows[0].expires_at == LATER
    (evaluation,) = await all_of(database, Evaluation)
    assert (evaluation.asked, evaluation.question_kind, evaluation.closes_at) == (6, "work_bee", LATER)
    assert len(await all_of(database, Turnout)) == 6


async def test_the_invitation_thanks_and_says_that_no_name_is_shown(database: Database, held: Held) -> None:
    await opened(database)
    row = (await rows_of(database, "evaluations/invitation"))[0]
    said = compose(row.template, "id", row.facts or {}, "Ibu")
    assert said.text == (
        "Terima kasih sudah ikut “Kerja bakti &lt;saluran&gt; &amp; jalan” 🙏\n"
        "Boleh minta waktu 1 menit, Bu? Hanya 5 pertanyaan.\nNama Ibu tidak ditampilkan."
    )
    assert said.markup is not None
    assert [button["text"] for button in said.markup["inline_keyboard"][0]] == ["Mulai", "Nanti saja"]


async def test_before_its_hour_nothing_opens(database: Database, held: Held) -> None:
    assert await opened(database, NOW - timedelta(seconds=1)) == 0
    assert await all_of(database, Evaluation) == []


@pytest.mark.parametrize("case", ["nobody_came", "cancelled", "a_week_late"])
async def test_without_anybody_to_ask_in_time_nothing_opens(
    database: Database, held: Held, case: str
) -> None:
    now = NOW + timedelta(days=8) if case == "a_week_late" else NOW
    async with database.transaction() as session:
        if case == "nobody_came":
            for who in held.coming:
                await say(session, held.activity, who, AnswerKind.NO, at=NOW)
        if case == "cancelled":
            (await session.merge(held.activity)).state = ActivityState.CANCELLED
    assert await opened(database, now) == 1
    assert await opened(database, now) == 0
    assert await all_of(database, Evaluation) == []
    assert await rows_of(database, "evaluations/invitation") == []


async def test_a_choice_is_kept_under_a_ballot_and_can_be_changed(database: Database, held: Held) -> None:
    await opened(database)
    assert await answer(database, 21, "good") is False
    assert await answer(database, 21, "bad") is True
    assert await answer(database, 21, "good", code="GR2") is False
    kept = await all_of(database, BallotAnswer)
    assert sorted(row.choice for row in kept) == ["bad", "good"]
    assert len({row.ballot for row in kept}) == 1
    (turnout,) = [row for row in await all_of(database, Turnout) if row.ballot]
    assert (turnout.ballot, turnout.answered_at) == (kept[0].ballot, NOW)


async def test_an_evaluation_is_resumed_where_it_was_left(database: Database, held: Held) -> None:
    await opened(database)
    await answer(database, 21, "good")
    await answer(database, 21, "good", code="GR2")
    async with database.reading() as session:
        (paper,) = await list_open_evaluations(session, await actor_of(session, 21), now=NOW)
        assert paper.next is not None
        said = render("evaluations/question", **paper.facts(paper.next))
        assert await list_open_evaluations(session, await actor_of(session, 31), now=NOW) == []
        assert await list_open_evaluations(session, await actor_of(session, 21), now=LATER) == []
    assert "Pertanyaan 3 dari 5" in said
    assert "Apakah pembagian tugas dan alatnya cukup?" in said


@pytest.mark.parametrize("salutation,said", [("Ibu", "kabar Ibu?"), (None, "kabar Bapak/Ibu?")])
def test_a_question_calls_people_as_they_wish(salutation: str | None, said: str) -> None:
    facts = {"title": "Rembug", "position": 1, "total": 5, "text": "Bagaimana kabar Bapak/Ibu?"}
    assert said in render("evaluations/question", salutation=salutation, **facts)


async def test_closed_with_too_few_it_says_why_nothing_is_shown(database: Database, held: Held) -> None:
    await opened(database)
    await answer(database, 21, "good")
    async with database.transaction() as session:
        await close_due(session, now=LATER)
    said = await result_of(database)
    assert "belum cukup jawaban (1)" in said
    assert "Jawabannya kurang dari 5, jadi hasilnya tidak ditampilkan" in said
    assert "Hasilnya tampil setelah" not in said


async def test_who_was_not_asked_and_forged_choices_change_nothing(database: Database, held: Held) -> None:
    await opened(database)
    for who, choice, code in ((31, "good", "GR1"), (21, "perfect", "GR1"), (21, "fits", "GR1")):
        with pytest.raises(Gone):
            await answer(database, who, choice, code=code)
    async with database.transaction() as session:
        actor = await actor_of(session, 21)
        with pytest.raises(Gone):
            await answer_question(session, actor, evaluation_id=1, question_id=999, choice="good", now=NOW)
        with pytest.raises(Gone):
            await access_evaluation(session, actor, evaluation_id=999_999_999, now=NOW)
    assert await all_of(database, BallotAnswer) == []


async def test_the_rt_head_sees_a_result_from_five_answers_on(database: Database, held: Held) -> None:
    await opened(database)
    for who, choice in zip(CAME, ("very_good", "very_good", "good", "poor"), strict=False):
        await answer(database, who, choice)
    assert "belum cukup jawaban (4)" in await result_of(database)
    assert "%" not in await result_of(database)
    await answer(database, CAME[4], "unknown")
    said = await result_of(database)
    assert "Menjawab 5 dari 6 peserta (83%)" in said
    assert "• Hasil terasa: belum cukup jawaban (4)" in said
    await answer(database, CAME[5], "good")
    said = await result_of(database)
    assert "• Hasil terasa: <b>80%</b> dari 5 jawaban" in said
    assert "Pengurus: belum diisi" in said


async def test_the_result_is_one_card_that_the_rt_head_and_the_organiser_have(
    database: Database, held: Held
) -> None:
    await opened(database)
    for who in CAME:
        await answer(database, who, "good")
    rows = await rows_of(database, "evaluations/result")
    assert [(row.chat_id, row.hours, row.card) for row in rows] == [(HEAD, Hours.OPEN, "evaluation:1")]
    said = render(rows[0].template, **(rows[0].facts or {}))
    assert "Menjawab 6 dari 6 peserta" in said
    assert "<b>100%</b> dari 5" in said
    for name in ("Warga", "Ketua"):
        assert name not in str((rows[0].facts or {}).get("results"))


async def test_nobody_can_subtract_one_answer_from_what_they_saw(database: Database, held: Held) -> None:
    await opened(database)
    for who in CAME[:5]:
        await answer(database, who, "good")
    for who, choice in ((CAME[5], "bad"), (CAME[0], "bad")):
        await answer(database, who, choice)
        assert "• Hasil terasa: <b>100%</b> dari 5 jawaban" in await result_of(database)
    async with database.transaction() as session:
        await close_due(session, now=LATER)
    assert "• Hasil terasa: <b>67%</b> dari 6 jawaban" in await result_of(database)


async def test_only_an_office_over_the_area_sees_a_result(database: Database, held: Held) -> None:
    await opened(database)
    assert "belum cukup jawaban (0)" in await result_of(database, KELURAHAN)
    with pytest.raises(NotYours):
        await result_of(database, 21)


async def test_closing_cuts_the_link_and_blurs_the_hours(database: Database, held: Held) -> None:
    await opened(database)
    at = NOW + timedelta(hours=16)
    for who in CAME[:5]:
        await answer(database, who, "good", now=at)
    async with database.transaction() as session:
        assert await close_due(session, now=LATER - timedelta(seconds=1)) == 0
        assert await close_due(session, now=LATER) == 1
        assert await close_due(session, now=LATER) == 0
    day = datetime(2026, 11, 23, tzinfo=UTC)
    turnouts = await all_of(database, Turnout)
    assert {row.ballot for row in turnouts} == {None}
    assert sorted(str(row.answered_at) for row in turnouts) == [str(day)] * 5 + ["None"]
    assert {row.at for row in await all_of(database, BallotAnswer)} == {day}
    (evaluation,) = await all_of(database, Evaluation)
    assert evaluation.state is EvaluationState.CLOSED
    said = await result_of(database)
    assert "<b>100%</b> dari 5" in said
    assert said.endswith("Sudah ditutup.")


async def test_after_closing_a_tap_says_so(database: Database, held: Held) -> None:
    await opened(database)
    await answer(database, 21, "good")
    with pytest.raises(EvaluationClosed):
        await answer(database, 21, "bad", now=LATER)
    async with database.transaction() as session:
        await close_due(session, now=LATER)
    with pytest.raises(EvaluationClosed) as refused:
        await answer(database, 21, "bad", now=LATER)
    assert "sudah ditutup" in render(EvaluationClosed.template(), **refused.value.facts)
    assert [row.choice for row in await all_of(database, BallotAnswer)] == ["good"]
