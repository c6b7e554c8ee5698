"""Documents: their links lead somewhere, their commands exist, and nothing private slips in."""

import re
from pathlib import Path
from urllib.parse import unquote

from tests.project.house import ROOT, name_of, project_files

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\)")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
TEXT = {
    ".cfg",
    ".css",
    ".csv",
    ".html",
    ".js",
    ".json",
    ".lock",
    ".md",
    ".py",
    ".sh",
    ".toml",
    ".txt",
    ".typ",
}
# Written with brackets so that this file does not find itself.
PRIVATE = re.compile(
    r"/wor[k]/|/tmp/hous[e]|/op[t]/(wheels|pypi)|/roo[t]/|find-link[s]\s*=|index-ur[l]\s*=|trusted-hos[t]"
    r"|\b(Claud[e]|ChatGP[T]|Copilo[t]|subagen[t]s?|language mode[l])\b"
)


def documents() -> list[Path]:
    return [path for path in project_files() if path.suffix == ".md"]


def anchors(document: Path) -> set[str]:
    """The headings of a document as the fragments that lead to them."""
    titles = HEADING.findall(document.read_text(encoding="utf-8"))
    return {re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", title.lower())) for title in titles}


def dead_links(document: Path) -> list[str]:
    """Relative links of a document that lead nowhere."""
    text = CODE.sub("", document.read_text(encoding="utf-8"))
    dead = []
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, fragment = unquote(link).partition("#")
        target = (document.parent / name).resolve() if name else document
        if not target.exists() or (fragment and target.suffix == ".md" and fragment not in anchors(target)):
            dead.append(link)
    return dead


def test_every_link_of_the_documents_leads_somewhere() -> None:
    found = {name_of(document): dead_links(document) for document in documents()}
    assert {name: links for name, links in found.items() if links} == {}


def test_dead_links_would_be_seen(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text(
        "# One heading\n[a](page.md) [b](#one-heading) [c](https://example.org) `[d](code.md)`\n"
        "[e](gone.md) ![f](gone.png) [g](page.md#no-such)\n"
    )
    assert dead_links(document) == ["gone.md", "gone.png", "page.md#no-such"]


def test_the_changelog_exists_and_tells_of_the_next_release() -> None:
    assert "## " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_make_command_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        word
        for document in documents()
        for word in re.findall(r"(?:`|^\s*\$?\s*)make ([a-z]+)", document.read_text("utf-8"), re.MULTILINE)
    }
    assert {"demo", "test", "check", "lock", "bench", "clean", "browser", "help"} <= targets
    assert named <= targets


def test_nothing_private_slips_into_the_project() -> None:
    readable = [path for path in project_files() if path.suffix in TEXT or not path.suffix]
    found = [
        f"{name_of(path)}:{number}: {line.strip()[:100]}"
        for path in readable
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if PRIVATE.search(line)
    ]
    assert found == []


def test_private_words_would_be_seen() -> None:
    assert PRIVATE.search("cd " + "/".join(["", "work", "main"]))
    assert PRIVATE.search("extra-" + "index-url" + " = somewhere")
    assert not PRIVATE.search("network/peers, --no-emit-" + "index-url")
