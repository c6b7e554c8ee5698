"""Programs: a preset becomes rows once; what an operator changed in them afterwards stays."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage import programs
from storage.database import Session
from storage.programs import Program, Question, Sector, Step

__all__ = ["Option", "Preset", "PresetQuestion", "PresetStep", "Program", "load_program"]

Option = tuple[str, str, int | None]
"""The code of a choice, its label (at most 20 characters), and its points; None is not counted."""


@dataclass(frozen=True)
class PresetStep:
    """A step of a proposal's way: its code, its label, and the office that moves a proposal there."""

    code: str
    label: str
    owner: str


@dataclass(frozen=True)
class PresetQuestion:
    """A question asked after activities of these kinds, answered by one of its options."""

    kinds: tuple[str, ...]
    code: str
    text: str
    short: str
    scale: bool
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Preset:
    """A program of one budget year, as its data file has it; sectors are (code, label)."""

    code: str
    year: int
    name: str
    sectors: Sequence[tuple[str, str]]
    steps: Sequence[PresetStep]
    questions: Sequence[PresetQuestion]


async def load_program(session: Session, preset: Preset) -> bool:
    """Make the program's rows; False, and nothing happens, when that code and year are there already."""
    if await programs.find_program(session, preset.code, preset.year):
        return False
    program = Program(code=preset.code, year=preset.year, name=preset.name)
    await programs.add_program(session, program)
    session.add_all(
        Sector(program_id=program.id, code=code, label=label, position=position)
        for position, (code, label) in enumerate(preset.sectors, 1)
    )
    session.add_all(
        Step(program_id=program.id, code=step.code, label=step.label, owner=step.owner, position=position)
        for position, step in enumerate(preset.steps, 1)
    )
    session.add_all(
        _question(program.id, kind, position, question)
        for position, question in enumerate(preset.questions, 1)
        for kind in question.kinds
    )
    await session.flush()
    return True


def _question(program_id: int, kind: str, position: int, question: PresetQuestion) -> Question:
    return Question(
        program_id=program_id,
        activity_kind=kind,
        code=question.code,
        text=question.text,
        short=question.short,
        scale=question.scale,
        options=[list(option) for option in question.options],
        position=position,
    )
