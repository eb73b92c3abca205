"""What the frame of the pages needs to hear of a request."""

from django.http import HttpRequest, HttpResponse

from insurance.selectors.worklist import forget_pressing
from usp.accounts.models import User
from usp.core.middleware import GetResponse

_READING = ("GET", "HEAD", "OPTIONS")


class OwnWorkMiddleware:
    """Let the badge of «Yapılacaklar» be right on the page that follows an official's own act.

    An act is a form that was taken: it answers with a redirect. Refused forms and what htmx posts on the way cost
    nothing.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forget what the badge said, once the act is done."""
        response = self.get_response(request)
        if request.method not in _READING and response.status_code == 302:
            _count_anew(request)
        return response


def _count_anew(request: HttpRequest) -> None:
    user = request.user
    if isinstance(user, User) and user.is_career_center:
        forget_pressing(user)
