"""Additional evaluations and change requests of a student's offers, with what the student wrote."""

from django.utils.translation import gettext_lazy as _

from offers.models import ChangeRequest, Evaluation, EvaluationTransition, InterviewSlot
from usp.accounts.exports import Part, register, sheet_of
from usp.accounts.models import User


def collect(user: User) -> Part:
    """Everything of the student's own offers; of the employer's people no names."""
    evaluations = Evaluation.objects.visible_to(user).select_related("offer").order_by("pk")
    slots = InterviewSlot.objects.filter(evaluation__in=evaluations).select_related("evaluation__offer").order_by("pk")
    moves = EvaluationTransition.objects.filter(evaluation__in=evaluations).select_related("evaluation__offer")
    changes = ChangeRequest.objects.visible_to(user).select_related("offer", "province", "district").order_by("pk")
    employer = ("employer", _("İşveren"), lambda row: row.offer.terms["employer"])
    of_evaluation = ("employer", _("İşveren"), lambda row: row.evaluation.offer.terms["employer"])
    return Part((
        sheet_of(
            "evaluations", _("Ek değerlemeler"), evaluations, employer, "kind", "state", "instructions", "link",
            "place", "due_at", "answer", "answered_at", "result_note", "decided_at", "has_moved", "created_at",
        ),
        sheet_of(
            "interview_slots", _("Görüşme saatleri"), slots, of_evaluation, "round", "starts_at", "minutes",
            "is_chosen",
        ),
        sheet_of(
            "evaluation_history", _("Ek değerlemelerin geçmişi"), moves.order_by("pk"), of_evaluation,
            "from_state", "to_state", "reason", "at",
        ),
        sheet_of(
            "change_requests", _("Değişiklik istekleri"), changes, employer, "state",
            ("province", _("İl"), lambda row: str(row.province or "")),
            ("district", _("İlçe"), lambda row: str(row.district or "")),
            "starts_on", "working_days", "requested_at", "request_by", "decided_at",
        ),
    ))  # fmt: skip


register(
    app="offers.evaluations",
    order=31,
    collect=collect,
    tables=(Evaluation, InterviewSlot, EvaluationTransition, ChangeRequest),
)
