"""Documents: their links lead somewhere, their commands exist, and nothing private slips in."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from typer.main import get_command

from storage import schema
from tests.project.house import PACKAGES, ROOT, name_of, project_files

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
PLACE = re.compile(rf"`((?:{'|'.join(PACKAGES)}|tests|docs|deploy)/[\w./-]*)`")
NAME = re.compile(r"`(?:\w+\.)*([A-Za-z]\w*)(?:\([^`]*\))?`")
HEADINGS_OF_A_DECISION = ["Context", "Decision", "Consequences"]
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


@cache
def source_words() -> frozenset[str]:
    """Every word of the house's code and data, so that what a document calls by name can be looked up."""
    kinds = {".py", ".toml", ".html", ".txt", ".js"}
    code = [path for path in project_files() if path.suffix in kinds and "test_documents" not in path.name]
    return frozenset(re.findall(r"\w+", "\n".join(path.read_text(encoding="utf-8") for path in code)))


def unknown_names(text: str) -> list[str]:
    """What a text calls by a name of code (snake_case or CamelCase) that no code has."""
    names = {
        name
        for name in NAME.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL))
        if looks_like_code(name)
    }
    return sorted(name for name in names if not {name, name.lower()} & source_words())


def looks_like_code(name: str) -> bool:
    return "_" in name.strip("_") or bool(re.search(r"[a-z][A-Z]", name))


def commands_of(command: object, path: str = "rembug") -> list[str]:
    """Every command of the command line that does something: "rembug areas import"."""
    inner: dict[str, object] = getattr(command, "commands", {})
    if not inner:
        return [path]
    return [found for name, child in inner.items() for found in commands_of(child, f"{path} {name}")]


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
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        word
        for document in documents()
        for word in re.findall(r"(?:`|^\s*\$?\s*)make ([a-z-]+)", document.read_text("utf-8"), re.MULTILINE)
    }
    assert {
        "demo",
        "test",
        "check",
        "lock",
        "bench",
        "bench-broadcast",
        "clean",
        "browser",
        "help",
    } <= targets
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


def test_every_rembug_command_in_the_documents_exists() -> None:
    from bot.cli import app

    existing = commands_of(get_command(app))
    spoken = re.compile(r"(?:^|[`/])(rembug(?: [a-z]+){1,2})\b", re.MULTILINE)
    for document in documents():
        told = "\n".join(CODE.findall(document.read_text(encoding="utf-8")))
        for said in spoken.findall(told):
            assert any(
                said == known or said.startswith(f"{known} ") for known in (*existing, "rembug areas")
            ), f"{name_of(document)}: {said}"
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [known for known in existing if f"| `{known}` |" not in operations] == []


def test_the_operations_page_knows_every_setting_and_what_unset_means() -> None:
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([A-Z_]+)` \|(?: `([^`]+)`)? \|", operations, re.MULTILINE))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert told == dict(re.findall(r"^#? ?([A-Z_]+)=(.*)$", example, re.MULTILINE))


def test_every_file_that_a_document_names_exists() -> None:
    gone = [
        f"{name_of(document)}: {place}"
        for document in documents()
        for place in PLACE.findall(document.read_text(encoding="utf-8"))
        if not (ROOT / place).exists() and "loans" not in place
    ]
    assert gone == []


def test_every_name_of_code_in_the_architecture_and_the_glossary_is_there() -> None:
    pages = [*sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    pages += [ROOT / "docs" / name for name in ("architecture.md", "glossary.md", "operations.md")]
    found = {name_of(page): unknown_names(page.read_text(encoding="utf-8")) for page in pages}
    assert {page: names for page, names in found.items() if names} == {"docs/glossary.md": ["kk_number"]}


def test_a_name_that_no_code_has_would_be_seen() -> None:
    text = "`Dispatcher.handle_next` calls `no_such_function(1)` and `NoSuchClass`, `plain`"
    assert unknown_names(text) == ["NoSuchClass", "no_such_function"]


def test_the_glossary_knows_every_table() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert set(schema.metadata().tables) - set(re.findall(r"`(\w+)(?:\.\w+)?`", glossary)) == set()


def test_decisions_are_numbered_listed_and_complete() -> None:
    folder = ROOT / "docs" / "decisions"
    decisions = sorted(folder.glob("[0-9]*.md"))
    assert [path.name[:4] for path in decisions] == [
        f"{number:04}" for number in range(1, len(decisions) + 1)
    ]
    index = (folder / "README.md").read_text(encoding="utf-8")
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        title, *headings = HEADING.findall(text)
        assert title.startswith(path.name[:4]), path.name
        assert headings == HEADINGS_OF_A_DECISION, path.name
        assert re.search(r"^Status: \w+", text, re.MULTILINE), path.name
        assert f"[{title}]({path.name})" in index, path.name
