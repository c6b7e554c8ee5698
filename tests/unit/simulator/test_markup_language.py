"""Telegram's HTML: what it means, and what is refused."""

import pytest

from simulator.entities import to_html, with_found
from simulator.errors import ApiError
from simulator.markup_language import parse_html


@pytest.mark.parametrize(
    "html, text, kinds",
    [
        ("<b>a</b><strong>b</strong>", "ab", ["bold", "bold"]),
        ("<i>a</i><em>b</em>", "ab", ["italic", "italic"]),
        ("<u>a</u><ins>b</ins>", "ab", ["underline", "underline"]),
        ("<s>a</s><del>b</del><strike>c</strike>", "abc", ["strikethrough"] * 3),
        ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "ab", ["spoiler", "spoiler"]),
        ("<code>a</code>\n<pre>b</pre>", "a\nb", ["code", "pre"]),
        ("<blockquote>a</blockquote>", "a", ["blockquote"]),
        ("<blockquote expandable>a</blockquote>", "a", ["expandable_blockquote"]),
        ('<a href="https://example.org/?a=1&amp;b=2">a</a>', "a", ["text_link"]),
        ("<B>a</B>", "a", ["bold"]),
        ("<b></b>kosong", "kosong", []),
    ],
)
def test_each_tag_becomes_its_entity(html: str, text: str, kinds: list[str]) -> None:
    plain, entities = parse_html(html)
    assert (plain, [each["type"] for each in entities]) == (text, kinds)


def test_positions_count_utf_16_units() -> None:
    text, entities = parse_html("🏠😀 <b>RT 😀</b>")
    assert text == "🏠😀 RT 😀"
    assert entities == [{"type": "bold", "offset": 5, "length": 5}]


def test_nested_tags_keep_the_outer_one_first() -> None:
    text, entities = parse_html("<b>a<i>b</i></b>")
    assert (text, [each["type"] for each in entities]) == ("ab", ["bold", "italic"])
    assert to_html(text, entities) == "<b>a<i>b</i></b>"


def test_a_link_keeps_its_address() -> None:
    _, entities = parse_html('<a href="https://example.org/?a=1&amp;b=2">a</a>')
    assert entities[0]["url"] == "https://example.org/?a=1&b=2"


def test_references_are_read_and_unknown_ones_stay() -> None:
    assert parse_html("&lt;&gt;&amp;&quot;&#65;&#x42; &nbsp; & ya")[0] == '<>&"AB &nbsp; & ya'


@pytest.mark.parametrize(
    "html, reason",
    [
        ("<b>buka", 'Can\'t find end tag corresponding to start tag "b"'),
        ("tutup</b>", "Unexpected end tag at byte offset 5"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("é <br>", 'Unsupported start tag "br" at byte offset 3'),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_wrong_html_is_refused_in_telegrams_words(html: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_commands_and_links_are_found_in_plain_text() -> None:
    text = "ketik /batal atau lihat https://t.me/rembug_demo_bot?start=a. Bukan 1/2 dan </b>"
    found = {
        each["type"]: text[each["offset"] : each["offset"] + each["length"]] for each in with_found(text, [])
    }
    assert found == {"bot_command": "/batal", "url": "https://t.me/rembug_demo_bot?start=a"}
