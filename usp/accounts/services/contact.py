"""Changing one's e-mail address and phone number by a code (docs/rules.md A45, S3).

The code is sent by the request that asks for it, not by the outbox: somebody sits before the screen with 90 seconds
to type it, so it must not wait for a worker, a broker or a sweep, and a mail server that refuses must be named on that
same screen. The transports answer within seconds. The 90 seconds begin when the message has been handed over.

Codes live on the real clock. Everything about one student's codes happens under the lock of the student's row, so five
tries are five tries however many are typed at once.
"""

import hmac
import logging
import secrets

import pghistory
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from usp.accounts import crypto
from usp.accounts.models import CODE_LIFE, MAX_TRIES, CodeState, ContactChannel, ContactCode, Student, User
from usp.accounts.services import contact_limits
from usp.accounts.services.contact_sending import CodeFateUnknownError, CodeMessage, CodeNotSentError, send_code
from usp.accounts.services.contact_values import clean_contact, target_of
from usp.accounts.signals import contact_changed
from usp.core import clock
from usp.core.db import verb
from usp.core.errors import RuleViolation

logger = logging.getLogger(__name__)

_DIGITS = 6
# channel → the fields of Student that hold the contact and the moment it was proven
_FIELDS: dict[str, tuple[str, str]] = {
    ContactChannel.EMAIL: ("contact_email", "email_confirmed_at"),
    ContactChannel.PHONE: ("contact_phone", "phone_confirmed_at"),
}


def contact_of(student: Student, channel: str) -> str:
    """The contact that is in use, as stored; empty when there is none."""
    return str(getattr(student, _FIELDS[channel][0]) or "")


def is_own(student: Student, channel: str) -> bool:
    """Whether the student has proven this contact here, so that e-Devlet's no longer replaces it."""
    return getattr(student, _FIELDS[channel][1]) is not None


def request_contact_code(*, actor: User, channel: str, value: str) -> ContactCode:
    """Send a code to a new address or number; the earlier code of the channel dies once this one has left.

    Raises RuleViolation: the value's format, the cool-down (``too_soon``), the limits, and ``not_sent`` when mail
    server or gateway refused: then nothing has changed and the code may be asked for again at once. The row's
    ``unsure`` says that the gateway did not confirm an SMS that may arrive all the same.
    """
    cleaned = clean_contact(channel, value)
    digits = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    code = _issue(actor=actor, channel=channel, value=cleaned, digits=digits)
    unsure = False
    try:
        send_code(CodeMessage(ContactChannel(channel), cleaned, digits, actor.language))
    except CodeFateUnknownError as error:
        logger.error("contact: nobody knows whether code %d left: %s", code.pk, error)
        unsure = True
    except CodeNotSentError as error:
        logger.warning("contact: code %d did not leave: %s", code.pk, error)
        ContactCode.objects.filter(pk=code.pk, state=CodeState.SENDING).update(state=CodeState.FAILED)
        raise RuleViolation(_not_sent_text(channel), code="not_sent") from error
    return _mark_sent(code_id=code.pk, student_id=code.student_id, unsure=unsure)


@verb
def confirm_contact(*, actor: User, code_id: int, digits: str) -> Student:
    """Make the new contact the student's own, if these are the code's digits and its 90 seconds are not over.

    The right code sent twice (double click, two tabs) is right twice. Raises RuleViolation; a wrong code is counted,
    and the fifth one ends the code.
    """
    student = _locked_student(actor)
    code = ContactCode.objects.filter(pk=code_id, student=student).first()
    if code is None:
        raise RuleViolation(_("Önce bir doğrulama kodu isteyin."), code="no_code")
    right = hmac.compare_digest(code.code_hash, _hash(student.pk, code.channel, code.value, digits))
    if code.state == CodeState.USED and right and contact_of(student, code.channel) == code.value:
        return student
    _refuse_dead(code)
    code.tries += 1
    if not right:
        code.state = CodeState.EXHAUSTED if code.tries >= MAX_TRIES else CodeState.SENT
        code.save(update_fields=["tries", "state"])
        raise RuleViolation(_wrong_text(code.tries_left), code="wrong_code", keeps_work=True)
    code.state = CodeState.USED
    code.save(update_fields=["tries", "state"])
    write_contact(actor=actor, student=student, channel=code.channel, value=code.value, own=True, event=f"{code.pk}")
    return student


def write_contact(*, actor: User, student: Student, channel: str, value: str, own: bool, event: str) -> None:
    """Write a contact with its history and pass the news on. The caller holds the lock and has the right to it.

    ``own`` says that the student proved it here; without it the contact follows e-Devlet again.
    """
    field, confirmed = _FIELDS[channel]
    old = contact_of(student, channel)
    setattr(student, field, value)
    setattr(student, confirmed, clock.now() if own else None)
    with pghistory.context(user=actor.pk, reason="code" if own else "edevlet"):
        student.save(update_fields=[field, confirmed])
    if old != value:
        contact_changed.send(sender=Student, student=student, channel=channel, old=old, new=value, event=event)


def follow_edevlet(*, student: Student, email: str, phone: str) -> None:
    """Keep what the student has not proven here in step with e-Devlet. The caller holds the student's row.

    Nobody is told: the person has changed it there. A contact that e-Devlet no longer has stays until there is another.
    """
    changed = {}
    for channel, value in ((ContactChannel.EMAIL, email), (ContactChannel.PHONE, phone)):
        if value and not is_own(student, channel) and value != contact_of(student, channel):
            changed[_FIELDS[channel][0]] = value
    if not changed:
        return
    for name, value in changed.items():
        setattr(student, name, value)
    with pghistory.context(reason="edevlet"):
        student.save(update_fields=list(changed))


@verb
def _issue(*, actor: User, channel: str, value: str, digits: str) -> ContactCode:
    student = _locked_student(actor)
    if contact_of(student, channel) == value:
        raise RuleViolation(_same_text(channel), code="same_contact")
    target = target_of(channel, value)
    contact_limits.refuse_too_often(student, channel, target, clock.real_now())
    return ContactCode.objects.create(
        student=student,
        channel=channel,
        value=value,
        target=target,
        code_hash=_hash(student.pk, channel, value, digits),
    )


@verb
def _mark_sent(*, code_id: int, student_id: int, unsure: bool) -> ContactCode:
    """The code has left: it lives from now on, and the earlier one of its channel is dead."""
    Student.objects.select_for_update(of=("self",), no_key=True).get(pk=student_id)
    code = ContactCode.objects.get(pk=code_id)
    earlier = ContactCode.objects.filter(student=student_id, channel=code.channel, state=CodeState.SENT)
    earlier.update(state=CodeState.REPLACED)
    ContactCode.objects.filter(pk=code_id).update(state=CodeState.SENT, sent_at=Now(), unsure=unsure)
    code.refresh_from_db()
    return code


def _locked_student(actor: User) -> Student:
    return Student.objects.select_for_update(of=("self",), no_key=True).get(user=actor)


def _hash(student_id: int, channel: str, value: str, digits: str) -> str:
    """A keyed hash bound to whose code it is and what for; without the key a million guesses find nothing."""
    return crypto.blind_index(f"contact-code:{student_id}:{channel}:{value}:{digits}")


def _refuse_dead(code: ContactCode) -> None:
    """Say why a code proves nothing any more."""
    if code.state == CodeState.SENT and code.sent_at and clock.real_now() < code.sent_at + CODE_LIFE:
        return
    reasons = {
        CodeState.SENT: _("Kodun 90 saniyelik süresi doldu. Bilgileriniz değişmedi; yeni bir kod isteyin."),
        CodeState.USED: _("Bu kod daha önce kullanıldı. Bilgileriniz güncel; değiştirmek için yeni bir kod isteyin."),
        CodeState.REPLACED: _("Bu kodun yerine yenisi gönderildi. Son gönderilen kodu yazın."),
        CodeState.EXHAUSTED: _wrong_text(0),
    }
    text = reasons.get(CodeState(code.state), _("Bu kod gönderilemedi. Yeni bir kod isteyin."))
    raise RuleViolation(text, code="expired" if code.state == CodeState.SENT else f"code_{code.state}")


def _wrong_text(left: int) -> str:
    if not left:
        return _("Kod beş kez yanlış yazıldığı için geçersiz oldu. Bilgileriniz değişmedi; yeni bir kod isteyin.")
    return ngettext("Kod yanlış. %d deneme hakkınız kaldı.", "Kod yanlış. %d deneme hakkınız kaldı.", left) % left


def _same_text(channel: str) -> str:
    if channel == ContactChannel.EMAIL:
        return _("Bu adres zaten iletişim adresiniz; doğrulamanız gerekmiyor.")
    return _("Bu numara zaten iletişim numaranız; doğrulamanız gerekmiyor.")


def _not_sent_text(channel: str) -> str:
    if channel == ContactChannel.EMAIL:
        return _("Bu adrese şu anda e-posta gönderilemedi. Bilgileriniz değişmedi; kodu yeniden isteyebilirsiniz.")
    return _("Bu numaraya şu anda kısa mesaj gönderilemedi. Bilgileriniz değişmedi; kodu yeniden isteyebilirsiniz.")
