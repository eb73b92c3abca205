"""`load_reference`: the same result however often it runs, and nothing at all from a wrong file."""

import hashlib
import json
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from usp.accounts.models import Employer
from usp.reference.management.commands.load_reference import DATA
from usp.reference.models import (
    DataRelease,
    Department,
    DepartmentGroup,
    District,
    Province,
    Unit,
    University,
)

pytestmark = [pytest.mark.usefixtures("shipped_data"), pytest.mark.django_db]

MODELS: tuple[type[Model], ...] = (
    Province,
    District,
    University,
    Unit,
    DepartmentGroup,
    Department,
    DataRelease,
)


def everything() -> list[tuple]:
    """All reference data, with keys and load times."""
    return [row for model in MODELS for row in model._default_manager.order_by("pk").values_list()]


def load(folder: Path = DATA) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("load_reference", data=folder, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "veri"))


def line_of(lines: list[str], start: str) -> str:
    """The one line that starts so."""
    return next(line for line in lines if line.startswith(start))


def seal(folder: Path, name: str) -> None:
    """Correct the manifest's rows and SHA-256 of one file, as an editor of the file does."""
    content = (folder / f"{name}.csv").read_bytes()
    manifest = json.loads((folder / "manifest.json").read_text())
    entry = next(entry for entry in manifest["files"] if entry["name"] == name)
    entry.update(rows=content.count(b"\n") - 1, sha256=hashlib.sha256(content).hexdigest(), version="test")
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2))


def edit(folder: Path, name: str, change: Callable[[list[str]], None], *, sealed: bool = True) -> int:
    """Change the lines of a file; answers with the number of its last line."""
    path = folder / f"{name}.csv"
    lines = path.read_text().splitlines()
    change(lines)
    path.write_text("".join(f"{line}\n" for line in lines))
    if sealed:
        seal(folder, name)
    return len(lines)


def employer_in(district: District) -> Employer:
    """Somebody else's row that refers to reference data."""
    return Employer.objects.create(
        name="Deneme Yazılım A.Ş.",
        vkn="1234567890",
        personnel_count=25,
        activity="Yazılım",
        province=district.province,
        district=district,
        address="Örnek Sokak 1",
        phone="+902125550000",
        email="ik@example.com",
    )


def test_first_run_fills_empty_tables_and_says_how_much() -> None:
    for model in reversed(MODELS):
        model._default_manager.all().delete()
    out, _ = load()
    assert "iller: 81 eklendi, 0 güncellendi, 0 silindi.\nilçeler: 973 eklendi" in out


def test_second_run_changes_nothing_and_says_so() -> None:
    before = everything()
    second, err = load()
    assert second == "Kaynak veriler güncel; hiçbir şey değişmedi.\n"
    assert err == ""
    assert everything() == before


def test_rows_changed_by_hand_are_put_right_again() -> None:
    Province.objects.filter(id=11).update(name="Bilecek", sort_key="")
    out, _ = load()
    assert out == "iller: 0 eklendi, 1 güncellendi, 0 silindi.\n"
    bilecik = Province.objects.get(id=11)
    assert bilecik.name == "Bilecik"
    assert bilecik.sort_key


def test_new_version_updates_the_row_and_keeps_its_identity(folder: Path) -> None:
    before = Department.objects.get(unit__university__code="dicle", code="tip").pk

    def longer(lines: list[str]) -> None:
        at = next(number for number, line in enumerate(lines) if line.startswith("dicle,tip-fakultesi,tip,"))
        lines[at] = lines[at].replace(",Tıp,tip,bachelor,6,", ",Tıp (İngilizce),tip,bachelor,7,")

    edit(folder, "departments", longer)
    out, _ = load(folder)
    assert out == "bölümler: 0 eklendi, 1 güncellendi, 0 silindi.\n"
    changed = Department.objects.get(pk=before)
    assert (changed.name, changed.years) == ("Tıp (İngilizce)", 7)
    assert DataRelease.objects.get(name="departments").version == "test"
    assert DataRelease.objects.get(name="provinces").version != "test"


def test_the_planner_knows_at_once_what_a_load_has_written(folder: Path) -> None:
    def analysed() -> set[str]:
        cursor.execute("select distinct tablename from pg_stats where tablename like 'reference%%'")
        return {row[0] for row in cursor.fetchall()}

    with connection.cursor() as cursor:
        assert {model._meta.db_table for model in MODELS[:-1]} <= analysed()
        District.objects.filter(name="Bozüyük").update(name="Boz")
        cursor.execute("update pg_class set reltuples = 0 where relname ~ '^reference_(district|province)$'")
        load(folder)
        cursor.execute("select reltuples from pg_class where relname ~ '^reference_(district|province)$'")
        (untouched,), (loaded,) = sorted(cursor.fetchall())
    # PostgreSQL's own estimate, which autovacuum may have refined meanwhile.
    assert untouched == 0
    assert loaded == pytest.approx(973, rel=0.05)


def test_vanished_row_is_deleted_when_nothing_refers_to_it(folder: Path) -> None:
    edit(folder, "districts", lambda lines: lines.pop(1))
    out, err = load(folder)
    assert (out, err) == ("ilçeler: 0 eklendi, 0 güncellendi, 1 silindi.\n", "")
    assert District.objects.count() == 972


def test_vanished_row_stays_and_is_reported_while_something_refers_to_it(folder: Path) -> None:
    employer_in(District.objects.get(id=1101))
    edit(folder, "districts", lambda lines: lines.pop(1))
    for _ in range(2):
        out, err = load(folder)
        assert err == "ilçeler: «Abana» dosyada artık yok, ama kullanıldığı için silinmedi.\n"
        assert "silindi" not in out
    assert out == "Kaynak veriler güncel; hiçbir şey değişmedi.\n"
    assert District.objects.filter(id=1101).exists()


def test_files_that_contradict_a_row_that_has_to_stay_are_refused_whole(folder: Path) -> None:
    employer_in(District.objects.get(id=1101))
    before = everything()
    edit(folder, "districts", replaced(2, "1101,", "9101,"))
    with pytest.raises(CommandError) as refused, transaction.atomic():
        load(folder)
    assert str(refused.value).startswith(
        "Veri dosyaları, silinemeyen kayıtlarla çelişiyor (district_once_in_province: "
    )
    assert everything() == before


def test_vanished_university_takes_its_unused_units_with_it(folder: Path) -> None:
    igdir = University.objects.get(code="igdir")
    Unit.objects.create(university=igdir, code="x", name="Deneme Fakültesi", kind=Unit.Kind.FACULTY)
    edit(folder, "universities", lambda lines: lines.remove(line_of(lines, "igdir,")))
    out, err = load(folder)
    assert (out, err) == (
        "üniversiteler: 0 eklendi, 0 güncellendi, 1 silindi.\nbirimler: 0 eklendi, 0 güncellendi, 1 silindi.\n",
        "",
    )


def test_row_that_comes_back_under_another_code_takes_the_place_of_the_old_one(folder: Path) -> None:

    def rename(lines: list[str]) -> None:
        at = next(number for number, line in enumerate(lines) if line.startswith("igdir,"))
        lines[at] = lines[at].replace("igdir,", "igdir-u,")

    edit(folder, "universities", rename)
    out, _ = load(folder)
    assert out == "üniversiteler: 1 eklendi, 0 güncellendi, 1 silindi.\n"
    assert University.objects.get(name="Iğdır Üniversitesi").code == "igdir-u"


def replaced(line: int, old: str, new: str) -> Callable[[list[str]], None]:
    def change(lines: list[str]) -> None:
        assert old in lines[line - 1]
        lines[line - 1] = lines[line - 1].replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("name", "change", "where", "what"),
    [
        ("districts", replaced(2, ",37,", ",99,"), 2, "«99» provinces.csv dosyasında yok"),
        ("districts", lambda lines: lines.append(lines[1]), 975, "«1101» 2. satırda da var"),
        ("districts", replaced(1, ",province,", ",il,"), 1, "«province» sütunu eksik"),
        ("districts", replaced(1, "id,", "id,id,"), 1, "tanınmayan ya da yinelenen bir sütun"),
        ("districts", replaced(5, ",Seyhan", ""), 5, "3 sütun olmalı, 2 var"),
        ("districts", replaced(5, "Seyhan", " Seyhan"), 5, "«name» sütununda fazladan boşluk var"),
        ("districts", replaced(5, "Seyhan", ""), 5, "«name» sütunundaki «» kabul edilmiyor"),
        ("districts", replaced(5, "1104,", "0104x,"), 5, "«id» sütunundaki «0104x» kabul edilmiyor"),
        ("districts", replaced(5, "1104,", "01104,"), 5, "«01104» sayısı yalın yazılmamış"),
        ("districts", replaced(5, "Seyhan", '"Seyhan'), None, "satır CSV olarak okunamıyor"),
        ("provinces", replaced(2, "1,Adana", "82,Adana"), 2, "«id» sütunundaki «82» kabul edilmiyor"),
        ("provinces", replaced(3, "Adıyaman", "Adana"), 3, "«Adana» 2. satırda da var"),
        ("universities", replaced(2, ",38,", ",,"), 2, "il plakası yazılmalıdır"),
        ("universities", replaced(4, ",Gazimağusa,,", ",Gazimağusa,1,"), 4, "ili boş kalmalıdır"),
        (
            "universities",
            replaced(2, ",state,", ",devlet,"),
            2,
            "«kind» sütunundaki «devlet» kabul edilmiyor",
        ),
        ("units", replaced(2, "akdeniz,", "akdenis,"), 2, "«akdenis» universities.csv dosyasında yok"),
        ("departments", replaced(2, ",bachelor,", ",associate,"), 2, "grubunun düzeyi olan «bachelor»"),
        ("departments", replaced(2, ",dis-hekimligi,bach", ",dis,bach"), 2, "«dis» department_groups.csv"),
        (
            "departments",
            replaced(2, "bachelor,5,", "bachelor,9,"),
            2,
            "«years» sütunundaki «9» kabul edilmiyor",
        ),
        ("departments", replaced(2, "bachelor,5,", "bachelor,5,0"), 2, "«compulsory_days» sütunundaki «0»"),
    ],
)
def test_wrong_line_refuses_everything_with_file_and_line(folder: Path, name, change, where, what) -> None:
    before = everything()
    last = edit(folder, name, change)
    with pytest.raises(CommandError) as refused:
        load(folder)
    sentence = str(refused.value)
    assert sentence.startswith(f"{name}.csv, {where or last}. satır: ")
    assert what in sentence
    assert sentence.endswith("; hiçbir veri değiştirilmedi.")
    assert "\n" not in sentence
    assert everything() == before


def test_file_cut_short_is_refused_at_its_last_line(folder: Path) -> None:
    edit(folder, "districts", lambda lines: lines.__delitem__(slice(900, None)), sealed=False)
    with pytest.raises(CommandError, match=r"^districts\.csv, 900\. satır: dosyada 899 satır veri var, .* 973 olmalı"):
        load(folder)
    assert District.objects.count() == 973


def test_empty_file_is_refused(folder: Path) -> None:
    (folder / "provinces.csv").write_text("")
    with pytest.raises(CommandError, match=r"^provinces\.csv, .* sütunu eksik"):
        load(folder)


def test_file_that_differs_from_the_manifest_only_in_content_is_refused(folder: Path) -> None:
    edit(folder, "provinces", replaced(2, "Adana", "Adane"), sealed=False)
    line = next(
        number
        for number, text in enumerate((folder / "manifest.json").read_text().splitlines(), start=1)
        if '"provinces"' in text
    )
    sentence = rf"^manifest\.json, {line}\. satır: provinces\.csv dosyasının SHA-256 özeti listedekinden farklı"
    with pytest.raises(CommandError, match=sentence):
        load(folder)
    assert Province.objects.get(id=1).name == "Adana"


def test_bad_encoding_is_refused_at_its_line(folder: Path) -> None:
    path = folder / "provinces.csv"
    path.write_bytes(path.read_text().encode("iso-8859-9"))
    with pytest.raises(CommandError, match=r"^provinces\.csv, 3\. satır: metin UTF-8 olarak okunamıyor"):
        load(folder)


def test_decomposed_letters_are_refused_at_their_line(folder: Path) -> None:
    edit(folder, "provinces", replaced(5, "Ağrı", "Ag\u0306rı"))
    with pytest.raises(CommandError, match=r"^provinces\.csv, 5\. satır: Türkçe harfler birleşik biçimde"):
        load(folder)


@pytest.mark.parametrize("missing", ["districts.csv", "manifest.json"])
def test_missing_file_is_refused(folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    with pytest.raises(CommandError, match=rf"^{missing}, 1\. satır: dosya okunamıyor"):
        load(folder)


def test_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="dosya okunamıyor"):
        load(tmp_path / "yok")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{\n  bozuk", r"2\. satır: JSON olarak okunamıyor"),
        ("{}", "«files» listesi eksik"),
        ('{"files": []}', "«provinces» dosyası listede yok"),
        ('{"files": [{"name": "provinces"}]}', "«provinces» dosyasının «version» bilgisi eksik"),
    ],
)
def test_broken_manifest_is_refused(folder: Path, text: str, what: str) -> None:
    (folder / "manifest.json").write_text(text)
    with pytest.raises(CommandError, match=rf"^manifest\.json, .*{what}"):
        load(folder)


def test_group_that_changes_its_level_alone_is_refused(folder: Path) -> None:
    before = everything()

    def lift(lines: list[str]) -> None:
        at = next(number for number, line in enumerate(lines) if line.startswith("tip,"))
        lines[at] = lines[at].replace(",bachelor,", ",graduate,")

    edit(folder, "department_groups", lift)
    with pytest.raises(CommandError, match=r"^departments\.csv, \d+\. satır: «bachelor» düzeyi, «tip» grubunun"):
        load(folder)
    assert everything() == before


def test_load_time_is_kept_while_the_version_stays() -> None:
    earlier = timezone.now() - timezone.timedelta(days=3)
    DataRelease.objects.update(loaded_at=earlier)
    load()
    assert set(DataRelease.objects.values_list("loaded_at", flat=True)) == {earlier}
