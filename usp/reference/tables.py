"""Which data file fills which table: columns, references, what must be unique. No reading, no writing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from usp.reference.models import (
    Department,
    DepartmentGroup,
    District,
    NamedModel,
    Province,
    Unit,
    University,
)

Key = tuple[str, ...]
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Parent:
    """A foreign key: the table it points to, and the columns that hold that table's key."""

    table: str
    columns: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True)
class Table:
    """One data file and the model it fills.

    `key` names the columns by which a row is recognised in the next version of the file, `lookups` the same
    as look-ups in the database. `check` answers with a sentence when cells of one row contradict each other.
    """

    name: str
    label: str
    model: type[NamedModel]
    columns: tuple[str, ...]
    key: tuple[str, ...]
    lookups: tuple[str, ...]
    parents: Mapping[str, Parent] = field(default_factory=dict)
    unique: tuple[tuple[str, ...], ...] = ()
    check: Callable[[Cells, Mapping[str, Cells]], str] = lambda cells, parents: ""

    @property
    def values(self) -> tuple[str, ...]:
        """The columns that are fields of the model themselves."""
        references = {column for parent in self.parents.values() for column in parent.columns}
        return tuple(column for column in self.columns if column not in references)

    def key_of(self, cells: Cells) -> Key:
        """The key of one row of the file."""
        return tuple(cells[column] for column in self.key)

    def stored(self) -> dict[Key, int]:
        """The primary keys of the rows in the database, by key."""
        keys = self.model._default_manager.values_list("pk", *self.lookups)
        return {tuple(str(part) for part in key): pk for pk, *key in keys}


def _university_has_a_province(cells: Cells, parents: Mapping[str, Cells]) -> str:
    outside = cells["kind"] in University.OUTSIDE_TURKIYE
    if outside and cells["province"]:
        return _("Türkiye dışındaki üniversitenin ili boş kalmalıdır")
    if not outside and not cells["province"]:
        return _("Türkiye'deki üniversitenin il plakası yazılmalıdır")
    return ""


def _department_has_the_level_of_its_group(cells: Cells, parents: Mapping[str, Cells]) -> str:
    expected = parents["group"]["level"]
    if cells["level"] == expected:
        return ""
    return _("«%(level)s» düzeyi, «%(group)s» grubunun düzeyi olan «%(expected)s» ile aynı değil") % {
        "level": cells["level"],
        "group": cells["group"],
        "expected": expected,
    }


TABLES: tuple[Table, ...] = (
    Table("provinces", "iller", Province, ("id", "name", "region"), ("id",), ("id",), unique=(("name",),)),
    Table(
        "districts",
        "ilçeler",
        District,
        ("id", "province", "name"),
        ("id",),
        ("id",),
        parents={"province": Parent("provinces", ("province",))},
        unique=(("province", "name"),),
    ),
    Table(
        "universities",
        "üniversiteler",
        University,
        (
            "code",
            "name",
            "short_name",
            "kind",
            "country",
            "city",
            "province",
            "domain",
            "website",
            "address",
            "phone",
            "has_career_center",
        ),
        ("code",),
        ("code",),
        parents={"province": Parent("provinces", ("province",), optional=True)},
        unique=(("name",),),
        check=_university_has_a_province,
    ),
    Table(
        "units",
        "birimler",
        Unit,
        ("university", "code", "name", "kind"),
        ("university", "code"),
        ("university__code", "code"),
        parents={"university": Parent("universities", ("university",))},
        unique=(("university", "name"),),
    ),
    Table(
        "department_groups",
        "bölüm grupları",
        DepartmentGroup,
        ("code", "name", "level", "field", "field_name", "tag"),
        ("code",),
        ("code",),
        unique=(("name", "level"),),
    ),
    Table(
        "departments",
        "bölümler",
        Department,
        ("university", "unit", "code", "name", "group", "level", "years", "compulsory_days"),
        ("university", "unit", "code"),
        ("unit__university__code", "unit__code", "code"),
        parents={
            "unit": Parent("units", ("university", "unit")),
            "group": Parent("department_groups", ("group",)),
        },
        unique=(("university", "unit", "name", "level"),),
        check=_department_has_the_level_of_its_group,
    ),
)
