"""The operators' desk of problem reports: read, take up, answer, close."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from usp.accounts.models import User
from usp.core.admin import KeptAdmin, ReadOnlyInline
from usp.core.errors import RuleViolation
from usp.core.ordering import turkish_order
from usp.core.templatetags.usp import tr_datetime
from usp.guidance.models import ProblemAnswer, ProblemMail, ProblemReport
from usp.guidance.services.problem_mail import reply_address, send_again
from usp.guidance.services.problems import answer_problem, close_problem, take_up_problem


class AnswerForm(forms.ModelForm):
    """The words of one answer."""

    class Meta:
        model = ProblemAnswer
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6, "cols": 90})}


class AnswerInline(admin.StackedInline):
    """Answers so far, and room for one more; given ones are never changed."""

    model = ProblemAnswer
    form = AnswerForm
    fields = ["text", "author", "answered_at"]
    readonly_fields = ["author", "answered_at"]
    extra = 1
    max_num = 50
    can_delete = False

    @admin.display(description=gettext_lazy("cevaplanma"))
    def answered_at(self, answer: ProblemAnswer) -> str:
        """When, once it is given."""
        return tr_datetime(answer.created_at) if answer.pk else "–"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was said was said."""
        return False


class MailInline(ReadOnlyInline):
    """How the report's e-mails went."""

    model = ProblemMail
    fields = ["to", "state", "tries", "sent_at", "next_try_at", "last_error"]
    readonly_fields = ["to", "state", "tries", "sent_at", "next_try_at", "last_error"]


_SHOWN = [
    "code", "state", "words", "shown_pictures", "page", "created_at", "received_at", "request_id", "browser",
    "language", "who", "reply_to",
]  # fmt: skip


@admin.register(ProblemReport)
class ProblemReportAdmin(KeptAdmin):
    """Reports. An answer is written on the report's own page; the list takes up and closes several at once."""

    list_display = ["code", "state", "created_at", "who", "page", "beginning"]
    list_filter = ["state", "created_at", ("reporter", admin.EmptyFieldListFilter), "reporter__kind"]
    list_select_related = ["reporter"]
    search_fields = ["=code", "=request_id", "words", "email", "reporter__full_name", "reporter__email"]
    date_hierarchy = "created_at"
    fields = [*_SHOWN]
    readonly_fields = [*_SHOWN]
    inlines = [AnswerInline, MailInline]
    actions = ["take_up", "close", "mail_again"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Reports are written on the portal's own form."""
        return False

    @admin.display(description=gettext_lazy("bildiren"), ordering=turkish_order("reporter__full_name"))
    def who(self, report: ProblemReport) -> str:
        """Name and kind, or that nobody was signed in."""
        reporter = report.reporter
        return f"{reporter} · {reporter.get_kind_display()}" if reporter else _("giriş yapmamış")

    @admin.display(description=gettext_lazy("ne oldu"))
    def beginning(self, report: ProblemReport) -> str:
        """The first words."""
        return report.words if len(report.words) <= 80 else f"{report.words[:79]}…"

    @admin.display(description=gettext_lazy("cevap adresi"))
    def reply_to(self, report: ProblemReport) -> str:
        """Where an answer goes besides the portal."""
        return reply_address(report) or "–"

    @admin.display(description=gettext_lazy("resimler"))
    def shown_pictures(self, report: ProblemReport) -> SafeString | str:
        """Links to the pictures."""
        rows = [
            (reverse("documents:upload", args=[picture.upload_id]), picture.upload.name)
            for picture in report.pictures.select_related("upload")
        ]
        return format_html_join(SafeString("<br>"), '<a href="{}">{}</a>', rows) if rows else "–"

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A new answer goes through its verb, which tells the reporter."""
        if formset.model is not ProblemAnswer:
            super().save_formset(request, form, formset, change)
            return
        for answer in formset.save(commit=False):
            answer_problem(report_id=form.instance.pk, text=answer.text, actor=cast(User, request.user))
            self.message_user(request, _("Cevap kaydedildi ve bildirene iletildi."), messages.SUCCESS)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing of the report itself is changed here."""

    @admin.action(description=gettext_lazy("İncelemeye al"), permissions=["change"])
    def take_up(self, request: HttpRequest, chosen: QuerySet[ProblemReport]) -> None:
        """Take up each chosen report; a refusal stops none of the others."""
        done = self._each(request, chosen, take_up_problem)
        if done:
            text = ngettext("%d bildirim inceleniyor.", "%d bildirim inceleniyor.", done) % done
            self.message_user(request, text, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Kapat"), permissions=["change"])
    def close(self, request: HttpRequest, chosen: QuerySet[ProblemReport]) -> None:
        """Close each chosen report."""
        done = self._each(request, chosen, close_problem)
        if done:
            text = ngettext("%d bildirim kapatıldı.", "%d bildirim kapatıldı.", done) % done
            self.message_user(request, text, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Gönderilemeyen e-postaları yeniden dene"), permissions=["change"])
    def mail_again(self, request: HttpRequest, chosen: QuerySet[ProblemReport]) -> None:
        """Try given-up mails once more."""
        number = send_again(report_ids=list(chosen.values_list("pk", flat=True)))
        text = ngettext("%d e-posta yeniden denenecek.", "%d e-posta yeniden denenecek.", number) % number
        self.message_user(request, text, messages.SUCCESS if number else messages.INFO)

    def _each(self, request: HttpRequest, chosen: QuerySet[ProblemReport], act: Any) -> int:
        done = 0
        for report in chosen.order_by("pk"):
            try:
                act(report_id=report.pk, actor=cast(User, request.user))
                done += 1
            except RuleViolation as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        return done
