"""The operators' pages about people and organisations (docs/rules.md S1, S2)."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from usp.accounts import admin_employers, admin_memberships, admin_own, admin_people, crypto  # noqa: F401 -- they register their pages
from usp.accounts.forms import (
    EmployerActionForm,
    EmployerForm,
    EmployerMembershipForm,
    InstitutionMembershipForm,
    NewUserForm,
    UniversityMembershipForm,
    UniversityMembershipFormSet,
    UserForm,
)
from usp.accounts.models import (
    Employer,
    EmployerMembership,
    EmployerStatus,
    InstitutionMembership,
    Student,
    UniversityMembership,
    User,
    UserKind,
)
from usp.accounts.services.employers import approve_employer, suspend_employer
from usp.core import turkish
from usp.core.admin import KeptAdmin, ReadOnlyAdmin, ReadOnlyInline, TurkishNames, UsedOnlyFilter
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_datetime

_TCKN_DIGITS = 11
# The pages that look users up while somebody types, and the kind that fits there.
_KIND_FOR = {
    "employermembership": UserKind.EMPLOYER,
    "universitymembership": UserKind.CAREER_CENTER,
    "institutionmembership": UserKind.INSTITUTION,
}


class EmployerMembershipInline(admin.StackedInline):
    """The one employer somebody works for."""

    model = EmployerMembership
    form = EmployerMembershipForm
    autocomplete_fields = ["employer"]
    extra = 0
    can_delete = False


class InstitutionMembershipInline(admin.StackedInline):
    """The one institution somebody verifies for."""

    model = InstitutionMembership
    form = InstitutionMembershipForm
    extra = 0
    can_delete = False


class UniversityMembershipInline(admin.TabularInline):
    """The roles somebody holds at a university."""

    model = UniversityMembership
    form = UniversityMembershipForm
    formset = UniversityMembershipFormSet
    autocomplete_fields = ["university", "unit"]
    extra = 0
    can_delete = False


@admin.register(User)
class UserAdmin(KeptAdmin, DjangoUserAdmin):
    """Sign-ins. The kind is chosen once; only a superuser touches superusers and what makes one."""

    form = UserForm
    add_form = NewUserForm
    list_display = ["full_name", "email", "kind", "is_active", "is_staff", "last_login"]
    list_filter = ["kind", "is_active", "is_staff", "is_superuser"]
    search_fields = ["full_name", "email"]
    ordering = ["full_name", "pk"]
    date_hierarchy = "date_joined"
    filter_horizontal = ["groups"]
    readonly_fields = ["kind", "last_login", "date_joined"]
    show_full_result_count = False
    inlines = [EmployerMembershipInline, UniversityMembershipInline]
    add_fieldsets = [
        (None, {"fields": ["kind", "full_name", "email", "language", "usable_password", "password1", "password2"]})
    ]
    fieldsets = [
        (None, {"fields": ["kind", "full_name", "email", "password", "language"]}),
        (gettext_lazy("Yetki"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (gettext_lazy("Tarihler"), {"fields": ["last_login", "date_joined"]}),
    ]
    # A student has neither address nor password here, and the name is what e-Devlet says.
    student_fieldsets = [
        (None, {"fields": ["kind", "full_name", "language", "is_active"]}),
        (gettext_lazy("Tarihler"), {"fields": ["last_login", "date_joined"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What there is to see of this kind of user."""
        if obj is not None and obj.is_student:
            return self.student_fieldsets
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The kind of an existing user; a student's name; for all but superusers, what grants power here."""
        if obj is None:
            return []
        fixed = [*self.readonly_fields, *(["full_name"] if obj.is_student else [])]
        if obj.kind != UserKind.OPERATOR or not cast(User, request.user).is_superuser:
            fixed += ["is_staff", "is_superuser", "groups"]
        return fixed

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[type[InlineModelAdmin]]:
        """Memberships of the user's kind; a new user gets them on the next page."""
        if obj is not None and obj.is_employer:
            return [EmployerMembershipInline]
        if obj is not None and obj.is_institution:
            return [InstitutionMembershipInline]
        return [UniversityMembershipInline] if obj is not None and obj.is_career_center else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody below a superuser takes over a superuser's account."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or cast(User, request.user).is_superuser)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """Django's own page; a student never gets a password (docs/rules.md S1)."""
        user = self.get_object(request, id)
        if user is not None and user.is_student:
            raise Http404
        return super().user_change_password(request, id, form_url)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Names by Turkish capitals too; while a membership is filled in, only users of the kind that fits there."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if search_term:
            found |= queryset.filter(full_name__contains=turkish.title(search_term))
        if request.path.endswith("/autocomplete/") and (kind := _KIND_FOR.get(request.GET.get("model_name", ""))):
            found = found.filter(kind=kind, is_active=True)
        return found, may_repeat


@admin.register(Student)
class StudentAdmin(ReadOnlyAdmin):
    """Students as e-Devlet names them; the identity number is never shown in full."""

    list_display = ["__str__", "tckn_masked", "birth_date", "citizenship", "is_active"]
    list_filter = ["citizenship", "user__is_active"]
    list_select_related = ["user"]
    search_fields = ["search_name"]
    search_help_text = gettext_lazy("Ad soyad ya da on bir haneli T.C. kimlik numarası")
    ordering = ["search_name", "pk"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["first_name", "last_name", "tckn_masked", "birth_date", "citizenship", "user"]}),
        (gettext_lazy("İletişim"), {"fields": ["contact_email", "contact_phone"]}),
    ]

    @admin.display(description=gettext_lazy("T.C. kimlik numarası"))
    def tckn_masked(self, student: Student) -> str:
        """All but the last two digits hidden."""
        return student.tckn_masked

    @admin.display(description=gettext_lazy("etkin"), boolean=True)
    def is_active(self, student: Student) -> bool:
        """Whether the student may sign in."""
        return student.user.is_active

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By name in any spelling, or by the whole identity number, which only its keyed hash can find."""
        term = search_term.strip()
        if term.isdecimal() and len(term) == _TCKN_DIGITS:
            return queryset.filter(tckn_hash=crypto.blind_index(term)), False
        return super().get_search_results(request, queryset, turkish.fold(search_term))


class EmployerHistoryInline(ReadOnlyInline):
    """What changed when, and by whom: written by the database itself."""

    model = Employer.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory.track
    fk_name = "pgh_obj"
    verbose_name_plural = gettext_lazy("Geçmiş")
    fields = ["when", "status", "name", "vkn", "actor", "reason"]
    readonly_fields = ["when", "status", "name", "vkn", "actor", "reason"]
    ordering = ["-pgh_id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the context that names actor and reason."""
        return super().get_queryset(request).select_related("pgh_context")

    @admin.display(description=gettext_lazy("an"))
    def when(self, event: Any) -> str:
        """«17 Nisan 2024 Çarşamba 17.00»."""
        return tr_datetime(event.pgh_created_at)

    @admin.display(description=gettext_lazy("değiştiren"))
    def actor(self, event: Any) -> str:
        """The user who was signed in; nobody when a command wrote."""
        user_id = (event.pgh_context.metadata if event.pgh_context else {}).get("user")
        user = User.objects.filter(pk=user_id).first() if user_id else None
        return user.full_name if user else "–"

    @admin.display(description=gettext_lazy("gerekçe"))
    def reason(self, event: Any) -> str:
        """Why, where a reason was asked."""
        return str((event.pgh_context.metadata if event.pgh_context else {}).get("reason", ""))


class EmployerPeopleInline(admin.TabularInline):
    """Who works there."""

    model = EmployerMembership
    form = EmployerMembershipForm
    fields = ["user", "role", "job_title"]
    autocomplete_fields = ["user"]
    extra = 0
    can_delete = False


@admin.register(Employer)
class EmployerAdmin(TurkishNames, KeptAdmin):
    """Employers. «Onayla» and «Askıya al» move the status; nothing else does."""

    form = EmployerForm
    list_display = ["name", "status", "is_public", "province", "personnel_count", "vkn"]
    list_filter = ["status", "is_public", ("province", UsedOnlyFilter)]
    list_select_related = ["province"]
    search_fields = ["name", "=vkn", "=public_code", "email"]
    ordering = ["sort_key"]
    autocomplete_fields = ["province", "district"]
    readonly_fields = ["status"]
    inlines = [EmployerPeopleInline, EmployerHistoryInline]
    actions = ["approve", "suspend"]
    action_form = EmployerActionForm
    fieldsets = [
        (
            None,
            {"fields": ["name", "vkn", "public_code", "status", "is_public", "personnel_count", "activity", "about"]},
        ),
        (gettext_lazy("Yer ve iletişim"), {"fields": ["province", "district", "address", "phone", "email", "website"]}),
        (gettext_lazy("Öğrencilerin tercihi"), {"fields": ["institution"]}),
    ]

    @admin.action(description=gettext_lazy("Onayla"), permissions=["change"])
    def approve(self, request: HttpRequest, chosen: QuerySet[Employer]) -> None:
        """Approve each chosen employer; a refusal stops none of the others."""
        done = self._each(request, chosen, lambda pk: approve_employer(employer_id=pk, actor=cast(User, request.user)))
        if done:
            text = ngettext("%d kurum onaylı.", "%d kurum onaylı.", done) % done
            self.message_user(request, text, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Askıya al"), permissions=["change"])
    def suspend(self, request: HttpRequest, chosen: QuerySet[Employer]) -> None:
        """Suspend each chosen employer for the reason that was typed beside the action."""
        reason, actor = request.POST.get("reason", ""), cast(User, request.user)
        done = self._each(request, chosen, lambda pk: suspend_employer(employer_id=pk, actor=actor, reason=reason))
        if done:
            self.message_user(request, ngettext("%d kurum askıda.", "%d kurum askıda.", done) % done, messages.SUCCESS)

    def _each(self, request: HttpRequest, chosen: QuerySet[Employer], act: Any) -> int:
        done = 0
        for employer in chosen.order_by("pk"):
            try:
                act(employer.pk)
                done += 1
            except RuleViolation as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        return done

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new employer waits for approval, whoever adds it; say so."""
        super().save_model(request, obj, form, change)
        if not change and obj.status == EmployerStatus.PENDING:
            self.message_user(request, _("Kurum eklendi; listeden «Onayla» ile onaylayın."), messages.INFO)
