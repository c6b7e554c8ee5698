"""The limiter never sends faster than Telegram allows, never starves a lane, and always gets on."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.limits import Limiter, Rates
from bot.verdicts import Outcome, Verdict, back_off, judge
from storage.outbox import Lane
from tests.property.traffic import Wish, find_refused, send_all

RATES = Rates()
CHATS = st.integers(min_value=-2, max_value=6).filter(bool)
LANES = st.sampled_from(list(Lane))
WISHES = st.lists(st.tuples(CHATS, LANES, st.floats(0, 0.4, allow_nan=False)), max_size=400)
SENT = Verdict(Outcome.SENT)


def _sent(wishes: list[tuple[int, Lane, float]]) -> list[tuple[float, int, Lane]]:
    limiter, now, sent = Limiter(RATES), 0.0, []
    for chat, lane, pause in wishes:
        now += pause
        if limiter.take(chat, lane, now):
            sent.append((now, chat, lane))
    return sent


def _most_within(moments: list[float], seconds: float) -> int:
    return max((sum(start <= each < start + seconds for each in moments) for start in moments), default=0)


@given(WISHES, st.floats(min_value=0.0, max_value=20.0))
def test_no_span_of_time_ever_holds_more_than_the_token_may_send(
    wishes: list[tuple[int, Lane, float]], seconds: float
) -> None:
    """With half a second's worth to spare, which Telegram's own bucket has and ours does not use."""
    moments = [moment for moment, *_ in _sent(wishes)]
    assert _most_within(moments, seconds) <= RATES.per_second * (0.5 + seconds) + 0.01


@given(WISHES)
def test_no_chat_ever_gets_more_than_its_burst_and_one_a_second(
    wishes: list[tuple[int, Lane, float]],
) -> None:
    sent = _sent(wishes)
    for chat in {chat for _, chat, _ in sent}:
        moments = [moment for moment, to, _ in sent if to == chat]
        for index, start in enumerate(moments):
            for count, end in enumerate(moments[index:], start=1):
                assert count <= RATES.chat_burst + (end - start) + 0.01


@given(st.lists(st.floats(0, 5, allow_nan=False), min_size=60, max_size=120))
def test_no_minute_ever_brings_a_group_more_than_twenty(pauses: list[float]) -> None:
    limiter, now, moments = Limiter(RATES), 0.0, []
    for pause in pauses:
        now += pause
        if limiter.take(-1, Lane.NOTICE, now):
            moments.append(now)
            limiter.learn(-1, SENT, now)
    assert _most_within(moments, 60) <= RATES.group_per_minute


@settings(max_examples=20, deadline=None)
@given(st.integers(), st.integers(min_value=1, max_value=40), st.sampled_from([0.0, 0.05, 0.3]))
def test_telegram_refuses_nothing_however_long_each_message_takes(
    seed: int, chats: int, jitter: float
) -> None:
    chance = random.Random(seed)
    chats_and_groups = [-2, -1, *range(1, chats + 1)]
    wishes = [
        Wish(chance.choice(chats_and_groups), chance.choice(list(Lane)), chance.uniform(0, 5))
        for _ in range(150)
    ]
    sent = send_all(Limiter(RATES), wishes, until=600, took=lambda: chance.uniform(0, jitter))
    assert find_refused(RATES, sent) == []
    assert len(sent) == len(wishes), "a wish was never served"


@pytest.mark.parametrize("flood", list(Lane))
def test_each_lane_gets_its_share_while_another_is_flooded(flood: Lane) -> None:
    wishes = [Wish(1000 + number, flood, 0) for number in range(900)]
    wishes += [
        Wish(10_000 * index + number, lane, 0)
        for index, lane in enumerate(Lane, start=1)
        for number in range(120)
        if lane is not flood
    ]
    sent = send_all(Limiter(RATES), wishes, until=21, took=lambda: 0.02)
    during = [each.lane for each in sent if each.left < 20]
    assert all(during.count(lane) >= 0.09 * len(during) for lane in Lane)
    assert len(during) > 0.97 * 20 * RATES.per_second


@pytest.mark.parametrize("flood", [Lane.REPLY, Lane.NOTICE])
def test_a_slow_telegram_starves_no_lane_of_connections(flood: Lane) -> None:
    wishes = [Wish(1000 + number, flood, 0) for number in range(400)]
    wishes += [Wish(5000 + number, Lane.BULK, 5) for number in range(100)]
    sent = send_all(Limiter(RATES), wishes, until=100, took=lambda: 3.0)
    during = [each.lane for each in sent if 10 < each.left < 100]
    assert during.count(Lane.BULK) >= 0.09 * len(during)


def test_bulk_alone_uses_the_whole_rate() -> None:
    wishes = [Wish(number, Lane.BULK, 0) for number in range(1, 1001)]
    sent = send_all(Limiter(RATES), wishes, until=120, took=lambda: 0.05)
    assert len(sent) == 1000
    assert sent[-1].left - sent[0].left <= 1.01 * 1000 / RATES.per_second


@given(st.lists(st.floats(0, 0.05, allow_nan=False), min_size=50, max_size=200))
def test_a_reply_never_waits_behind_bulk(pauses: list[float]) -> None:
    limiter, now = Limiter(RATES), 0.0
    for chat, pause in enumerate(pauses, start=1000):
        now += pause
        while limiter.take(chat, Lane.BULK, now):
            chat += 1000
        assert limiter.room(Lane.REPLY, now) >= 1


@pytest.mark.parametrize("per_second", [1, 2, 3, 7, 100, 10_000])
def test_every_rate_lets_every_lane_through(per_second: int) -> None:
    rates = Rates(per_second=per_second)
    wishes = [Wish(1 + number, lane, 0) for number in range(20) for lane in Lane]
    wishes = [Wish(index, each.lane, 0) for index, each in enumerate(wishes, start=1)]
    sent = send_all(Limiter(rates), wishes, until=90, took=lambda: 0.01)
    assert len(sent) == 60
    assert find_refused(rates, sent) == []


def test_chats_that_were_written_to_long_ago_are_forgotten() -> None:
    limiter, now = Limiter(RATES), 0.0
    for number in range(1, 4000):
        now += 1 / 25
        chat = -number if number % 10 == 0 else number
        assert limiter.take(chat, Lane.REPLY, now)
        limiter.learn(chat, SENT, now)
    assert len(limiter._rations) < 2000


def test_a_chat_that_was_told_to_wait_rests_and_others_do_not() -> None:
    limiter = Limiter(RATES)
    limiter.learn(1, Verdict(Outcome.REST, seconds=10), 0.0)
    assert not limiter.take(1, Lane.REPLY, 9.9)
    assert limiter.take(2, Lane.REPLY, 0.0)
    assert limiter.take(1, Lane.REPLY, 10.0)


def test_two_chats_told_to_wait_mean_that_the_whole_token_rests() -> None:
    limiter = Limiter(RATES)
    limiter.learn(1, Verdict(Outcome.REST, seconds=10), 0.0)
    limiter.learn(2, Verdict(Outcome.REST, seconds=5), 1.0)
    assert not limiter.take(3, Lane.REPLY, 5.9)
    assert limiter.take(3, Lane.REPLY, 6.0)


@pytest.mark.parametrize("first, second", [(-1, -2), (-1, 2), (2, -1)])
def test_a_group_that_was_told_to_wait_says_nothing_of_the_token(first: int, second: int) -> None:
    limiter = Limiter(RATES)
    limiter.learn(first, Verdict(Outcome.REST, seconds=10), 0.0)
    limiter.learn(second, Verdict(Outcome.REST, seconds=10), 1.0)
    assert limiter.take(3, Lane.REPLY, 1.0)


def test_while_telegram_is_down_we_knock_less_and_less_often() -> None:
    limiter, waits = Limiter(RATES), []
    for _ in range(8):
        knocked = limiter.paused_until
        limiter.learn(1, Verdict(Outcome.RETRY), knocked)
        waits.append(limiter.paused_until - knocked)
    assert waits == [1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0, 15.0]
    limiter.learn(1, Verdict(Outcome.SENT), 200.0)
    limiter.learn(1, Verdict(Outcome.RETRY), 200.0)
    assert limiter.paused_until == 201.0


def test_what_fails_together_counts_as_one_outage() -> None:
    limiter = Limiter(RATES)
    for chat in range(8):
        limiter.learn(chat, Verdict(Outcome.RETRY), 0.1 * chat)
    assert limiter.paused_until == 1.0


def test_each_of_telegrams_answers_has_its_meaning() -> None:
    told = {
        Forbidden("bot was blocked by the user"): Outcome.UNREACHABLE,
        BadRequest("Chat not found"): Outcome.UNREACHABLE,
        BadRequest("Message is not modified: ..."): Outcome.SENT,
        BadRequest("Message to edit not found"): Outcome.SEND_ANEW,
        BadRequest("Can't parse entities"): Outcome.OUR_BUG,
        BadRequest("Message to delete not found"): Outcome.SENT,
        BadRequest("Message can't be deleted for everyone"): Outcome.KEPT,
        BadRequest("Voice_messages_forbidden"): Outcome.WORDS_ONLY,
        BadRequest("TOPIC_CLOSED"): Outcome.UNREACHABLE,
        BadRequest("Message thread not found"): Outcome.UNREACHABLE,
        BadRequest("Not enough rights to send text messages to the chat"): Outcome.UNREACHABLE,
        Forbidden("bot was kicked from the supergroup chat"): Outcome.UNREACHABLE,
        Forbidden("the group chat was deleted"): Outcome.UNREACHABLE,
        Forbidden("bot is not a member of the channel chat"): Outcome.UNREACHABLE,
        TimedOut(): Outcome.RETRY,
        NetworkError("Bad Gateway"): Outcome.RETRY,
    }
    assert {error: judge(error, 1).outcome for error in told} == told
    assert judge(None, 1).outcome is Outcome.SENT
    assert judge(RetryAfter(7), 1) == Verdict(Outcome.REST, seconds=7.0)
    assert judge(ChatMigrated(-5), 1) == Verdict(Outcome.FOLLOW, chat_id=-5)


@given(st.integers(min_value=1, max_value=10_000))
def test_waiting_between_attempts_grows_to_a_minute_and_no_further(attempts: int) -> None:
    assert 1.0 <= back_off(attempts) <= back_off(attempts + 1) <= 60.0
