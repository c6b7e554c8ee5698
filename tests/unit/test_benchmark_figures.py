"""How the benchmark counts: copies, refusals, waits of people who tap, and the table that it draws."""

import asyncio
import math
from datetime import date

import pytest

from simulator import Telegram
from tests.bench import table, watching
from tests.bench.comparison import Compared
from tests.bench.figures import Killed, Outcome, Timed, latency
from tests.bench.tapping import Tapper
from tests.bench.watching import Tap, Watch

WORDS = "Air mati"


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


def bring(telegram: Telegram, chat_id: int, *, text: str = WORDS, status: int = 200) -> None:
    telegram.record("sendMessage", {"chat_id": str(chat_id), "text": text}, status)


def test_a_broadcast_is_counted_by_people_and_by_copies(telegram: Telegram) -> None:
    bring(telegram, 1)  # before the watch begins
    watch = Watch(telegram, frozenset({1, 2, 3}), WORDS)
    for chat_id in (1, 2, 2, 99):
        bring(telegram, chat_id)
    bring(telegram, 3, status=429)
    bring(telegram, 3, text="Kerja bakti")
    watch.look()
    watch.look()
    assert (watch.missing, watch.doubled, watch.refused) == (1, 1, 1)


async def test_a_broadcast_goes_on_while_copies_come(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "QUIET_SECONDS", 0.3)
    bring(telegram, 1)
    watch = Watch(telegram, frozenset({1, 2}), WORDS)
    looking = asyncio.create_task(watch.until_all_have_it())
    for chat_id in (1, 1, 1, 1, 1, 2):
        await asyncio.sleep(0.15)
        bring(telegram, chat_id)
    await looking
    assert (watch.missing, watch.doubled) == (0, 4)


def test_a_tap_waits_for_its_own_answer_and_for_its_own_message(telegram: Telegram) -> None:
    watch = Watch(telegram, frozenset({1, 2}), WORDS)
    first, second = (Tap(chat_id, 7, telegram.now().timestamp()) for chat_id in (1, 2))
    watch.expect("100", first)
    watch.expect("200", second)
    telegram.record("answerCallbackQuery", {"callback_query_id": 100}, 200)
    telegram.record("editMessageText", {"chat_id": 2, "message_id": 7, "text": "Ikut"}, 200)
    telegram.record("editMessageText", {"chat_id": 1, "message_id": 8, "text": "Ikut"}, 200)
    telegram.record("editMessageText", {"chat_id": 1, "message_id": 7, "text": "Ikut"}, 429)
    watch.look()
    assert (first.answered is None, first.shown is None) == (False, True)
    assert (second.answered is None, second.shown is None) == (True, False)


def test_a_tapper_waits_until_the_last_tap_has_both_results() -> None:
    half, whole = Tap(1, 7, 0.0, answered=1.0), Tap(1, 7, 2.0, answered=3.0, shown=3.0)
    assert [Tapper(1, 7, taps).waits for taps in ([], [half], [half, whole])] == [False, True, False]


def test_a_result_that_never_came_is_the_longest_wait() -> None:
    waits = [number / 100 for number in range(1, 101)]
    assert (latency(waits).p50, latency(waits).p99, latency(waits).never) == (0.5, 0.99, 0)
    assert latency([0.1, None, 0.2]) == latency([0.2, 0.1, None])
    assert latency([0.1, 0.2, None]).p99 == math.inf
    assert latency([0.1, 0.2, None]).never == 1


def test_the_table_says_every_figure_of_every_sender() -> None:
    wait = latency([0.1, None])
    timed = Timed(seconds=30.0, missing=2, refused=3, taps=2, answered=wait, shown=latency([0.25]))
    forgot = Killed(450, Outcome(450, 0), Outcome(0, 450))
    drawn = table.draw([Compared("One", timed, forgot)], (900, 900), date(2026, 11, 25), 0.25)
    assert drawn.startswith("N = 900 people; ")
    assert "| ratio to N/30 | 1.000 |" in drawn
    assert "| tap answered, p50 / p99 | 100 / inf ms (1 never) |" in drawn
    assert "| only restarted | 450 lost, 0 doubled |" in drawn
    assert "| told to send once more | 0 lost, 450 doubled |" in drawn
