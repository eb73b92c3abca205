"""The data files as shipped: complete, right where it matters, and in Turkish order."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, F

from usp.reference import selectors
from usp.reference.management.commands.load_reference import DATA
from usp.reference.models import (
    DataRelease,
    Department,
    DepartmentGroup,
    District,
    Level,
    Province,
    Unit,
    University,
)

pytestmark = [pytest.mark.usefixtures("shipped_data"), pytest.mark.django_db]


def test_there_are_81_provinces_and_973_districts() -> None:
    assert set(Province.objects.values_list("id", flat=True)) == set(range(1, 82))
    assert District.objects.count() == 973


@pytest.mark.parametrize(
    ("province", "districts"),
    [
        ("İstanbul", 39),
        ("Konya", 31),
        ("İzmir", 30),
        ("Ankara", 25),
        ("Balıkesir", 20),
        ("Erzurum", 20),
        ("Kastamonu", 20),
        ("Bilecik", 8),
        ("Bayburt", 3),
    ],
)
def test_provinces_have_their_districts(province: str, districts: int) -> None:
    assert selectors.districts_of(Province.objects.get(name=province)).count() == districts


def test_provinces_are_listed_in_the_order_of_the_turkish_alphabet() -> None:
    names = [province.name for province in selectors.provinces()]
    assert [name for name in names if name[0] in "BCÇD"] == [
        *(
            "Balıkesir",
            "Bartın",
            "Batman",
            "Bayburt",
            "Bilecik",
            "Bingöl",
            "Bitlis",
            "Bolu",
            "Burdur",
            "Bursa",
        ),
        *("Çanakkale", "Çankırı", "Çorum", "Denizli", "Diyarbakır", "Düzce"),
    ]
    assert [name for name in names if name[0] in "IİHK"][:6] == [
        *("Hakkari", "Hatay", "Iğdır", "Isparta", "İstanbul", "İzmir"),
    ]
    assert names[-1] == "Zonguldak"


def test_districts_of_a_province_are_in_turkish_order_too() -> None:
    names = [district.name for district in selectors.districts_of(11)]
    assert names == [
        "Bozüyük",
        "Gölpazarı",
        "İnhisar",
        "Merkez",
        "Osmaneli",
        "Pazaryeri",
        "Söğüt",
        "Yenipazar",
    ]


def test_universities_by_kind() -> None:
    kinds = dict(University.objects.order_by().values_list("kind").annotate(Count("id")))
    assert kinds == {"state": 127, "foundation": 74, "foundation_vocational": 4, "kktc": 16, "abroad": 8}
    assert selectors.universities(in_turkiye=True).count() == 205
    assert selectors.universities(in_turkiye=False).count() == 24


def test_universities_are_written_in_turkish_case_and_lie_in_their_province() -> None:
    found = University.objects.select_related("province").in_bulk(field_name="code")
    assert found["bilecik-seyh-edebali"].name == "Bilecik Şeyh Edebali Üniversitesi"
    assert found["bilecik-seyh-edebali"].province.name == "Bilecik"
    assert found["igdir"].name == "Iğdır Üniversitesi"
    assert found["isik"].name == "Işık Üniversitesi"
    assert found["orta-dogu-teknik"].province.name == "Ankara"
    assert found["dogu-akdeniz"].province is None
    assert found["dogu-akdeniz"].is_in_turkiye is False
    assert not [row.name for row in found.values() if row.name != row.name.strip()]


def test_excluded_groups_are_tagged_and_no_others() -> None:
    tagged = DepartmentGroup.objects.exclude(tag="")
    assert set(tagged.filter(tag="medicine").values_list("name", flat=True)) == {"Tıp"}
    assert set(tagged.filter(tag="dentistry").values_list("name", flat=True)) == {"Diş Hekimliği"}
    teaching = DepartmentGroup.objects.filter(tag="teaching")
    assert teaching.count() > 15
    assert set(teaching) == set(DepartmentGroup.objects.filter(name__endswith="Öğretmenliği"))


def test_medical_faculties_teach_medicine_and_only_they() -> None:
    units = Unit.objects.filter(departments__group__tag="medicine")
    assert set(units) == set(Unit.objects.filter(kind=Unit.Kind.MEDICAL_FACULTY))


def test_every_department_has_a_group_of_its_level() -> None:
    assert not Department.objects.exclude(level=F("group__level")).exists()
    assert Department.objects.values("level").distinct().count() == 3


def test_database_refuses_a_department_of_another_level_than_its_group() -> None:
    department = Department.objects.filter(level=Level.BACHELOR).first()
    with pytest.raises(IntegrityError, match="department_level_of_group"), transaction.atomic():
        Department.objects.filter(pk=department.pk).update(level=Level.ASSOCIATE)


def test_levels_have_their_years() -> None:
    years = set(Department.objects.order_by().values_list("level", "years").distinct())
    assert years == {
        ("associate", 2),
        ("bachelor", 4),
        ("bachelor", 5),
        ("bachelor", 6),
        ("graduate", 2),
    }
    assert set(Department.objects.filter(years=6).values_list("group__name", flat=True)) == {"Tıp"}


def test_bilecik_has_its_units_and_compulsory_internships_of_20_or_30_days() -> None:
    bilecik = University.objects.get(code="bilecik-seyh-edebali")
    units = set(selectors.units_of(bilecik).values_list("name", flat=True))
    assert {"Mühendislik Fakültesi", "Osmaneli Meslek Yüksekokulu", "Tıp Fakültesi"} <= units
    days = selectors.departments(university=bilecik).order_by().values_list("compulsory_days", flat=True)
    assert set(days) == {None, 20, 30}
    elsewhere = Department.objects.exclude(unit__university=bilecik).order_by()
    assert {40, 60} <= set(elsewhere.values_list("compulsory_days", flat=True))


def test_common_groups_are_taught_at_five_universities_or_more() -> None:
    wide = DepartmentGroup.objects.annotate(universities=Count("departments__unit__university", distinct=True)).filter(
        universities__gte=5
    )
    assert wide.count() >= 100
    for name, level in [
        ("Bilgisayar Mühendisliği", "bachelor"),
        ("İşletme", "bachelor"),
        ("Hukuk", "bachelor"),
        ("Psikoloji", "bachelor"),
        ("Türk Dili ve Edebiyatı", "bachelor"),
        ("Bilgisayar Programcılığı", "associate"),
        ("Muhasebe ve Vergi Uygulamaları", "associate"),
    ]:
        assert wide.filter(name=name, level=level).exists(), name


def test_universities_outside_turkiye_have_departments_too() -> None:
    assert set(
        University.objects.filter(units__departments__isnull=False, province=None).values_list("kind", flat=True)
    ) == {"kktc", "abroad"}


def test_departments_can_be_found_by_the_codes_of_a_record() -> None:
    codes = {"university": "bilecik-seyh-edebali", "unit": "muhendislik-fakultesi"}
    found = selectors.department_by_codes(**codes, department="bilgisayar-muhendisligi")
    assert found is not None
    assert found.name == "Bilgisayar Mühendisliği"
    assert selectors.department_by_codes(**codes, department="yok") is None


def test_department_lists_take_one_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        for department in selectors.departments(level=Level.GRADUATE):
            assert department.unit.university.name
            assert department.group.level == Level.GRADUATE


def test_each_file_states_version_source_and_licence() -> None:
    releases = DataRelease.objects.in_bulk(field_name="name")
    assert set(releases) == {path.stem for path in DATA.glob("*.csv")}
    assert all(row.version and row.source and row.licence and len(row.sha256) == 64 for row in releases.values())
    assert releases["districts"].rows == 973


def test_names_are_unique_where_people_choose_by_name() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reference_department WHERE sort_key = '' OR code = ''")
        assert cursor.fetchone() == (0,)
