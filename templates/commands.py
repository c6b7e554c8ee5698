"""The commands that a role's chat lists; what each does is said in `<language>/commands.toml`."""

import tomllib
from functools import cache
from pathlib import Path

_HOME = Path(__file__).parent
_FALLBACK = "id"
_ALWAYS = ("data_saya", "bantuan", "batal", "hapus_data")
_OFFICER = ("umumkan", "terkirim", "terjadwal", "buat_kegiatan", "kegiatan", "ringkasan", "minat")

BY_MENU: dict[str, tuple[str, ...]] = {
    "resident": ("usul", "kegiatan", "pengumuman", "penilaian", "usulan_saya", *_ALWAYS),
    "rt_head": (*_OFFICER, "darurat", "warga", "grup", *_ALWAYS),
    "kelurahan": (*_OFFICER, "darurat", "sosialisasi", "grup", "jam_tenang", *_ALWAYS),
    "rw_head": (*_OFFICER, "darurat", "grup", *_ALWAYS),
    "facilitator": (*_OFFICER, *_ALWAYS),
    "operator": _ALWAYS,
    "stranger": ("start",),
}
"""Which commands belong to whose menu; "stranger" is somebody who has no place here (any more)."""


@cache
def _descriptions(language: str) -> dict[str, str]:
    file = _HOME / language / "commands.toml"
    if not file.is_file():
        return {}
    found: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))["commands"]
    return found


def commands_for(menu: str, language: str = _FALLBACK) -> list[dict[str, str]]:
    """What setMyCommands is given for a menu, in its order; LookupError when there is no such menu."""
    said = {**_descriptions(_FALLBACK), **_descriptions(language)}
    return [{"command": command, "description": said[command]} for command in BY_MENU[menu]]
