"""How somebody would help, from a few words: "titip snack", "saya kirim wakil", "pinjamkan cangkul". Pure."""

from collections.abc import Sequence

from storage.ways import Way

__all__ = ["Way", "is_loan", "is_sent_instead", "read_way"]

_LEND = frozenset(
    "pinjamkan pinjamin pinjami pinjemin minjamin minjemin minjamkan meminjamkan meminjami".split()
)
_BORROW, _ASKS = "pinjam", frozenset("bisa boleh mau minta tolong mohon apa apakah".split())
_DEPUTY = frozenset("wakil wakilkan wakilin wakili diwakili diwakilkan mewakilkan perwakilan".split())
_SEND, _TITLES = frozenset({"kirim", "ngirim", "mengirim"}), frozenset({"pak", "bapak", "bu", "ibu"})
_TOOLS = frozenset(
    "alat peralatan perkakas cangkul pacul sapu arit sabit parang sekop linggis gerobak ember gunting mesin "
    "terpal tangga garu tenda kursi meja tikar karpet sound pengeras genset selang".split()
)
_FOOD = frozenset(
    "makanan makan minuman minum konsumsi snack snek camilan cemilan jajan jajanan kue roti nasi gorengan "
    "pisang kopi teh air aqua galon es sirup buah rokok lauk unjukan".split()
)
_FREELY = frozenset("sukarela seikhlasnya seikhlas dana uang donasi sumbangan urunan iuran duit".split())


def read_way(words: Sequence[str]) -> Way | None:
    """The one way that words speak of; None when they speak of none, or of several."""
    said = set(words)
    known = {Way.DEPUTY: _DEPUTY, Way.TOOLS: _TOOLS | _LEND, Way.FOOD: _FOOD, Way.FREELY: _FREELY}
    found = [way for way, names in known.items() if said & names]
    return found[0] if len(found) == 1 else None


def is_sent_instead(words: Sequence[str], at: int) -> bool:
    """Whether a word tells of somebody who comes for another: "kirim wakil", but not "pak wakil"."""
    before, following = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
    if words[at] in _SEND:
        return following in _DEPUTY
    return words[at] in _DEPUTY and before not in _TITLES


def is_loan(words: Sequence[str], at: int) -> bool:
    """Whether a word offers to lend a tool: "pinjamkan"; "pinjam cangkul", but not "boleh pinjam tenda"."""
    if words[at] in _LEND:
        return True
    following = words[at + 1] if at + 1 < len(words) else ""
    return words[at] == _BORROW and following in _TOOLS and not _ASKS & set(words)
