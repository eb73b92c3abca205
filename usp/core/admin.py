"""What every page of the operators' admin shares: its name, rows nobody edits, refusals as sentences.

Django's own views write through forms; where the database still refuses (two people at once, a trigger), the operator
reads the rule's sentence on the page instead of an error page.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from usp.core import turkish
from usp.core.errors import RuleViolation

admin.site.site_header = gettext_lazy("Ulusal Staj Programı · Yönetim")
admin.site.site_title = gettext_lazy("USP Yönetim")
admin.site.index_title = gettext_lazy("Kayıtlar")
admin.site.site_url = "/"
admin.site.empty_value_display = "–"


class LookOnly:
    """Mixin: rows that the portal writes; nobody adds, changes or deletes them here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows are made by the portal."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows are moved by the portal's verbs."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Papers and insurance entries rest on what is here (docs/rules.md I11)."""
        return False


class ReadOnlyAdmin(LookOnly, admin.ModelAdmin):
    """A page to look at and to search."""

    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class ReadOnlyInline(LookOnly, admin.TabularInline):
    """Rows of another table, shown with the row they belong to."""

    extra = 0
    can_delete = False


class UsedOnlyFilter(admin.RelatedFieldListFilter):
    """A filter that offers what the rows refer to, and nothing else; the rows are asked once, before the names.

    Django's own asks both in one statement, in which a planner without statistics goes through all rows anew for
    each name: 15 seconds for the departments of 229 universities.
    """

    def field_choices(self, field: Any, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[Any]:
        """Key and name of everything that is referred to."""
        used = model_admin.get_queryset(request).order_by().values_list(f"{self.field_path}__pk", flat=True).distinct()
        ordering = self.field_admin_ordering(field, request, model_admin)
        chosen = {"pk__in": [key for key in used if key is not None]}
        return list(field.get_choices(include_blank=False, limit_choices_to=chosen, ordering=ordering))


class WrittenAdmin(admin.ModelAdmin):
    """A page that operators write on. What the database refuses is a sentence, never an error page."""

    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Django's own view; what the database refuses at the last moment becomes a message on the same page."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (RuleViolation, IntegrityError) as refusal:
            self.message_user(request, self._sentence(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def _sentence(self, refusal: RuleViolation | IntegrityError) -> str:
        if isinstance(refusal, RuleViolation):
            return str(refusal)
        name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", "") or ""
        tables = [self.model, *(inline.model for inline in self.inlines)]
        return next(
            (sentence for table in tables if (sentence := constraint_sentence(table, name))),
            _("Kayıt, veritabanının bir kuralına uymadığı için kaydedilmedi (%s).") % name,
        )


class KeptAdmin(WrittenAdmin):
    """A page whose rows others refer to: they are added and changed, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is referred to stays."""
        return False


class WholeRowForm(forms.ModelForm):
    """A form that also judges the constraints naming fields which are not on the page.

    A ModelForm passes over every constraint with a field it does not show; ``judged_besides`` names those to judge.
    """

    judged_besides: frozenset[str] = frozenset()

    def _get_validation_exclusions(self) -> set[str]:
        return set(super()._get_validation_exclusions()) - self.judged_besides  # type: ignore[misc]


class TurkishNames:
    """Mixin for rows with a ``sort_key``: «istanbul» finds «İstanbul», whatever the database's collation is."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Django's own finds, and those whose sort key holds the term's."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)  # type: ignore[misc]
        key = turkish.sort_key(search_term)
        if key:
            found |= queryset.filter(sort_key__contains=key)
        return found, may_repeat


def constraint_sentence(model: type[models.Model], name: str) -> str:
    """What the model says when its constraint of this name refuses; empty when it has no such constraint."""
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return str(constraint.get_violation_error_message())
    return str(getattr(model, "trigger_rules", {}).get(name, ""))
