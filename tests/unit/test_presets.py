"""The program presets: what ships fits its buttons, and loading twice changes nothing."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from actions.programs import Preset
from bot.presets import list_presets, load_presets
from storage.activities import ActivityKind
from storage.database import Database
from storage.people import RoleKind
from storage.programs import (
    Program,
    Question,
    Sector,
    Step,
    get_current_program,
    list_questions,
    list_sectors,
    list_steps,
)

PRESETS = list_presets()


async def test_rt_keren_has_the_sectors_and_steps_of_blitar(database: Database) -> None:
    async with database.transaction() as session:
        assert await load_presets(session) == 1
    async with database.reading() as session:
        program = await get_current_program(session, 2026)
        sectors = [sector.label for sector in await list_sectors(session, program.id)]
        steps = [(step.label, step.owner) for step in await list_steps(session, program.id)]
    assert program.name == "RT Keren 2026"
    assert sectors == ["Infrastruktur", "Kesehatan", "Sosial budaya", "Ekonomi", "Pendidikan", "Kepemudaan"]
    assert steps == [
        ("Observasi awal", "rt_head"),
        ("Musyawarah RT", "rt_head"),
        ("Sinkronisasi RW", "rw_head"),
        ("Rapat koordinasi kelurahan", "kelurahan"),
        ("Verifikasi potensi lokal", "kelurahan"),
        ("Penyusunan usulan kegiatan", "kelurahan"),
        ("Finalisasi dan persetujuan", "kelurahan"),
    ]


@pytest.mark.parametrize(
    "kind, codes",
    [
        (ActivityKind.WORK_BEE, "GR1 GR2 GR3 GR4 GR5"),
        (ActivityKind.EVENT, "GR1 GR2 GR3 GR4 GR5"),
        (ActivityKind.TRAINING, "PL1 PL2 PL3 PL4 PL5"),
        (ActivityKind.DELIBERATION, "RB1 RB2 RB3 RB4 RB5"),
        (ActivityKind.OUTREACH, "RB1 RB2 RB3 RB4 RB5"),
    ],
)
async def test_every_kind_of_activity_has_its_five_questions(
    sqlite_database: Database, kind: ActivityKind, codes: str
) -> None:
    async with sqlite_database.transaction() as session:
        await load_presets(session)
    async with sqlite_database.reading() as session:
        program = await get_current_program(session, 2026)
        questions = await list_questions(session, program.id, kind)
    assert [question.code for question in questions] == codes.split()
    assert [question.scale for question in questions] == [True, True, True, False, False]
    assert questions[0].options == [
        ["very_good", "Sangat baik", 4],
        ["good", "Baik", 3],
        ["poor", "Kurang", 2],
        ["bad", "Tidak baik", 1],
        ["unknown", "Tidak tahu", None],
    ]


async def test_loading_twice_changes_nothing_and_keeps_what_was_changed(database: Database) -> None:
    async with database.transaction() as session:
        await load_presets(session)
        (await session.scalars(select(Sector).where(Sector.code == "youth"))).one().label = "Karang taruna"
    async with database.transaction() as session:
        assert await load_presets(session) == 0
    async with database.reading() as session:
        counts = [
            await session.scalar(select(func.count()).select_from(table))
            for table in (Program, Sector, Step, Question)
        ]
        assert (
            await session.scalars(select(Sector.label).where(Sector.code == "youth"))
        ).one() == "Karang taruna"
    assert counts == [1, 6, 7, 25]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.code)
def test_a_preset_fits_its_buttons_and_columns(preset: Preset) -> None:
    assert 1 <= len(preset.sectors) <= 6
    assert all(len(label) <= 20 for _, label in preset.sectors)
    assert {step.owner for step in preset.steps} <= {kind.value for kind in RoleKind}
    assert all(len(step.label) <= 60 and len(step.code) <= 24 for step in preset.steps)
    for question in preset.questions:
        assert set(question.kinds) <= {kind.value for kind in ActivityKind}
        assert len(question.text) <= 300
        assert len(question.short) <= 24
        assert len(question.code) <= 8
        assert 2 <= len(question.options) <= 6
        assert all(len(label) <= 20 for _, label, _ in question.options)
        assert max(Counter(code for code, _, _ in question.options).values()) == 1
