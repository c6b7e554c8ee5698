"""Bold words and links: always well-formed, never more than was written, plain where mark-up has no place."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from templates.marks import Mark, to_html, to_plain

KINDS = st.sampled_from(["bold", "italic", "underline", "strikethrough", "text_link", "spoiler", "mention"])
ADDRESSES = st.sampled_from(
    [
        "https://example.org/a?b=1&c=2",
        "http://example.org",
        "javascript:alert(1)",
        "tg://user?id=1",
        "//x",
        "[",
    ]
)
MARKS = st.lists(
    st.fixed_dictionaries(
        {"kind": KINDS, "offset": st.integers(0, 40), "length": st.integers(1, 40), "url": ADDRESSES}
    ),
    max_size=6,
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


class Reader(HTMLParser):
    """Reads what people see, and holds that tags close in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen = ""
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"b", "i", "u", "s", "a"}
        self.addresses += [value or "" for name, value in attrs if name == "href"]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.seen += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@given(TEXTS, MARKS)
def test_whatever_the_marks_people_see_the_text_and_tags_are_closed(text: str, marks: list[Mark]) -> None:
    plain = "".join(sign for sign in text if sign not in "\r\0")  # the parser of the test drops these
    reader = read(str(to_html(plain, marks)))
    if all(mark["offset"] + mark["length"] <= len(plain) for mark in marks) and plain.isascii():
        assert reader.seen == plain
    assert all(address.startswith(("http://", "https://")) for address in reader.addresses)


@given(TEXTS, MARKS)
def test_plain_text_has_no_tags_and_keeps_every_word(text: str, marks: list[Mark]) -> None:
    links = [mark for mark in marks if mark["kind"] == "text_link" and mark["url"].startswith("http")]
    assert "<a " not in to_plain(text.replace("<", ""), marks)
    assert links or to_plain(text, marks) == text


def test_a_bold_word_after_an_emoji_is_the_right_word() -> None:
    marks = [{"kind": "bold", "offset": 3, "length": 4}]
    assert str(to_html("🌙 besok <pagi>", marks)) == "🌙 <b>beso</b>k &lt;pagi&gt;"


def test_marks_that_overlap_are_closed_and_opened_again() -> None:
    marks = [{"kind": "bold", "offset": 0, "length": 6}, {"kind": "italic", "offset": 3, "length": 6}]
    assert str(to_html("satuduatiga", marks)) == "<b>sat</b><i><b>udu</b></i><i>ati</i>ga"


def test_a_link_in_plain_text_is_followed_by_its_address() -> None:
    marks = [{"kind": "text_link", "offset": 5, "length": 4, "url": "https://example.org"}]
    assert to_plain("Lihat sini ya", marks) == "Lihat sin (https://example.org)i ya"
    assert str(to_html("Lihat sini", marks)) == 'Lihat<a href="https://example.org"> sin</a>i'
