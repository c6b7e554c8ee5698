"""The world, for stories: on SQLite, and where a story says so on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from tests.world import World, living_world


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    """The bot on SQLite, running, with the simulator's phones."""
    async with living_world(sqlite_url) as living:
        yield living


@pytest.fixture
async def world_on_postgres(postgres_url: str) -> AsyncIterator[World]:
    """The same on PostgreSQL."""
    async with living_world(postgres_url) as living:
        yield living
