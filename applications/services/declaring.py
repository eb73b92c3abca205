"""What a student writes into the form besides places and windows: declarations, institutions, consents.

All of it until the application is completed, and until the last second of applications.
"""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from applications.declaration_rules import Bounds, Values, earliest_day, level_of, problems
from applications.eligibility import records_of
from applications.models import (
    Application,
    Consent,
    ConsentText,
    Declaration,
    InstitutionPreference,
    ItemKind,
)
from applications.proofs import PROOF
from applications.selectors import is_open
from applications.services.locking import locked_application, require_stage_one, require_state
from applications.states import UNFINISHED, ApplicationState
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.core.templatetags.usp import tr_datetime
from usp.documents.models import Upload
from usp.reference.models import Institution

_CONSTRAINTS = ("declaration_frozen", "declaration_in_time", "declaration_dates_in_order")


class InvalidDeclaration(RuleViolation):
    """What was declared does not fit its kind; ``problems`` holds each sentence with its field."""

    def __init__(self, found: Sequence[tuple[str, str]]) -> None:
        self.problems = tuple(found)
        super().__init__(" ".join(text for _field, text in found), code="declaration_invalid")


class ChangedMeanwhile(RuleViolation):
    """Another tab was quicker; ``current`` is what it saved."""

    def __init__(self, current: Declaration) -> None:
        self.current = current
        super().__init__(
            _(
                "Bu beyan başka bir sekmede ya da cihazda değiştirildi; yazdıklarınız henüz kaydedilmedi. "
                "Aşağıda ikisi de duruyor. Kendi yazdıklarınız kalsın istiyorsanız yeniden kaydedin."
            ),
            code="declaration_changed",
        )


@verb
def add_declaration(
    *, actor: User, application_id: int, kind_code: str, values: Values, proof: Upload | None = None
) -> Declaration:
    """Add one declaration with its proof, which must be a file of the actor's own for this purpose.

    The same content twice (a second click, the back button) is the same declaration. Raises InvalidDeclaration with
    every sentence, or RuleViolation when the form is closed, a limit is reached or a consent is missing.
    """
    application = _open_form(application_id, actor)
    kind = _kind(kind_code)
    values = _checked(application, kind, values, proof, actor)
    columns = values.columns()
    mine = Declaration.objects.filter(application=application, source=Declaration.Source.STUDENT)
    if (same := mine.filter(kind=kind, **columns).first()) is not None:
        return same
    _refuse_too_many(application, kind, mine.filter(kind=kind).count(), mine.count())
    now = clock.now()
    with rule_from_constraint(Declaration, *_CONSTRAINTS):
        return Declaration.objects.create(
            application=application, kind=kind, proof=proof, created_at=now, changed_at=now, **columns
        )


@verb
def change_declaration(
    *, actor: User, declaration_id: int, version: int, values: Values, proof: Upload | None = None
) -> Declaration:
    """Replace what a declaration says; without ``proof`` the document stays.

    ``version`` is the one the page showed: if another tab was quicker, ChangedMeanwhile brings what that one saved.
    Raises Declaration.DoesNotExist for somebody else's, InvalidDeclaration and RuleViolation as adding does.
    """
    known = Declaration.objects.visible_to(actor).get(pk=declaration_id, source=Declaration.Source.STUDENT)
    application = _open_form(known.application_id, actor)
    current = Declaration.objects.select_related("kind", "option", "language", "exam", "proof").get(pk=known.pk)
    values = _checked(application, current.kind, values, proof or current.proof, actor)
    unchanged = Values.of(current) == values and proof in (None, current.proof)
    if unchanged:
        return current
    if current.version != version:
        raise ChangedMeanwhile(current)
    for name, value in values.columns().items():
        setattr(current, name, value)
    current.proof = proof or current.proof
    current.changed_at, current.version = clock.now(), version + 1
    with rule_from_constraint(Declaration, *_CONSTRAINTS):
        current.save()
    return current


@verb
def remove_declaration(*, actor: User, declaration_id: int) -> None:
    """Take a declaration out of the form; a document that nothing rests on any more is removed after a day.

    Raises Declaration.DoesNotExist for somebody else's and for one that is gone already.
    """
    known = Declaration.objects.visible_to(actor).get(pk=declaration_id, source=Declaration.Source.STUDENT)
    _open_form(known.application_id, actor)
    with rule_from_constraint(Declaration, *_CONSTRAINTS):
        known.delete()


@verb
def save_institutions(*, actor: User, application_id: int, institution_ids: Sequence[int]) -> Application:
    """Replace the institutions the student would like best, in their order; none is allowed too (A34)."""
    application = _open_form(application_id, actor)
    if len(set(institution_ids)) < len(institution_ids):
        raise RuleViolation(_("Aynı kurumu iki kez seçtiniz."), code="institution_twice")
    limit = application.season.max_institutions
    if len(institution_ids) > limit:
        raise RuleViolation(_("En çok %(limit)d kurum seçebilirsiniz.") % {"limit": limit}, code="institution_too_many")
    before = set(application.institution_preferences.values_list("institution_id", flat=True))
    known = Institution.objects.filter(pk__in=institution_ids)
    good = {one.pk for one in known if one.is_active or one.pk in before}
    if not good.issuperset(institution_ids):
        raise RuleViolation(
            _("Seçtiğiniz kurum artık listede yok. Listeden başka bir kurum seçin."), code="institution_unknown"
        )
    with rule_from_constraint(InstitutionPreference, "form_part_frozen"):
        application.institution_preferences.all().delete()
        InstitutionPreference.objects.bulk_create(
            InstitutionPreference(application=application, institution_id=pk, rank=rank)
            for rank, pk in enumerate(institution_ids, start=1)
        )
    return application


@verb
def give_consents(
    *, actor: User, application_id: int, text_ids: Sequence[int], shown_ids: Sequence[int] | None = None
) -> int:
    """Give exactly these consents out of the texts in force; answers how many declarations a withdrawal removed.

    ``shown_ids`` are the texts the page showed: one that has been replaced since must be read first. What is not
    among ``text_ids`` is withdrawn, and declarations that rested on it are removed, as the page says beforehand.
    """
    application = _open_form(application_id, actor)
    now = clock.now()
    texts = {text.pk: text for text in ConsentText.objects.filter(is_current=True)}
    if not set(shown_ids if shown_ids is not None else texts) >= set(texts) or not set(texts) >= set(text_ids):
        raise RuleViolation(
            _("Onay metinlerinden biri bu arada güncellendi. Yeni metni okuyup yeniden onaylayın."),
            code="consent_text_changed",
        )
    standing = Consent.objects.filter(application=application, withdrawn_at=None)
    standing.exclude(text__in=text_ids).update(withdrawn_at=now)
    given = set(standing.values_list("text_id", flat=True))
    Consent.objects.bulk_create(
        Consent(application=application, text_id=pk, given_at=now) for pk in text_ids if pk not in given
    )
    granted = {texts[pk].code for pk in text_ids}
    without = (
        Declaration.objects.filter(application=application, source=Declaration.Source.STUDENT)
        .exclude(kind__consent_code="")
        .exclude(kind__consent_code__in=granted)
    )
    with rule_from_constraint(Declaration, *_CONSTRAINTS):
        removed, _by_model = without.delete()
    return removed


@verb
def withdraw_consent(*, actor: User, application_id: int, text_id: int) -> None:
    """Take an explicit consent back, at any time; twice is no error. Mandatory texts cannot be taken back.

    While the form is open, declarations that rested on it are removed; afterwards they stay in the frozen application
    and no longer count (ItemKind.consent_code). Raises RuleViolation.
    """
    application = locked_application(application_id=application_id, actor=actor)
    text = ConsentText.objects.filter(pk=text_id, kind=ConsentText.Kind.CONSENT).first()
    if text is None:
        raise RuleViolation(_("Yalnızca isteğe bağlı açık rıza geri alınabilir."), code="consent_mandatory")
    given = Consent.objects.filter(application=application, text__code=text.code, withdrawn_at=None)
    given.update(withdrawn_at=clock.now())
    if application.state in UNFINISHED:
        resting = Declaration.objects.filter(application=application, kind__consent_code=text.code)
        with rule_from_constraint(Declaration, *_CONSTRAINTS):
            resting.delete()


def missing_consents(application: Application) -> list[ConsentText]:
    """The texts in force that completing needs and that this application has not answered."""
    given = Consent.objects.filter(application=application, withdrawn_at=None).values("text")
    mandatory = ConsentText.objects.filter(is_current=True).exclude(kind=ConsentText.Kind.CONSENT)
    return list(mandatory.exclude(pk__in=given))


def bounds_of(application: Application, today: dt.date) -> Bounds:
    """Between which days this student's declarations lie."""
    records = records_of(application)
    year = records.school.graduated_year if records.school else (application.highschool or {}).get("graduated_year")
    return Bounds(earliest_day(born=records.person.birth_date, graduated_year=year), today)


def _open_form(application_id: int, actor: User) -> Application:
    """The application under its lock, while its form may still be changed."""
    application = locked_application(application_id=application_id, actor=actor)
    now = clock.now()
    require_stage_one(application)
    require_state(application, ApplicationState.REGISTERED)
    if not is_open(application.season, now):
        text = _("Başvurular %(at)s itibarıyla sona erdi; kaydedilenler duruyor ama artık değiştirilemez.")
        raise RuleViolation(
            text % {"at": tr_datetime(application.season.applications_close_at)}, code="declaration_in_time"
        )
    return application


def _kind(code: str) -> ItemKind:
    kind = ItemKind.objects.filter(code=code, is_active=True, by_student=True).first()
    if kind is None:
        raise RuleViolation(_("Bu tür artık beyan edilemiyor. Listeden başka bir tür seçin."), code="kind_unknown")
    return kind


def _checked(application: Application, kind: ItemKind, values: Values, proof: Upload | None, actor: User) -> Values:
    """The values with the level an exam's result proves; raises for everything that does not fit."""
    if kind.consent_code and not has_consent(application, kind):
        raise RuleViolation(_("Bu tür için önce ayrı açık rızanızı vermeniz gerekir."), code="consent_missing")
    if proof is not None and (proof.owner_id != actor.pk or proof.purpose != PROOF):
        raise RuleViolation(_("Belge bulunamadı. Dosyayı yeniden yükleyin."), code="proof_unknown")
    found = problems(kind, values, bounds_of(application, clock.today()), has_proof=proof is not None)
    if kind.asks_exam:
        if not found and values.exam is not None:
            level = level_of(list(values.exam.levels.select_related("option")), values.amount, values.exam_grade)
            values = Values(**values.columns() | {"option": level})
    elif not _option_fits(kind, values):
        found = [("option", _("Listeden birini seçin.")), *found]
    if found:
        raise InvalidDeclaration(found)
    return values


def _option_fits(kind: ItemKind, values: Values) -> bool:
    if values.option is not None:
        return values.option.kind_id == kind.pk
    return not kind.options.filter(is_active=True).exists()


def has_consent(application: Application, kind: ItemKind) -> bool:
    """Whether the explicit consent that the kind needs stands."""
    return application.consents.filter(text__code=kind.consent_code, withdrawn_at=None).exists()


def _refuse_too_many(application: Application, kind: ItemKind, of_kind: int, of_all: int) -> None:
    if of_kind >= kind.max_items:
        text = _("«%(kind)s» türünde en çok %(limit)d beyan eklenebilir. Birini düzenleyin ya da silin.")
        raise RuleViolation(text % {"kind": kind, "limit": kind.max_items}, code="kind_full")
    limit = application.season.max_declarations
    if of_all >= limit:
        text = _("Bir başvuruda en çok %(limit)d beyan olabilir. Birini düzenleyin ya da silin.")
        raise RuleViolation(text % {"limit": limit}, code="declarations_full")
