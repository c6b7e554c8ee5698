"""Ways of helping other than coming along: food and drink, a tool, somebody sent instead, what one likes.

An answer that says one helps has its way; one without a person is a gift that came without a name.
"""

from enum import StrEnum


class Way(StrEnum):
    """Makanan/minuman, pinjamkan alat, kirim wakil, sukarela."""

    FOOD = "food"
    TOOLS = "tools"
    DEPUTY = "deputy"
    FREELY = "freely"
