"""What anybody may ask before signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications.conditions import conditions, date_sentences
from applications.eligibility import season_rules
from applications.forms.self_check import SelfCheckForm
from applications.selectors import current_season
from applications.self_check import judge_answers
from usp.core import clock
from usp.core.http import only_reading, read_only
from usp.core.policies import public


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@read_only
def self_check(request: HttpRequest) -> HttpResponse:
    """«Başvurabilir miyim?»: a few answers, judged by the current season's rules. Nothing is written, not even a log.

    The answers come by POST, so that no address and no server log holds them.
    """
    season = current_season()
    if season is None:
        return render(request, "applications/self_check.html", {"programme": None})
    about, now = season_rules(season), clock.page_now()
    form = SelfCheckForm(request.POST if request.method == "POST" else None, about=about, this_year=now.year)
    with only_reading():
        answer = judge_answers(about, form.cleaned_data, now) if form.is_bound and form.is_valid() else None
    context = {
        "programme": season,
        "form": form,
        "answer": answer,
        "conditions": conditions(about),
        "date_sentences": date_sentences(about),
    }
    return render(request, "applications/self_check.html", context, status=422 if form.errors else 200)
