"""What of this app is encrypted with the field keys: identity numbers, and the secrets of second factors."""

from allauth.mfa.models import Authenticator

from usp.accounts import crypto
from usp.accounts.models import Student
from usp.accounts.rotation import Place, pieces_in, register_place, renewed

register_place(
    Place(
        "accounts.Student",
        Student,
        lambda student: [bytes(student.tckn_encrypted)],
        lambda student: {"tckn_encrypted": crypto.rotate(bytes(student.tckn_encrypted))},
    )
)
register_place(
    Place(
        "mfa.Authenticator",
        Authenticator,
        lambda device: list(pieces_in(device.data)),
        lambda device: {"data": renewed(device.data)},
    )
)
