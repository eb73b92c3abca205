"""`load_catalogue`: every kind of the scheme, the same however often, nothing from a wrong file, edits kept."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from applications.catalogue_file import CATALOGUE, CatalogueFileError
from applications.models import ConsentText, ExamLevel, ItemKind, ItemOption, LanguageExam, RejectionReason
from applications.services.catalogue import load_catalogue
from tests.applications.catalogue import make_catalogue
from tests.factories import ProvinceFactory
from usp.reference.models import Institution, VerifyingInstitution

pytestmark = pytest.mark.django_db

KIND = """
[[kinds]]
code = "test"
number = "Z1"
category = "sport"
name = "Deneme"
name_en = "Trial"
"""


def file_with(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "part.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_item_of_the_scheme_is_a_kind_with_both_languages() -> None:
    kinds = make_catalogue()
    assert set(kinds) == (
        {f"A{number}" for number in range(1, 12)}
        | {f"B{number}" for number in range(1, 8)}
        | {f"C{number}" for number in range(1, 6)}
    )
    assert all(kind.name and kind.name_en for kind in kinds.values())
    assert {code for code in kinds if not kinds[code].by_student} == {"A1", "A3"}
    assert list(kinds["A4"].options.values_list("code", flat=True)) == ["a1", "a2", "b1", "b2", "c1", "c2"]


def test_the_mark_on_an_exam_proves_the_level_of_the_table() -> None:
    make_catalogue()
    levels = {
        (level.exam.code, str(level.minimum or level.grade)): level.option.code
        for level in ExamLevel.objects.select_related("exam", "option")
    }
    assert levels["yds", "60.00"] == "b1"
    assert levels["yds", "95.00"] == "c1"
    assert levels["toefl-ibt", "90.00"] == "b2"  # 1,2 × YDS 75
    assert levels["cpe", "A"] == "c2"
    assert not LanguageExam.objects.filter(name__icontains="ielts").exists()


def test_loading_again_changes_nothing_and_is_cheap(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(30):
        make_catalogue()
    assert all(
        (report.created, report.updated, report.kept) == (0, 0, 0) for report in load_catalogue(paths=[CATALOGUE])
    )


def test_what_operators_edited_stays_unless_they_ask_for_the_files_values() -> None:
    make_catalogue()
    ItemKind.objects.filter(number="A5").update(name="Projeler")
    ItemOption.objects.filter(kind__number="A5", code="finalist").update(is_active=False)
    load_catalogue(paths=[CATALOGUE])
    assert ItemKind.objects.get(number="A5").name == "Projeler"
    assert not ItemOption.objects.get(kind__number="A5", code="finalist").is_active
    RejectionReason.objects.filter(code="repeated").delete()
    reports = load_catalogue(paths=[CATALOGUE], update=True)
    assert sum(report.updated for report in reports) == 1
    assert sum(report.created for report in reports) == 1
    assert ItemKind.objects.get(number="A5").name == "Proje ve teknoloji yarışması"
    assert not ItemOption.objects.get(kind__number="A5", code="finalist").is_active  # a switch stays the operators'


def test_a_new_version_of_a_text_takes_over_from_the_old_one(tmp_path: Path) -> None:
    make_catalogue()
    text = (
        '[[consents]]\ncode = "truthfulness"\nversion = 2\nkind = "statement"\ntitle = "Doğrudur"\n'
        'title_en = "True"\nbody = "Yeni"\nbody_en = "New"\n'
    )
    load_catalogue(paths=[file_with(tmp_path, text)])
    load_catalogue(paths=[CATALOGUE], update=True)
    assert ConsentText.objects.get(code="truthfulness", is_current=True).version == 2


def test_the_list_of_institutions_is_loaded_with_its_provinces() -> None:
    for number in (6, 11, 16, 26, 34, 35, 41, 42, 45, 54):
        ProvinceFactory(id=number)
    load_catalogue()
    assert Institution.objects.count() >= 100
    assert VerifyingInstitution.objects.get(code="myk").options.get().kind.number == "A7"
    assert Institution.objects.get(code="bilecik-belediyesi").province_id == 11


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[kinds]", "part.toml"),
        ("[[surprises]]\n", "«surprises»"),
        (KIND.replace('name_en = "Trial"\n', ""), "kinds 1 (Z1): «name_en»"),
        (KIND + 'colour = "red"\n', "«colour» is not known"),
        (KIND.replace("sport", "chess"), "«category»"),
        (KIND + 'amount_unit = "hours"\n', "«amount_unit» and «amount_max»"),
        (KIND + 'verifier = "institution"\n', "«institution»"),
        (KIND + 'verifier = "institution"\ninstitution = "nobody"\n', "'nobody' is not known"),
        (KIND + 'amount_unit = "hours"\namount_max = "many"\n', "«amount_max»"),
        (KIND + KIND, "«test» is already there, part.toml, kinds 1 (Z1)"),
        (KIND + KIND.replace('"test"', '"other"'), "«Z1» is already there"),
        (KIND + 'options = [{ code = "a", name = "A" }]\n', "kinds 1 (Z1), options 1 (a): «name_en»"),
        ('[[institutions]]\ncode = "x"\nname = "X"\nsector = "public"\nprovince = 99\n', "99 is not known"),
    ],
)
def test_a_wrong_file_is_refused_whole_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CatalogueFileError) as refused:
        load_catalogue(paths=[CATALOGUE, file_with(tmp_path, text)])
    assert said in str(refused.value)
    assert not ItemKind.objects.exists()


def test_the_command_says_what_it_did_and_what_was_wrong(tmp_path: Path, capsys) -> None:
    call_command("load_catalogue", CATALOGUE)
    assert "23 added" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("load_catalogue", file_with(tmp_path, "[[kinds]"))
    with pytest.raises(CommandError, match="contradict"):
        call_command("load_catalogue", file_with(tmp_path, KIND.replace("Z1", "A5")))
