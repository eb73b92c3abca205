"""Who, besides the sender, sees files that guidance keeps."""

from usp.accounts.models import User
from usp.documents.access import register_upload_access
from usp.documents.models import Upload
from usp.guidance.models import OfficialLetter, Question, QuestionMessage

PROBLEM = "problem"
QUESTION = "question"
LETTER = "official_letter"


def _operators(user: User, _upload: Upload) -> bool:
    return user.is_operator


def _readers_of_the_thread(user: User, upload: Upload) -> bool:
    return QuestionMessage.objects.filter(upload=upload, question__in=Question.objects.visible_to(user)).exists()


def _readers_of_the_letter(user: User, upload: Upload) -> bool:
    return OfficialLetter.objects.visible_to(user).filter(file=upload).exists()


register_upload_access(PROBLEM, _operators)
register_upload_access(QUESTION, _readers_of_the_thread)
register_upload_access(LETTER, _readers_of_the_letter)
