"""Each button's data: one dataclass a kind of button. How it is packed and read: templates/taps.py."""

from dataclasses import dataclass

from templates.taps import Tap, chat_number


@dataclass(frozen=True)
class Consent(Tap):
    """`Boleh` or `Tidak dulu` of the consent text; `payload` is the link's, so that nothing need be kept."""

    prefix = "join"
    answer: str
    payload: str


@dataclass(frozen=True)
class DecideResident(Tap):
    """`Terima` or `Tolak` of somebody who asks to be counted in an RT."""

    prefix = "resident"
    residency: int
    decision: str


@dataclass(frozen=True)
class DecideListed(Tap):
    """The same from a page of the list of those who wait."""

    prefix = "listed"
    page: int
    residency: int
    decision: str


@dataclass(frozen=True)
class ForgetNeighbour(Tap):
    """`Hapus catatan`: a neighbour whom an RT head wrote down is to be forgotten; which one is asked."""

    prefix = "forget"


@dataclass(frozen=True)
class ShareLink(Tap):
    """A join link of one's RT, to be shared with its residents."""

    prefix = "share"


@dataclass(frozen=True)
class FillForm(Tap):
    """A choice in a step of a form."""

    prefix = "form"
    form: int
    step: str
    value: str


@dataclass(frozen=True)
class FormControl(Tap):
    """`Batal`, `Lanjutkan`, `Mulai baru` of a form."""

    prefix = "do"
    form: int
    verb: str


@dataclass(frozen=True)
class ReadAnnouncement(Tap):
    """Open one announcement of `Pengumuman`, or of a bundle."""

    prefix = "news"
    announcement: int


@dataclass(frozen=True)
class ReadNewest(Tap):
    """`Lihat yang baru` under a rule that does not hold any more: whichever is valid when it is tapped."""

    prefix = "newest"
    announcement: int


@dataclass(frozen=True)
class ManageAnnouncement(Tap):
    """A button under the sender's card: look at it, stop, correct, recall it, and so on."""

    prefix = "sent"
    announcement: int
    verb: str


@dataclass(frozen=True)
class ManagePlan(Tap):
    """A button of whoever planned an announcement: look at it, change it, send it now, call it off."""

    prefix = "plan"
    plan: int
    verb: str


@dataclass(frozen=True)
class ShowReceipts(Tap):
    """A page of what became of an announcement, RT by RT."""

    prefix = "receipts"
    announcement: int
    page: int


@dataclass(frozen=True)
class ShowAnswers(Tap):
    """A page of how people are after an urgent announcement."""

    prefix = "answers"
    announcement: int
    page: int


@dataclass(frozen=True)
class React(Tap):
    """`Sudah baca`, `Saya aman`, `Butuh bantuan` under an announcement; 0 is the one in a preview."""

    prefix = "react"
    announcement: int
    kind: str


@dataclass(frozen=True)
class LinkGroup(Tap):
    """`Hubungkan` in a group: it belongs to the area of whoever taps."""

    prefix = "link"


@dataclass(frozen=True)
class ChooseArea(Tap):
    """Which of several areas a group belongs to."""

    prefix = "linkto"
    chat: str
    area: int

    @property
    def chat_id(self) -> int:
        """The group; BadTap for what is no number."""
        return chat_number(self.chat)


@dataclass(frozen=True)
class UnlinkGroup(Tap):
    """`Putuskan` beside a group in `Grup RT`."""

    prefix = "unlink"
    chat: str

    @property
    def chat_id(self) -> int:
        """The group; BadTap for what is no number."""
        return chat_number(self.chat)


@dataclass(frozen=True)
class Evaluate(Tap):
    """One choice in an evaluation; `question` 0 is its start."""

    prefix = "rate"
    evaluation: int
    question: int
    choice: str


@dataclass(frozen=True)
class ShowEvaluation(Tap):
    """The organiser's look at a result."""

    prefix = "result"
    evaluation: int


@dataclass(frozen=True)
class ShowProposal(Tap):
    """Open one proposal of a list."""

    prefix = "proposal"
    proposal: int


@dataclass(frozen=True)
class Page(Tap):
    """Turn to a page (0 is the first) of a list."""

    prefix = "page"
    noun: str
    page: int


@dataclass(frozen=True)
class ShowSummary(Tap):
    """The summary of an area's week: `offset` 0 is this one, -1 the last."""

    prefix = "week"
    area: int
    offset: int


@dataclass(frozen=True)
class ChangeData(Tap):
    """Correct one thing of `Data saya`, or erase all."""

    prefix = "mydata"
    what: str


@dataclass(frozen=True)
class ChangeQuietHours(Tap):
    """Change one part of the kelurahan's quiet hours, or whether and when Ramadan is minded."""

    prefix = "quiet"
    what: str


@dataclass(frozen=True)
class MuteNews(Tap):
    """Mute a kind of news, or hear it again."""

    prefix = "mute"
    kind: str


@dataclass(frozen=True)
class ChangeRole(Tap):
    """Use the menu of another role."""

    prefix = "role"
    role: str


@dataclass(frozen=True)
class OpenMenu(Tap):
    """Go to a menu item from a message."""

    prefix = "menu"
    item: str
