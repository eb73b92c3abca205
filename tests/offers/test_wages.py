"""Legal pay: the worked figures of docs/rules.md B5, B6; edges of dates; what is missing is said."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from offers.models import MinimumWage, WageRate
from offers.services.wages import WageFileError, load_wages, wage_table
from offers.wages import RateRow, WageFacts, WageRow, WageTable, wage_for
from tests.keeping import kept

LAW, SMALL = (
    RateRow(dt.date(2020, 1, 1), None, "law", "md. 25", Decimal(rate), "3308", personnel_from=low, personnel_below=high)
    for rate, low, high in (("0.300", 20, None), ("0.150", 0, 20))
)
ANNOUNCED = RateRow(dt.date(2023, 1, 1), None, "announcement", "Duyuru", Decimal("1.000"), "2023", is_public=True)
NET_2024 = WageRow(dt.date(2024, 1, 1), dt.date(2025, 1, 1), Decimal("17002.12"), "2024")
NET_2025 = WageRow(dt.date(2025, 1, 1), dt.date(2026, 1, 1), Decimal("22104.67"), "2025")
TABLE = WageTable((NET_2024, NET_2025), (SMALL, LAW, ANNOUNCED))


def pay(first: str, last: str, table: WageTable = TABLE, **about: object) -> WageFacts:
    """The figures for a private employer with fifty people, unless told otherwise."""
    known = {"is_public": False, "personnel_count": 50} | about
    return wage_for(table, starts_on=dt.date.fromisoformat(first), ends_on=dt.date.fromisoformat(last), **known)


@kept
def loaded(db) -> WageTable:
    """The file's rows."""
    load_wages()
    return wage_table()


def test_twenty_working_days_of_the_seed_are_twenty_eight_paid_days():
    facts = pay("2024-07-16", "2024-08-12")
    assert (facts.monthly, facts.paid_days, facts.total) == ((Decimal("5100.64"),), 28, Decimal("4760.59"))


@pytest.mark.parametrize(
    ("day", "thirty", "fifteen", "third", "two_thirds"),
    [
        ("2020-07-01", "631.19", "315.60", None, None),
        ("2021-07-01", "767.28", "383.64", None, None),
        ("2022-03-01", "1276.02", "638.01", "425.34", "850.68"),
        ("2022-08-01", "1650.11", "825.05", "550.04", "1100.07"),
        ("2023-03-01", "2552.04", "1276.02", "850.68", "1701.36"),
        ("2023-08-01", "3420.70", "1710.35", "1140.23", "2280.46"),
        ("2024-08-01", "5100.64", "2550.32", "1700.21", "3400.42"),
        ("2025-08-01", "6631.40", "3315.70", "2210.47", "4420.93"),
        ("2026-03-01", "8422.65", "4211.33", "2807.55", "5615.10"),
    ],
)
def test_the_table_of_minimum_wages_gives_the_published_figures(loaded, day, thirty, fifteen, third, two_thirds):
    large = pay(day, day, loaded, is_compulsory=True)
    small = pay(day, day, loaded, is_compulsory=True, personnel_count=19)
    assert large.monthly == (Decimal(thirty),)
    assert large.rates[0].row.ground == "law"
    assert small.rates[0].monthly == Decimal(fifteen)
    if third:
        assert small.monthly == (Decimal(thirty),)  # the provisional article: nowhere less than thirty per cent
        assert large.rates[1].state_monthly == Decimal(third)
        assert small.rates[1].state_monthly == Decimal(two_thirds)
    else:
        assert small.monthly == (Decimal(fifteen),)


def test_the_provisional_article_ends_on_its_day(loaded):
    MinimumWage.objects.create(dates=(dt.date(2026, 7, 1), None), net="30000.00", source="deneme")
    facts = pay("2026-08-31", "2026-09-01", wage_table(), personnel_count=5)
    assert facts.monthly == (Decimal("9000.00"), Decimal("4500.00"))


@pytest.mark.parametrize(("count", "rate"), [(0, "0.150"), (19, "0.150"), (20, "0.300"), (21, "0.300")])
def test_twenty_people_are_the_edge_of_the_law(count, rate):
    assert pay("2024-08-05", "2024-09-02", personnel_count=count).rates[0].row.rate == Decimal(rate)


def test_a_public_institution_pays_the_net_wage_by_announcement_and_the_law_stands_beside_it(loaded):
    facts = pay("2024-08-05", "2024-09-02", loaded, is_public=True, personnel_count=800)
    assert facts.monthly == (Decimal("17002.12"),)
    assert [(one.row.ground, one.monthly, one.binds) for one in facts.rates] == [
        ("law", Decimal("5100.64"), False),
        ("provisional", Decimal("5100.64"), False),
        ("announcement", Decimal("17002.12"), True),
    ]
    assert all(one.state_monthly == 0 for one in facts.rates)
    before = pay("2022-08-01", "2022-08-26", loaded, is_public=True, personnel_count=800)
    assert before.monthly == (Decimal("1650.11"),)


@pytest.mark.parametrize(
    ("is_compulsory", "shares"),
    [(True, ["1700.21"]), (False, ["0.00"]), (None, ["1700.21", "0.00"])],
)
def test_the_states_part_needs_a_compulsory_internship_and_an_unknown_one_shows_both(loaded, is_compulsory, shares):
    facts = pay("2024-08-05", "2024-09-02", loaded, is_compulsory=is_compulsory)
    found = [one.state_monthly for one in facts.rates if one.row.ground == "provisional"]
    assert found == [Decimal(share) for share in shares]
    assert facts.monthly == (Decimal("5100.64"),)


@pytest.mark.parametrize(
    ("count", "whole", "part"), [(19, "4420.93", "4126.21"), (20, "2210.47", "2063.10"), (50, "2210.47", "2063.10")]
)
def test_the_states_part_is_counted_for_the_paid_days(loaded, count, whole, part):
    month = pay("2025-08-01", "2025-08-30", loaded, is_compulsory=True, personnel_count=count)
    weeks = pay("2025-08-01", "2025-08-28", loaded, is_compulsory=True, personnel_count=count)
    assert [one.state_amount for one in month.stretches] == [Decimal(whole)]
    assert [one.state_amount for one in weeks.stretches] == [Decimal(part)]


def test_the_turn_of_the_year_is_two_stretches_each_rounded_by_itself():
    facts = pay("2024-12-16", "2025-01-10")
    assert [(one.first, one.last, one.paid_days, one.amount) for one in facts.stretches] == [
        (dt.date(2024, 12, 16), dt.date(2024, 12, 31), 16, Decimal("2720.34")),
        (dt.date(2025, 1, 1), dt.date(2025, 1, 10), 10, Decimal("2210.47")),
    ]
    assert facts.total == Decimal("4930.81")
    assert facts.monthly == (Decimal("5100.64"), Decimal("6631.40"))


def test_july_is_an_edge_in_a_year_of_two_wages(loaded):
    facts = pay("2023-06-15", "2023-07-14", loaded)
    assert [one.paid_days for one in facts.stretches] == [16, 14]
    assert facts.monthly == (Decimal("2552.04"), Decimal("3420.70"))


def test_days_of_absence_are_not_paid():
    facts = wage_for(
        TABLE,
        is_public=False,
        personnel_count=50,
        starts_on=dt.date(2024, 7, 16),
        ends_on=dt.date(2024, 8, 12),
        unpaid={dt.date(2024, 7, 18), dt.date(2024, 7, 19), dt.date(2024, 9, 1)},
    )
    assert (facts.paid_days, facts.total) == (26, Decimal("4420.55"))


def test_days_without_a_row_are_named_and_leave_no_total(loaded):
    facts = pay("2026-06-22", "2026-07-17", loaded)
    assert facts.missing == ((dt.date(2026, 7, 1), dt.date(2026, 7, 17)),)
    assert (facts.is_known, facts.total) == (False, None)
    assert facts.monthly == (Decimal("8422.65"),)
    nothing = pay("2031-01-01", "2031-01-31", loaded)
    assert (nothing.stretches, nothing.rates, nothing.total) == ((), (), None)


def test_without_a_rate_there_is_no_amount():
    assert pay("2024-08-05", "2024-09-02", WageTable((NET_2024,), ())).total is None


def test_loading_again_changes_nothing_and_edited_rows_stay(db, capsys):
    assert load_wages().created == 16
    assert load_wages() == type(load_wages())(0, 0, 0)
    MinimumWage.objects.filter(net="17002.12").update(net="17002.13")
    assert load_wages().kept == 1
    call_command("load_wages", "--update")
    assert "0 added, 1 updated, 0 edited and kept" in capsys.readouterr().out
    assert MinimumWage.objects.filter(net="17002.12").exists()


WAGE = '[[minimum_wages]]\nfrom = 2030-01-01\nuntil = 2030-12-31\nnet = "1.00"\nsource = "x"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[minimum_wages]", "at line 1"),
        ("[[salaries]]", "«salaries» is not known here"),
        (WAGE.replace("2030-12-31", "2029-12-31"), "days in order"),
        (WAGE.replace('net = "1.00"', 'net = "çok"'), "«net»"),
        (WAGE.replace("net", "gross"), "«gross» is not known here"),
        (WAGE + WAGE.replace("2030-01-01", "2030-06-01"), "contradicts"),
    ],
)
def test_one_wrong_line_loads_nothing(db, tmp_path, text, said):
    file = tmp_path / "wages.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=said), transaction.atomic():
        call_command("load_wages", file)
    assert not MinimumWage.objects.exists()


def test_the_file_error_names_the_row(tmp_path, db):
    file = tmp_path / "wages.toml"
    file.write_text(WAGE + WAGE.replace("2030-01-01", "'soon'"), encoding="utf-8")
    with pytest.raises(WageFileError, match=r"wages.toml, minimum_wages 2"):
        load_wages(path=file)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"rate": "0"}, "wage_rate_in_range"),
        ({"state_thirds": 4}, "wage_rate_state_thirds"),
        ({"personnel_from": 20, "personnel_below": 20}, "wage_rate_personnel_in_order"),
    ],
)
def test_the_database_refuses_impossible_rates(db, changes, rule):
    values = {"dates": (dt.date(2024, 1, 1), None), "ground": "law", "rate": "0.3", "source": "x"} | changes
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        WageRate.objects.create(**values)
