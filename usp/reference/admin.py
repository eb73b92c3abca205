"""Operators' view of the reference tables: read-only, but for the extra closed days and the institutions.

What comes from files is changed in the files, so that every installation holds the same data.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from usp.core.admin import KeptAdmin, ReadOnlyAdmin, TurkishNames, UsedOnlyFilter, WrittenAdmin
from usp.reference.models import (
    ClosedDay,
    DataRelease,
    Department,
    DepartmentGroup,
    District,
    Institution,
    Province,
    Unit,
    University,
    VerifyingInstitution,
)


class FromFileAdmin(ReadOnlyAdmin):
    """Rows of a data file: corrected in the file and brought by `load_reference`, never edited here."""


class NamedFromFileAdmin(TurkishNames, FromFileAdmin):
    """The same with a Turkish name to search by."""


@admin.register(Province)
class ProvinceAdmin(NamedFromFileAdmin):
    """Provinces with the number of their districts."""

    list_display = ["name", "id", "region", "district_count"]
    list_filter = ["region"]
    search_fields = ["name", "=id"]
    ordering = ["sort_key"]
    list_per_page = 81
    fields = ["id", "name", "region"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Province]:
        """One query for the whole list."""
        return super().get_queryset(request).annotate(district_count=Count("districts"))

    @admin.display(description=_("ilçe sayısı"))
    def district_count(self, province: Any) -> int:
        """How many districts the province has."""
        return int(province.district_count)


@admin.register(District)
class DistrictAdmin(NamedFromFileAdmin):
    """Districts by province."""

    list_display = ["name", "province", "id"]
    list_filter = ["province"]
    list_select_related = ["province"]
    search_fields = ["name", "province__name", "=id"]
    ordering = ["province__sort_key", "sort_key"]
    fields = ["id", "name", "province"]


@admin.register(University)
class UniversityAdmin(NamedFromFileAdmin):
    """Universities by kind and province."""

    list_display = ["name", "short_name", "kind", "city", "country", "has_career_center"]
    list_filter = ["kind", "has_career_center", "country", "province"]
    search_fields = ["name", "short_name", "code", "domain", "city"]
    ordering = ["sort_key"]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "code", "kind", "has_career_center"]}),
        (_("Yer"), {"fields": ["country", "city", "province", "address"]}),
        (_("İletişim"), {"fields": ["domain", "website", "phone"]}),
    ]


@admin.register(Unit)
class UnitAdmin(NamedFromFileAdmin):
    """Units by kind and university."""

    list_display = ["name", "university", "kind"]
    list_filter = ["kind", ("university", UsedOnlyFilter)]
    list_select_related = ["university"]
    search_fields = ["name", "code", "university__name", "university__short_name"]
    ordering = ["university__sort_key", "sort_key"]
    fields = ["university", "name", "code", "kind"]


@admin.register(DepartmentGroup)
class DepartmentGroupAdmin(NamedFromFileAdmin):
    """Department groups by level, field and tag."""

    list_display = ["name", "level", "field_name", "tag", "university_count"]
    list_filter = ["level", "tag", "field_name"]
    search_fields = ["name", "code", "field_name"]
    ordering = ["sort_key", "level"]
    fields = ["name", "code", "level", "field_name", "field", "tag"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DepartmentGroup]:
        """One query for the whole list."""
        universities = Count("departments__unit__university", distinct=True)
        return super().get_queryset(request).annotate(university_count=universities)

    @admin.display(description=_("üniversite sayısı"))
    def university_count(self, group: Any) -> int:
        """At how many universities the group is taught; below 5 the pool shows the field instead."""
        return int(group.university_count)


@admin.register(Department)
class DepartmentAdmin(NamedFromFileAdmin):
    """Departments by level, group and university."""

    list_display = ["name", "unit", "university", "level", "years", "compulsory_days"]
    list_filter = [
        "level",
        "group__tag",
        "group__field_name",
        ("unit__university", UsedOnlyFilter),
    ]
    list_select_related = ["unit__university"]
    search_fields = ["name", "unit__name", "unit__university__name", "unit__university__short_name"]
    ordering = ["sort_key", "unit__university__sort_key"]
    fields = ["unit", "name", "code", "group", "level", "years", "compulsory_days"]

    @admin.display(description=_("üniversite"), ordering="unit__university__sort_key")
    def university(self, department: Department) -> str:
        """The university of the department's unit."""
        return department.unit.university.name


@admin.register(ClosedDay)
class ClosedDayAdmin(WrittenAdmin):
    """Kept by hand: «idarî izin» and other days that no law names."""

    list_display = ["date", "name", "source"]
    date_hierarchy = "date"
    search_fields = ["name", "source"]


@admin.register(Institution)
class InstitutionAdmin(TurkishNames, KeptAdmin):
    """Institutions that students may name as preferred; one out of use is switched off."""

    list_display = ["name", "sector", "province", "is_active"]
    list_filter = ["sector", "is_active", ("province", UsedOnlyFilter)]
    list_select_related = ["province"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["province"]
    fields = ["name", "code", "sector", "province", "is_active"]


@admin.register(VerifyingInstitution)
class VerifyingInstitutionAdmin(TurkishNames, KeptAdmin):
    """Bodies that verify some kinds of declarations nationwide."""

    list_display = ["name", "code", "has_desk"]
    list_filter = ["has_desk"]
    search_fields = ["name", "code"]
    fields = ["name", "code", "has_desk"]


@admin.register(DataRelease)
class DataReleaseAdmin(FromFileAdmin):
    """Which version of which file is loaded."""

    list_display = ["name", "version", "rows", "licence", "loaded_at"]
    ordering = ["name"]
    fields = ["name", "version", "rows", "licence", "source", "sha256", "loaded_at"]
