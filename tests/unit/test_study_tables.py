"""The tables of the Blitar study that the demo neighbourhood is made of."""

from collections import Counter

from actions.area_codes import tidy_code
from tests.data import table

DEMO = "bot.demo_data"


def test_the_trainings_add_up_to_the_printed_totals() -> None:
    totals: Counter[str] = Counter()
    for row in table("blitar_trainings.csv", DEMO):
        totals[row["kegiatan"]] += int(row["jumlah_peserta"])
    assert list(totals.values()) == [105, 79, 89, 77, 87]
    assert totals.total() == 437


def test_every_craft_training_was_counted_in_the_four_rt_of_its_rw() -> None:
    crafts = [row for row in table("blitar_trainings.csv", DEMO) if row["rt"]]
    assert Counter(row["rw"] for row in crafts) == {"01": 4, "02": 4, "03": 4, "04": 4}


def test_the_demo_kelurahan_has_four_rt_in_each_of_four_rw() -> None:
    rows = table("blitar_areas.csv", DEMO)
    assert {tidy_code(row["kode_kelurahan"]) for row in rows} == {"35.72.02.1002"}
    numbers = ["01", "02", "03", "04"]
    assert [(row["rw"], row["rt"]) for row in rows] == [(rw, rt) for rw in numbers for rt in numbers]
    assert all(30 <= int(row["jumlah_kk"]) <= 75 for row in rows)


def test_the_six_proposals_and_the_seven_steps_are_there() -> None:
    assert [row["nomor"] for row in table("blitar_proposals.csv", DEMO)] == list("123456")
    assert [row["urutan"] for row in table("blitar_steps.csv", DEMO)] == list("1234567")
    sectors = {"Infrastruktur", "Kesehatan", "Sosial budaya", "Ekonomi", "Pendidikan", "Kepemudaan"}
    assert {row["bidang"] for row in table("blitar_proposals.csv", DEMO)} <= sectors
