"""The states of an additional evaluation, and who may move it (docs/rules.md A17).

The table here is the only place that says what is possible. A migration copies it into the database, where a trigger
refuses everything else; a test holds the copy against this page. The evaluation's end moves the offer, and the
offer's end closes the evaluation, both in one transaction.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from offers.states import Move


class EvaluationKind(models.TextChoices):
    """The first three are interviews and appear under «Mülakatlarım»."""

    ONLINE = "online", _("Çevrim içi mülakat")
    ON_SITE = "on_site", _("Yüz yüze mülakat")
    PHONE = "phone", _("Telefon görüşmesi")
    TEST = "test", _("Sınav")
    TASK = "task", _("Ödev")
    PORTFOLIO = "portfolio", _("Portfolyo")


INTERVIEWS = (EvaluationKind.ONLINE, EvaluationKind.ON_SITE, EvaluationKind.PHONE)


class EvaluationState(models.TextChoices):
    """Where one evaluation stands; its end moves the offer."""

    PROPOSED = "proposed", _("Adayın cevabı bekleniyor")
    UNSUITABLE = "unsuitable", _("Yeni saat bekleniyor")
    SCHEDULED = "scheduled", _("Planlandı")
    ANSWERED = "answered", _("Cevap gönderildi")
    PASSED = "passed", _("Olumlu")
    FAILED = "failed", _("Olumsuz")
    CANCELLED = "cancelled", _("Vazgeçildi")


S = EvaluationState
RUNNING = (S.PROPOSED, S.UNSUITABLE, S.SCHEDULED, S.ANSWERED)

# «propose» again while proposed is no move: the times are another round's, the state stays.
EVALUATION_MOVES: tuple[Move, ...] = (
    Move("choose", S.PROPOSED, S.SCHEDULED, "student"),
    Move("none_suits", S.PROPOSED, S.UNSUITABLE, "student"),
    Move("ask_move", S.SCHEDULED, S.UNSUITABLE, "student"),
    Move("answer", S.PROPOSED, S.ANSWERED, "student"),
    Move("propose", S.PROPOSED, S.PROPOSED, "employer"),
    Move("propose", S.UNSUITABLE, S.PROPOSED, "employer"),
    Move("propose", S.SCHEDULED, S.PROPOSED, "employer"),
    *(
        Move(action, state, target, "employer")
        for action, target in (("pass", S.PASSED), ("fail", S.FAILED))
        for state in (S.PROPOSED, S.SCHEDULED, S.ANSWERED)
    ),
    *(Move("cancel", state, S.CANCELLED, "employer") for state in RUNNING),
    *(Move("close", state, S.CANCELLED, "system") for state in RUNNING),
)


def evaluation_may(action: str, state: str, who: str) -> bool:
    """Whether somebody of this side may do the action to an evaluation in this state."""
    return any(move.action == action and move.source == state and move.who == who for move in EVALUATION_MOVES)
