"""What every kind of notice keeps: an SMS is short, and names the same last moment as the e-mail."""

import pytest

from usp.notifications.kinds import Kind, all_kinds, render
from usp.notifications.states import Channel

BY_SMS = [kind for kind in all_kinds() if Channel.SMS in kind.channels]
# Until when something may be done; a text without it would leave the reader to guess.
LAST_MOMENTS = ("reply_by", "due_at", "confirm_from", "papers_by", "late_until")


@pytest.mark.parametrize("kind", BY_SMS, ids=lambda kind: kind.key)
def test_an_sms_is_short_and_says_until_when(kind: Kind):
    sms, body = str(kind.sms or kind.body), str(kind.body)
    assert 0 < len(sms) <= 120
    if "%(employer)s" in body:
        assert "%(employer)s" in sms
    if kind.key == "papers_overdue":  # its last moment has passed; what counts is the officials' own
        assert "%(late_until)s" in sms
    else:
        assert [name for name in LAST_MOMENTS if name in body and name not in sms] == []


def test_a_value_that_ends_in_a_full_stop_brings_no_second_one():
    kind = Kind("probe", "Haber", "Düşenler: %(others)s. Bekleyin...")
    assert render(kind, {"others": "Trakya Yazılım A.Ş."}, "tr").body == "Düşenler: Trakya Yazılım A.Ş. Bekleyin..."
    quoted = Kind("probe", "Haber", "Gerekçe: «%(why)s».")
    assert render(quoted, {"why": "Kayıtta telefon var."}, "tr").body == "Gerekçe: «Kayıtta telefon var.»"
    assert render(quoted, {"why": "Kayıtta telefon var"}, "tr").body == "Gerekçe: «Kayıtta telefon var»."
