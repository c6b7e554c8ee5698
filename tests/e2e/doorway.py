"""Ways through the door that several stories share: a link, and the questions behind it."""

from actions.links import create_link
from simulator import Phone
from storage.people import RoleKind
from tests.world import World


async def link(world: World, role: RoleKind | None = None, *, rt: int = 2, rw: int = 1) -> str:
    async with world.database.transaction() as session:
        areas = {RoleKind.RW_HEAD: world.cast.rws[rw], RoleKind.KELURAHAN: world.cast.kelurahan}
        area = areas.get(role or RoleKind.RT_HEAD, world.cast.rts[rw, rt])
        return await create_link(session, role=role, area_id=area.id, now=world.now())


async def do(world: World, *acts: object) -> None:
    """Each act is a call without arguments; the bot answers in between."""
    for act in acts:
        assert callable(act)
        act()
        await world.settle()


async def introduce(world: World, phone: Phone, payload: str, name: str, house: str | None = None) -> None:
    """Through a link to the end of its questions; `house` None presses `Lewati`."""
    await do(world, lambda: phone.start(payload), lambda: phone.tap("Boleh"), lambda: phone.tap("Ibu"))
    await do(world, lambda: phone.type(name))
    if "tanpa NIK" in phone.texts[-1]:
        await do(world, (lambda: phone.type(house)) if house else (lambda: phone.tap("Lewati")))
