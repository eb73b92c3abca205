"""A university's own papers: a draft is edited, a published version prints until the next one (docs/rules.md)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from applications.window_selectors import managed_university
from insurance.models import PaperForm
from insurance.paper_files import LOGO
from insurance.paper_kinds import Paper
from insurance.papers.forms import ALWAYS_BACK, form_of, usual_form
from usp.accounts.models import User
from usp.core import clock
from usp.core.db import rule_from_constraint, verb
from usp.core.errors import RuleViolation
from usp.documents.models import Upload
from usp.documents.services.uploads import store_upload
from usp.documents.uploads import PICTURE_TYPES, CheckedUpload
from usp.reference.models import University

MOST_SIGNATURES = 8
_CONTENT = ("want", "comes_back_signed", "scan_suffices", "letterhead", "footer", "texts", "signatures", "logo_id")


@dataclass(frozen=True)
class FormContent:
    """What a university says of one paper. Empty parts mean the portal's own; ``signatures`` are {role, name, note}."""

    want: str
    comes_back_signed: bool = True
    scan_suffices: bool = False
    letterhead: tuple[str, ...] = ()
    footer: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    signatures: tuple[Mapping[str, str], ...] = ()


def save_draft(
    *,
    actor: User,
    kind: str,
    content: FormContent,
    logo: CheckedUpload | None = None,
    keeps_logo: bool = True,
    seen_at: dt.datetime | None = None,
) -> PaperForm:
    """Write the draft of the paper's next version; the one that prints stays as it is until ``publish_form``.

    Without a new ``logo`` the one of the draft, or of the printing version, stays unless ``keeps_logo`` is False.
    ``seen_at`` is the draft's moment as the editor saw it: somebody else's newer words are never overwritten
    («changed»).
    """
    university = _managed(actor)
    upload = store_upload(actor=actor, file=logo, purpose=LOGO, allowed=PICTURE_TYPES) if logo else None
    return _save(university, actor, Paper(kind), content, upload, keeps_logo, seen_at)


@verb
def publish_form(*, actor: User, kind: str) -> PaperForm:
    """Let the draft print from now on; issued papers stay as they are. RuleViolation where nothing changes."""
    university = _managed(actor)
    draft = _draft(university, kind)
    if draft is None:
        raise RuleViolation(_("Yayımlanacak bir taslak yok."), code="no_draft")
    standing = form_of(university, kind) or usual_form(university, Paper(kind))
    if all(getattr(draft, name) == getattr(standing, name) for name in _CONTENT):
        raise RuleViolation(_("Taslak, bugün basılan formla aynı; yayımlanacak bir değişiklik yok."), code="unchanged")
    draft.published_at, draft.published_by = clock.now(), actor
    draft.save(update_fields=["published_at", "published_by"])
    return draft


@verb
def next_version(*, actor: User, kind: str, version: int) -> PaperForm:
    """Start a draft from an earlier version (0: the portal's own texts), in the place of one that is there."""
    university = _managed(actor)
    earlier = PaperForm.objects.filter(
        university=university, kind=kind, version=version, published_at__isnull=False
    ).first()
    if earlier is None and version:
        raise PaperForm.DoesNotExist
    return _put(university, actor, Paper(kind), _content_of(earlier or usual_form(university, Paper(kind))))


@verb
def take_back_draft(*, actor: User, kind: str) -> bool:
    """Throw the draft away; answers whether there was one."""
    draft = _draft(_managed(actor), kind)
    if draft is not None:
        draft.delete()
    return draft is not None


@verb
def back_to_usual(*, actor: User, kind: str) -> PaperForm:
    """Publish the portal's own texts as the next version; a draft goes."""
    university = _managed(actor)
    _put(university, actor, Paper(kind), _content_of(usual_form(university, Paper(kind))))
    return publish_form(actor=actor, kind=kind)


@verb
def _save(
    university: University,
    actor: User,
    kind: Paper,
    content: FormContent,
    upload: Upload | None,
    keeps_logo: bool,
    seen_at: dt.datetime | None,
) -> PaperForm:
    draft = _draft(university, kind)
    before = draft or form_of(university, kind)
    logo_id = upload.pk if upload else (before.logo_id if before and keeps_logo else None)
    values = _values(kind, content) | {"logo_id": logo_id}
    if draft is not None and all(getattr(draft, name) == value for name, value in values.items()):
        return draft  # the same words again, from a second click
    if draft is not None and draft.written_at != seen_at:
        raise RuleViolation(
            _("Bu taslak siz yazarken kaydedildi; yazdıklarınız aşağıda duruyor. Öteki pencereyi kapatıp yeniden "
              "kaydedin."),
            code="changed",
        )  # fmt: skip
    return _put(university, actor, kind, values)


def _put(university: University, actor: User, kind: Paper, values: Mapping[str, Any]) -> PaperForm:
    """The draft with these values; made where there is none. Two at once: one of them reads a sentence."""
    draft = _draft(university, kind)
    if draft is None:
        newest = PaperForm.objects.filter(university=university, kind=kind).order_by("-version").first()
        draft = PaperForm(university=university, kind=kind, version=newest.version + 1 if newest else 1)
    draft.written_by, draft.written_at = actor, clock.now()
    for name, value in values.items():
        setattr(draft, name, value)
    with rule_from_constraint(PaperForm, "paper_form_one_draft"):
        draft.save()
    return draft


def _values(kind: Paper, content: FormContent) -> dict[str, Any]:
    always = kind in ALWAYS_BACK
    return {
        "want": PaperForm.Want.ALWAYS if always else content.want,
        "comes_back_signed": always or content.comes_back_signed,
        "scan_suffices": content.scan_suffices,
        "letterhead": [line.strip() for line in content.letterhead if line.strip()],
        "footer": content.footer.strip(),
        "texts": {name: text.strip() for name, text in content.texts.items() if text.strip()},
        "signatures": [dict(box) for box in content.signatures[:MOST_SIGNATURES]],
    }


def _content_of(form: PaperForm) -> dict[str, Any]:
    return {name: getattr(form, name) for name in _CONTENT}


def _draft(university: University, kind: str) -> PaperForm | None:
    return (
        PaperForm.objects.select_for_update(of=("self",), no_key=True)
        .filter(university=university, kind=kind, published_at__isnull=True)
        .first()
    )


def _managed(actor: User) -> University:
    university = managed_university(actor)
    if university is None:
        raise RuleViolation(_("Matbu evrakı yalnızca kariyer merkezi yöneticisi düzenler."), code="not_yours")
    return university
