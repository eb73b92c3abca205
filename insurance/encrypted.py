"""What the exchange with SGK keeps encrypted: files made for it, its answers, entry documents not read yet."""

from insurance.models import EntryDocument, SgkAnswers, SgkFile
from insurance.services.sgk_files import renewed_file, stored_file
from usp.accounts import crypto
from usp.accounts.rotation import Place, register_place

register_place(
    Place(
        "insurance.SgkFile",
        SgkFile,
        lambda file: [stored_file(file.content.name), stored_file(file.sheet.name)],
        lambda file: {"content": renewed_file(file.content.name), "sheet": renewed_file(file.sheet.name)},
        frozen=("insurance.SgkFile:frozen",),
    )
)
register_place(
    Place(
        "insurance.SgkAnswers",
        SgkAnswers,
        lambda answers: [bytes(answers.content)],
        lambda answers: {"content": crypto.rotate(bytes(answers.content))},
    )
)
register_place(
    Place(
        "insurance.EntryDocument",
        EntryDocument,
        lambda document: [bytes(document.raw)] if document.raw else [],
        lambda document: {"raw": crypto.rotate(bytes(document.raw))},
    )
)
