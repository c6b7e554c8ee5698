"""Only one process works for a token, and the next takes over when it is gone."""

import asyncio

from bot.leadership import Leadership
from storage.database import Database


async def _until(leadership: Leadership, *, held: bool) -> None:
    for _ in range(300):
        if leadership.is_held() is held:
            return
        await asyncio.sleep(0.05)
    raise TimeoutError


async def _stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_second_process_waits_until_the_first_is_gone(postgres_url: str) -> None:
    databases = [Database(postgres_url) for _ in range(2)]
    first, second = (Leadership(database, "123:abc") for database in databases)
    keeping = asyncio.create_task(first.keep())
    await _until(first, held=True)
    waiting = asyncio.create_task(second.keep())
    await asyncio.sleep(0.5)
    assert not second.is_held()
    await _stop(keeping)
    assert not first.is_held()
    await _until(second, held=True)
    await _stop(waiting)
    for database in databases:
        await database.close()


async def test_another_token_is_another_matter(postgres_url: str) -> None:
    database = Database(postgres_url)
    both = [Leadership(database, token) for token in ("123:abc", "456:def")]
    tasks = [asyncio.create_task(each.keep()) for each in both]
    for each in both:
        await _until(each, held=True)
    for task in tasks:
        await _stop(task)
    await database.close()


async def test_on_sqlite_the_lock_of_the_file_is_enough(sqlite_database: Database) -> None:
    leadership = Leadership(sqlite_database, "123:abc")
    await leadership.keep()
    assert leadership.is_held()
