"""The problems a person reported, and the questions a student asked the adviser, with every answer."""

from django.utils.translation import gettext_lazy as _

from usp.accounts.exports import Part, StoredFile, register, sheet_of
from usp.accounts.models import User
from usp.guidance.models import ProblemAnswer, ProblemPicture, ProblemReport, Question, QuestionMessage


def collect(user: User) -> Part:
    """Both threads in full. Who answered for the university or the programme stays unnamed; forwarding is its own."""
    reports = ProblemReport.objects.filter(reporter=user).order_by("pk")
    pictures = ProblemPicture.objects.filter(report__in=reports).select_related("upload").order_by("pk")
    messages = QuestionMessage.objects.filter(question__asker=user, kind="text").select_related("question", "upload")
    files = [one.upload for one in pictures if one.upload.owner_id != user.pk]
    files += [one.upload for one in messages if one.upload and one.upload.owner_id != user.pk]
    return Part(
        (
            sheet_of(
                "problems", _("Sorun bildirimleriniz"), reports,
                "code", "state", "words", "page", "email", "browser", "created_at",
            ),
            sheet_of(
                "problem_answers", _("Sorun bildirimlerine cevaplar"),
                ProblemAnswer.objects.filter(report__in=reports).select_related("report").order_by("pk"),
                ("report", _("Bildirim"), lambda row: row.report.code), "text", "created_at",
            ),
            sheet_of(
                "questions", _("Danışmana sorularınız"),
                Question.objects.filter(asker=user).select_related("department").order_by("pk"),
                "subject", ("department", _("Bölüm"), lambda row: str(row.department or "")), "state", "asked_at",
            ),
            sheet_of(
                "question_messages", _("Soruların yazışmaları"), messages.order_by("pk"),
                ("question", _("Soru"), lambda row: row.question.subject),
                ("from", _("Yazan"), lambda row: str(_("Siz") if row.author_id == user.pk else _("Üniversiteniz"))),
                "body", ("file", _("Dosya"), lambda row: str(row.upload or "")), "at",
            ),
        ),
        tuple(StoredFile(one.name, one.file.open) for one in files),
    )  # fmt: skip


register(
    app="guidance",
    order=55,
    collect=collect,
    tables=(ProblemReport, ProblemAnswer, ProblemPicture, Question, QuestionMessage),
)
