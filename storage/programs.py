"""Programs: whose money it is; sectors, steps and question sets are rows of a program and a year."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Session, Table


class Program(Table):
    """A program in one budget year, such as RT Keren 2026."""

    __tablename__ = "programs"
    __table_args__ = (Index("uq_programs_code_year", "code", "year", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(24))
    year: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))


class Sector(Table):
    """A field that proposals are sorted into (bidang)."""

    __tablename__ = "sectors"
    __table_args__ = (Index("uq_sectors_program_id_code", "program_id", "code", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    code: Mapped[str] = mapped_column(String(24))
    label: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]


class Step(Table):
    """A step of a proposal's way, and the office that moves it there."""

    __tablename__ = "steps"
    __table_args__ = (Index("uq_steps_program_id_code", "program_id", "code", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    code: Mapped[str] = mapped_column(String(24))
    label: Mapped[str] = mapped_column(String(60))
    owner: Mapped[str] = mapped_column(String(24))
    position: Mapped[int]


class Question(Table):
    """One question of the set for an activity kind; options are [[code, label, points or null], ...]."""

    __tablename__ = "questions"
    __table_args__ = (
        Index("uq_questions_program_id_code", "program_id", "activity_kind", "code", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    activity_kind: Mapped[str] = mapped_column(String(24))
    code: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(String(300))
    short: Mapped[str] = mapped_column(String(60))
    scale: Mapped[bool]
    options: Mapped[list[list[Any]]] = mapped_column(JSON)
    position: Mapped[int]


async def find_program(session: Session, code: str, year: int) -> Program | None:
    """The program of that code and year."""
    return await session.scalar(select(Program).where(Program.code == code, Program.year == year))


async def get_current_program(session: Session, year: int) -> Program:
    """The program in force in `year`: that year's, else the newest before it, else the first there is."""
    newest = select(Program).where(Program.year <= year).order_by(Program.year.desc(), Program.id).limit(1)
    found = await session.scalar(newest)
    return found or (await session.scalars(select(Program).order_by(Program.year).limit(1))).one()


async def list_sectors(session: Session, program_id: int) -> list[Sector]:
    """The sectors of a program in their order."""
    query = select(Sector).where(Sector.program_id == program_id).order_by(Sector.position)
    return list(await session.scalars(query))


async def list_steps(session: Session, program_id: int) -> list[Step]:
    """The steps of a program in their order."""
    query = select(Step).where(Step.program_id == program_id).order_by(Step.position)
    return list(await session.scalars(query))


async def list_questions(session: Session, program_id: int, activity_kind: str) -> list[Question]:
    """The questions asked after an activity of that kind, in their order."""
    query = select(Question).where(Question.program_id == program_id, Question.activity_kind == activity_kind)
    return list(await session.scalars(query.order_by(Question.position)))


async def add_program(session: Session, program: Program) -> None:
    """Keep a new program, which has its id afterwards."""
    session.add(program)
    await session.flush()
