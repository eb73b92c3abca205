"""Scores: each formula, each cap, what counts and what does not; the statement against plain Python; freezing."""

import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from applications.models import (
    Application,
    Consent,
    ConsentText,
    Declaration,
    ItemKind,
    ItemOption,
    Language,
    MethodItem,
    MethodOption,
    PoolEntry,
    PoolProfile,
    Score,
    ScoreAverage,
    ScoreCorrection,
    ScorePublication,
    ScoringMethod,
    Season,
)
from applications.pool.apply import apply_changes
from applications.pool.build import build_pool
from applications.scoring.compute import ExampleRow, example, lines_of, scores_of, worth_of_undecided
from applications.scoring.gno import gno100
from applications.scoring.rules_text import items_of
from applications.scoring.services import (
    correct_scores,
    ensure_method,
    publish_scores,
    recompute_season,
    rescore,
    score_application,
)
from tests.applications import scoring_reference as reference
from tests.applications.catalogue import make_catalogue
from tests.applications.pool_world import (
    CLOSED,
    OPEN,
    Applicant,
    completed_may_declare,
    make_applicants,
    make_department,
    make_season,
)
from tests.keeping import kept
from usp.accounts.models import User
from usp.core.errors import RuleViolation

pytestmark = pytest.mark.django_db
At = Callable[[str], object]


@kept
def season(at: At) -> Season:
    at(CLOSED)
    return make_season()


@kept
def method(season: Season) -> ScoringMethod:
    make_catalogue()
    return ensure_method(season)


@pytest.fixture
def operator() -> User:
    return User.objects.create_user(kind="operator", full_name="Operatör", email="op@usp.example", password="x")


def row(number: str, option: str | None = None, amount: str | None = None, language: str | None = None) -> ExampleRow:
    kind = ItemKind.objects.get(number=number)
    grade = ItemOption.objects.get(kind=kind, code=option).pk if option else None
    spoken = Language.objects.get(code=language).pk if language else None
    row.turn = getattr(row, "turn", 0) + 1
    return ExampleRow(row.turn, kind.pk, grade, spoken, Decimal(amount) if amount else None)


def declare(application: Application, number: str, option: str | None = None, amount: str | None = None, **values):
    kind = ItemKind.objects.get(number=number)
    values.setdefault("state", "approved")
    with completed_may_declare():
        return Declaration.objects.create(
            application=application,
            kind=kind,
            option=ItemOption.objects.get(kind=kind, code=option) if option else None,
            amount=Decimal(amount) if amount else None,
            created_at=application.started_at,
            changed_at=application.started_at,
            **values,
        )


@pytest.mark.parametrize(
    ("gno", "scale", "expected"),
    [
        ("4.00", 4, "100.00"), ("3.50", 4, "88.33"), ("3.00", 4, "76.67"), ("2.50", 4, "65.00"),
        ("2.00", 4, "53.33"), ("1.00", 4, "30.00"), ("71.25", 100, "71.25"),
        ("3.00", 5, None), ("3.00", None, None), (None, 4, None),
    ],
)  # fmt: skip
def test_gno_becomes_its_place_on_yok_table(gno: str | None, scale: int | None, expected: str | None) -> None:
    found = gno100(Decimal(gno) if gno else None, scale)
    assert (str(found) if found is not None else None) == expected


# (items, academic, social, sport): the method 2024.1, line by line (decision 0008)
FORMULAS = [
    ("A1 100", [("A1", None, "100")], "25.00", "0", "0"),
    ("A1 76,67", [("A1", None, "76.67")], "12.50", "0", "0"),
    ("A1 floor", [("A1", None, "53.33")], "0.00", "0", "0"),
    ("A1 below the floor", [("A1", None, "40")], "0.00", "0", "0"),
    ("A2", [("A2", None, "86.40")], "3.64", "0", "0"),
    ("A2 best one", [("A2", None, "75"), ("A2", None, "100")], "5.00", "0", "0"),
    ("A3 1 %", [("A3", None, "1")], "5.00", "0", "0"),
    ("A3 1,01 %", [("A3", None, "1.01")], "4.00", "0", "0"),
    ("A3 5 %", [("A3", None, "5")], "4.00", "0", "0"),
    ("A3 10 %", [("A3", None, "10")], "3.00", "0", "0"),
    ("A3 25 %", [("A3", None, "25")], "2.00", "0", "0"),
    ("A3 50 %", [("A3", None, "50")], "1.00", "0", "0"),
    ("A3 beyond", [("A3", None, "50.01")], "0.00", "0", "0"),
    ("A4 levels", [("A4", "b2", None, "en")], "10.00", "0", "0"),
    ("A4 second language half", [("A4", "b1", None, "en"), ("A4", "b1", None, "de")], "10.50", "0", "0"),
    ("A4 one language once", [("A4", "b1", None, "en"), ("A4", "b2", None, "en")], "10.00", "0", "0"),
    ("A4 best two of three", [("A4", "a1", None, "en"), ("A4", "a2", None, "de"), ("A4", "b1", None, "fr")],
     "9.00", "0", "0"),
    ("A4 cap", [("A4", "c2", None, "en"), ("A4", "c2", None, "de")], "15.00", "0", "0"),
    ("A5", [("A5", "participant"), ("A5", "finalist")], "9.00", "0", "0"),
    ("A5 cap", [("A5", "leader"), ("A5", "leader")], "15.00", "0", "0"),
    ("A6", [("A6", "paper"), ("A6", "filed")], "7.00", "0", "0"),
    ("A6 cap", [("A6", "article"), ("A6", "granted")], "8.00", "0", "0"),
    ("A7", [("A7", "myk"), ("A7", "long"), ("A7", "short")], "7.00", "0", "0"),
    ("A8 whole tens only", [("A8", None, "64")], "6.00", "0", "0"),
    ("A8 cap", [("A8", None, "640")], "7.00", "0", "0"),
    ("A9", [("A9", "minor"), ("A9", "honours")], "4.00", "0", "0"),
    ("A9 cap", [("A9", "double-major"), ("A9", "high-honours")], "5.00", "0", "0"),
    ("A10", [("A10", "internship"), ("A10", "short")], "4.00", "0", "0"),
    ("A11", [("A11", "region")], "2.00", "0", "0"),
    ("B1", [("B1", None, "45")], "0", "4.00", "0"),
    ("B1 cap", [("B1", None, "900")], "0", "25.00", "0"),
    ("B2", [("B2", "member", "2"), ("B2", "board", "1")], "0", "12.00", "0"),
    ("B2 cap", [("B2", "president", "3")], "0", "20.00", "0"),
    ("B3", [("B3", "member", "1"), ("B3", "board", "1")], "0", "7.00", "0"),
    ("B4", [("B4", "leader"), ("B4", "participant")], "0", "11.00", "0"),
    ("B5", [("B5", "course")], "0", "3.00", "0"),
    ("B6", [("B6", "work"), ("B6", "concert")], "0", "6.00", "0"),
    ("B7", [("B7", "national")], "0", "6.00", "0"),
    ("C1", [("C1", None, "3")], "0", "0", "15.00"),
    ("C2", [("C2",)], "0", "0", "25.00"),
    ("C3", [("C3", "school"), ("C3", "national")], "0", "0", "23.00"),
    ("C4", [("C4", "grade-2")], "0", "0", "10.00"),
    ("C5 cap", [("C5", None, "4")], "0", "0", "10.00"),
]  # fmt: skip


def test_each_line_of_the_scheme_gives_its_points(method: ScoringMethod) -> None:
    for name, items, academic, social, sport in FORMULAS:
        found, _lines = example(method, [row(*one) for one in items], level="bachelor", class_year=3)
        got = [found[category].points for category in ("academic", "social", "sport")]
        assert got == [Decimal(academic), Decimal(social), Decimal(sport)], name


def test_associate_year_one_without_gno_is_brought_to_100_over_the_rest(method: ScoringMethod) -> None:
    items = [row("A4", "b2", None, "en")]
    first, _ = example(method, items, level="associate", class_year=1)
    assert (first["academic"].points, first["academic"].base) == (Decimal("13.33"), Decimal(75))  # 100 × 10 / 75
    second, _ = example(method, items, level="associate", class_year=2)
    assert second["academic"].points == Decimal("10.00")
    with_gno, _ = example(method, [*items, row("A1", None, "100")], level="associate", class_year=1)
    assert with_gno["academic"].points == Decimal("35.00")


def test_an_items_own_cap_cuts_before_the_kinds(season: Season, method: ScoringMethod) -> None:
    draft = ScoringMethod.objects.create(season=season, version="deneme")
    item = MethodItem.objects.create(
        method=draft, kind=ItemKind.objects.get(number="B1"), shape="units", cap=25, item_cap=6
    )
    MethodOption.objects.create(item=item, points=1, per=10)
    found, lines = example(draft, [row("B1", None, "500"), row("B1", None, "40")], level="bachelor", class_year=3)
    assert [line.counted for line in lines] == [Decimal(6), Decimal(4)]
    assert found["social"].total == Decimal("10.00")


def test_only_approved_items_score_and_undecided_ones_say_what_they_would_add(
    season: Season, method: ScoringMethod
) -> None:
    [application] = make_applicants(season, [Applicant(make_department("Bilgisayar"), gno=Decimal("3.00"))])
    declare(application, "A5", "finalist")
    pending = declare(application, "A5", "leader", state="pending")
    rejected = declare(application, "C2", state="rejected")
    rescore(application_id=application.pk)
    stored = dict(application.scores.values_list("category", "points"))
    assert stored == {"academic": Decimal("18.50"), "social": 0, "sport": 0}
    assert application.scores.get(category="academic").inputs == {
        "kinds": {"A1": "12.50", "A5": "6.00"},
        "of": "100.00",
    }
    worth = worth_of_undecided(application, method)
    assert (worth[pending.pk][1], worth[rejected.pk][1]) == (Decimal("9.00"), Decimal("25.00"))  # 6 + 10 cut at 15


def test_an_item_that_needs_a_consent_counts_only_with_it(season: Season, method: ScoringMethod, at: At) -> None:
    [application] = make_applicants(season, [Applicant(make_department("Bilgisayar"), gno=None)])
    declare(application, "B3", "board", "2")
    assert scores_of(application, method)["social"].points == 0
    text = ConsentText.objects.get(code="association-membership")
    consent = Consent.objects.create(application=application, text=text, given_at=application.started_at)
    assert scores_of(application, method)["social"].points == 10
    at("2024-05-01 10:00")
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=season.applications_close_at)
    assert scores_of(application, method)["social"].points == 0
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=season.offers_close_at)  # after publication
    assert scores_of(application, method)["social"].points == 10


def test_a_thousand_random_applications_equal_plain_python_to_the_last_cent(
    season: Season, method: ScoringMethod
) -> None:
    rng = random.Random(71)
    departments = [make_department("Bilgisayar"), make_department("Muhasebe", level="associate")]
    people = [Applicant(rng.choice(departments), class_year=rng.choice([1, 2, 3]), gno=None) for _number in range(1000)]
    applications = make_applicants(season, people)
    kinds = list(ItemKind.objects.prefetch_related("options"))
    languages = list(Language.objects.values_list("pk", flat=True)[:3])
    rows = []
    for application in applications:
        for _turn in range(rng.randint(0, 12)):
            kind = rng.choice(kinds)
            if kind.consent_code:
                continue
            most = float(kind.amount_max) if kind.amount_max else 100
            rows.append(
                Declaration(
                    application=application, kind=kind, source="edevlet", state="approved",
                    option=rng.choice([*kind.options.all(), None]) if kind.number != "C2" else None,
                    language_id=rng.choice(languages) if kind.asks_exam else None,
                    amount=Decimal(rng.choice([rng.uniform(0, most), rng.uniform(0, 60)])).quantize(Decimal("0.01")),
                    created_at=application.started_at, changed_at=application.started_at,
                )
            )  # fmt: skip
    with completed_may_declare():
        Declaration.objects.bulk_create(rows)
    recompute_season(season)
    assert recompute_season(season) == 0  # the same numbers again: nothing is written
    rules = items_of(method)
    by_application: dict[int, list[reference.Item]] = {}
    for one in Declaration.objects.all():
        item = reference.Item(one.pk, one.kind_id, one.option_id, one.language_id, one.amount)
        by_application.setdefault(one.application_id, []).append(item)
    stored: dict[int, dict[str, Decimal]] = {}
    for application_id, category, points in Score.objects.values_list("application_id", "category", "points"):
        stored.setdefault(application_id, {})[category] = points
    for application in applications:
        expected = reference.scores(
            rules,
            by_application.get(application.pk, []),
            level=application.level,
            class_year=application.class_year,
        )
        assert stored[application.pk] == expected
    assert len({points["academic"] for points in stored.values()}) > 150  # there was something to get wrong


def test_scoring_one_gives_the_seasons_numbers(season: Season, method: ScoringMethod, operator: User) -> None:
    first, second = make_applicants(season, [Applicant(make_department("Bilgisayar"))] * 2)
    declare(first, "A8", None, "64")
    recompute_season(season)
    before = list(Score.objects.order_by("pk").values_list("pk", "points", "inputs"))
    scores = score_application(application=first, actor=operator)
    assert [score.category for score in scores] == ["academic", "social", "sport"]
    assert list(Score.objects.order_by("pk").values_list("pk", "points", "inputs")) == before
    assert sum(line.counted for line in lines_of(first, method)) == scores[0].points
    assert Score.objects.filter(application=second).count() == 3


def test_the_newest_published_version_counts_and_drafts_do_not(season: Season, method: ScoringMethod) -> None:
    assert (method.version, method.pool_step, method.is_sample) == ("2024.1", 1, True)
    ScoringMethod.objects.create(season=season, version="taslak")
    assert ensure_method(season) == method
    newer = ScoringMethod.objects.create(season=season, version="2024.2")
    ScoringMethod.objects.filter(pk=newer.pk).update(state="published", published_at=season.applications_close_at)
    ScoringMethod.objects.filter(pk=newer.pk)  # published later than the first
    assert ensure_method(season).version in {"2024.1", "2024.2"}


def refused(statement: str, *values: object) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return caught.value.__cause__.diag.constraint_name


def test_a_published_method_never_changes_whoever_writes(method: ScoringMethod) -> None:
    item = method.items.get(kind__number="A5")
    assert refused("update applications_scoringmethod set pool_step = 5 where id = %s", method.pk) == "method_frozen"
    assert refused("update applications_methoditem set cap = 20 where id = %s", item.pk) == "method_frozen"
    assert refused("update applications_methodoption set points = 9 where item_id = %s", item.pk) == "method_frozen"
    assert refused("delete from applications_methodoption where item_id = %s", item.pk) == "method_frozen"
    assert refused("delete from applications_scoringmethod where id = %s", method.pk) == "method_frozen"


def test_published_scores_change_only_by_a_correction_on_record(
    season: Season, method: ScoringMethod, at: At, operator: User
) -> None:
    applications = make_applicants(season, [Applicant(make_department("Bilgisayar"), gno=Decimal("3.00"))] * 6)
    chosen = applications[0]
    build_pool(season=season)
    assert not ScorePublication.objects.exists()  # the day has not come
    at(OPEN)
    build_pool(season=season)
    assert ScorePublication.objects.get().method == method
    with completed_may_declare():
        declare(chosen, "A5", "leader")
    with pytest.raises(RuleViolation, match="Puanlar açıklandı"):
        rescore(application_id=chosen.pk)
    score = chosen.scores.get(category="academic")
    assert refused("update applications_score set points = 99 where id = %s", score.pk) == "score_frozen"
    assert refused("delete from applications_score where id = %s", score.pk) == "score_frozen"
    [correction] = correct_scores(actor=operator, application_id=chosen.pk, reason="İtiraz kabul edildi")
    assert (correction.before, correction.after, correction.by) == (Decimal("12.50"), Decimal("22.50"), operator)
    assert PoolEntry.objects.get(link__application=chosen).academic == 12  # the pool follows seconds later
    apply_changes()
    entry = PoolEntry.objects.get(link__application=chosen)
    assert entry.academic == 22
    assert [line.get("points") for line in PoolProfile.objects.get(entry=entry).lines] == [None, 10]
    assert correct_scores(actor=operator, application_id=chosen.pk, reason="yeniden") == []
    assert refused("update applications_scorecorrection set reason = 'x' where id = %s", correction.pk) == (
        "correction_frozen"
    )
    build_pool(season=season)  # a rebuild touches no score
    assert chosen.scores.get(category="academic").points == Decimal("22.50")
    assert ScoreCorrection.objects.count() == 1


def test_before_publication_a_correction_is_a_plain_rescore(
    season: Season, method: ScoringMethod, operator: User
) -> None:
    [application] = make_applicants(season, [Applicant(make_department("Bilgisayar"))])
    assert correct_scores(actor=operator, application_id=application.pk, reason="–") == []
    assert application.scores.count() == 3
    with pytest.raises(RuleViolation, match="aday havuzu açılınca"):
        publish_scores(season)


def test_department_averages_are_kept_and_hidden_below_five(season: Season, method: ScoringMethod, at: At) -> None:
    averages = [Decimal(text) for text in ("2.00", "2.50", "3.00", "3.50", "4.00")]
    make_applicants(season, [Applicant(make_department("Bilgisayar"), gno=gno) for gno in averages])
    make_applicants(season, [Applicant(make_department("Makine"))] * 4)
    at(OPEN)
    publish_scores(season)
    large = ScoreAverage.objects.get(group__name="Bilgisayar", category="academic")
    # 0, 6,25, 12,50, 18,75, 25
    assert (large.n, large.mean, large.lower, large.median, large.upper) == (
        5, Decimal("12.50"), Decimal("6.25"), Decimal("12.50"), Decimal("18.75")
    )  # fmt: skip
    small = ScoreAverage.objects.get(group__name="Makine", category="academic")
    assert (small.n, small.mean, small.median) == (4, None, None)
    assert large.method == method


def test_the_pools_profile_names_kinds_and_points_and_nothing_that_leads_to_a_person(
    season: Season, method: ScoringMethod
) -> None:
    [application] = make_applicants(season, [Applicant(make_department("Bilgisayar"), gno=Decimal("3.00"))])
    text = ConsentText.objects.get(code="association-membership")
    Consent.objects.create(application=application, text=text, given_at=application.started_at)
    declare(application, "B3", "board", "1")
    declare(application, "A7", "myk", title="QANARYA", issuer="QANARYA", code="QANARYA")
    declare(application, "A4", "b2", language=Language.objects.get(code="de"))
    build_pool(season=season)
    lines = PoolProfile.objects.get(entry__link__application=application).lines
    assert all(set(line) <= {"kind", "option", "language", "points", "band"} for line in lines)
    numbers = {kind.pk: kind.number for kind in ItemKind.objects.all()}
    assert [numbers[line["kind"]] for line in lines] == ["A1", "A4", "A7"]  # the association stays out
    assert lines[0]["band"] == [70, 80]
    assert (lines[1]["points"], lines[2]["points"]) == (10, 4)
