"""The limiter never sends faster than Telegram allows, never starves a reply, and always gets on."""

from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.limits import Limiter, Outcome, Rates, Verdict, back_off, judge
from storage.outbox import Lane

RATES = Rates()
CHATS = st.integers(min_value=1, max_value=6)
LANES = st.sampled_from(list(Lane))
WISHES = st.lists(st.tuples(CHATS, LANES, st.floats(0, 0.4, allow_nan=False)), max_size=400)


def _sent(wishes: list[tuple[int, Lane, float]]) -> list[tuple[float, int, Lane]]:
    limiter, now, sent = Limiter(RATES), 0.0, []
    for chat, lane, pause in wishes:
        now += pause
        if limiter.take(chat, lane, now):
            sent.append((now, chat, lane))
    return sent


@given(WISHES)
def test_no_second_ever_holds_more_than_the_token_may_send(wishes: list[tuple[int, Lane, float]]) -> None:
    sent = _sent(wishes)
    for start, *_ in sent:
        within = [lane for moment, _, lane in sent if start <= moment < start + 1]
        assert len(within) <= RATES.overall_per_second
        assert within.count(Lane.BULK) <= RATES.bulk_per_second


@given(WISHES)
def test_no_chat_ever_gets_more_than_its_burst_and_one_a_second(
    wishes: list[tuple[int, Lane, float]],
) -> None:
    sent = _sent(wishes)
    for chat in range(1, 7):
        moments = [moment for moment, to, _ in sent if to == chat]
        for index, start in enumerate(moments):
            for count, end in enumerate(moments[index:], start=1):
                assert count <= RATES.chat_burst + (end - start) + 0.01


@given(st.integers(min_value=0, max_value=60))
def test_a_reply_finds_a_place_however_much_bulk_there_is(before: int) -> None:
    limiter = Limiter(RATES)
    for chat in range(before):
        limiter.take(1000 + chat, Lane.BULK, 0.0)
    assert limiter.take(1, Lane.REPLY, 0.0)


def test_everything_gets_through_in_the_end() -> None:
    limiter, now, left = Limiter(RATES), 0.0, 300
    while left:
        now += 0.05
        assert now < 300 / RATES.bulk_per_second + 3
        left -= sum(limiter.take(chat, Lane.BULK, now) for chat in range(left, max(left - 40, 0), -1))


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
