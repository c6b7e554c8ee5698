"""Whatever is passed on: plain words of at most 900 units that end with the whole link."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from hypothesis import example, given
from hypothesis import strategies as st

from actions.texts import count_units
from templates.whatsapp import LONGEST, LONGEST_ADDRESS, Passed, announcement, invitation

JOIN = f"https://t.me/{'b' * 32}?start={'x' * 22}"
SIGNS = st.characters(codec="utf-8", exclude_characters="\x00")


def texts(longest: int, shortest: int = 0) -> st.SearchStrategy[str]:
    """What people write, with many spaces and emoji in it."""
    words = st.one_of(
        st.text(SIGNS, max_size=30), st.sampled_from((" ", "\n", "🌙", "gotong royong ", "W" * 40))
    )
    joined = st.lists(words, max_size=120).map(lambda parts: "".join(parts)[:longest])
    return joined.filter(lambda text: len(text.strip()) >= shortest)


MARKS = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(("bold", "italic", "text_link")),
            "offset": st.integers(0, 200),
            "length": st.integers(1, 80),
            "url": st.just("https://example.org/a?b=c"),
        }
    ),
    max_size=4,
)
PLACES = st.none() | st.fixed_dictionaries(
    {"latitude": st.just(-8.0983), "longitude": st.just(112.1681), "title": st.none() | texts(120, 1)}
)


def announced(
    text: str, marks: list[dict[str, Any]], place: dict[str, Any] | None, area: str, *, urgent: bool = False
) -> Passed:
    facts = {"role": "rt_head", "area": area, "text": text, "marks": marks, "place": place, "file": None}
    return announcement({**facts, "urgent": urgent, "address": JOIN, "door": "RT 02 RW 01"}, "id")


def invited(title: str, place: str) -> Passed:
    facts = {
        "kind": "work_bee", "title": title, "place": place, "starts": "2026-11-28T23:30:00+00:00",
        "zone": "Asia/Jakarta", "said": "ba'da Subuh", "until": "2026-11-29T01:30:00+00:00",
        "address": JOIN, "joins": True, "door": "RT 02 RW 01",
    }  # fmt: skip
    return invitation(facts, "id")


def handed_over(passed: Passed) -> str:
    return parse_qs(urlsplit(passed.address).query)["text"][0]


def check(passed: Passed) -> None:
    assert count_units(passed.text) <= LONGEST
    assert passed.text.endswith(f" {JOIN}")
    assert len(passed.address) <= LONGEST_ADDRESS
    assert passed.address.startswith("https://wa.me/?text=")
    assert handed_over(passed).endswith(JOIN)


@given(texts(3500), MARKS, PLACES, texts(40, 1))
@example("🌙" * 1750, [], None, "RT 02")
@example("漢" * 3500, [], {"latitude": 1, "longitude": 1, "title": "漢" * 120}, "漢" * 40)
def test_an_announcement_is_short_enough_and_ends_with_the_whole_link(
    text: str, marks: list[dict[str, Any]], place: dict[str, Any] | None, area: str
) -> None:
    check(announced(text, marks, place, area))


@given(texts(100, 1), texts(200, 1))
@example("🌙" * 100, "🌙" * 200)
def test_an_invitation_is_short_enough_and_ends_with_the_whole_link(title: str, place: str) -> None:
    check(invited(title, place))


@given(st.lists(st.text("abcdefg", min_size=1, max_size=12), min_size=1, max_size=500))
def test_a_text_is_cut_between_its_words(words: list[str]) -> None:
    said = announced(" ".join(words)[:3500].strip(), [], None, "RT 02").text.split("\n\n")[1]
    kept = said.removesuffix("…").split()
    assert kept == words[: len(kept)]
    assert len(kept) == len(words) or said.endswith("…")


def test_bold_words_lose_their_marks_and_links_are_spelled_out() -> None:
    marks = [
        {"kind": "bold", "offset": 0, "length": 3},
        {"kind": "text_link", "offset": 10, "length": 6, "url": "https://example.org/jadwal"},
    ]
    text = announced("Air mati, jadwal <di sini> & nanti", marks, None, "RT 02").text
    assert "Air mati, jadwal (https://example.org/jadwal) <di sini> & nanti" in text
    assert "<b>" not in text


def test_an_urgent_copy_says_whom_to_ask_for_help_and_promises_no_answering() -> None:
    calm, urgent = (announced("Air naik", [], None, "RT 02", urgent=urgent).text for urgent in (False, True))
    assert urgent.split("\n")[-2] == "Butuh bantuan? Hubungi Ketua RT atau 112."
    assert "112" not in calm
    for text in (calm, urgent, invited("Kerja bakti", "Mushola").text):
        assert text.split("\n")[-1] == f"Gabung RT 02 RW 01 lewat Telegram: {JOIN}"


def test_a_place_is_a_link_to_the_map() -> None:
    place = {"latitude": -8.0983, "longitude": 112.1681, "title": "Balai RW"}
    text = announced("Posyandu", [], place, "RT 02").text
    assert "\nTempat: Balai RW, https://maps.google.com/?q=-8.0983,112.1681\n" in text


def test_whatsapp_is_given_the_whole_text_unless_its_address_grows_too_long() -> None:
    usual = announced("Mohon sampah dipilah dulu, ya. " * 40, [], None, "RT 02")
    assert handed_over(usual) == usual.text
    assert 850 < count_units(usual.text) <= LONGEST
    moons = announced("🌙 " * 300, [], None, "RT 02")
    assert count_units(handed_over(moons)) < count_units(moons.text)
