"""Every address × every role × somebody else's object (lessons.md 9.8): the table says what each of them meets.

The rows belong to one student, one employer and one university (tests/access_world.py); «other…» are strangers of the
same kind. A new address without a row fails, and so does a row without address.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access_employer import EMPLOYER_ROWS
from tests.access_endings import ENDINGS_ROWS
from tests.access_world import ROLES, Estate, make_estate
from tests.conftest import set_clock
from tests.databases import held
from tests.factories import UserFactory
from tests.test_consistency import addresses

pytestmark = pytest.mark.django_db

# in: to the sign-in page · =>: to another page of ours, or to e-Devlet · any: judged elsewhere
# Columns in the order of ROLES: anonymous, student, other_student, employer, other_employer, supervisor, center,
# other_center, adviser, operator
TABLE = """
portal:home                          GET  200 200 200 200 200 200 200 200 200 200
portal:home                          POST 405 405 405 405 405 405 405 405 405 405
portal:sign-in                       GET  200 =>  =>  =>  =>  =>  =>  =>  =>  =>
portal:sign-in                       POST 405 405 405 405 405 405 405 405 405 405
portal:calendar                      GET  200 200 200 200 200 200 200 200 200 200
portal:calendar                      POST 405 405 405 405 405 405 405 405 405 405
portal:who-may-apply                 GET  200 200 200 200 200 200 200 200 200 200
portal:who-may-apply                 POST 405 405 405 405 405 405 405 405 405 405
portal:faq                           GET  200 200 200 200 200 200 200 200 200 200
portal:faq                           POST 405 405 405 405 405 405 405 405 405 405
portal:privacy                       GET  200 200 200 200 200 200 200 200 200 200
portal:privacy                       POST 405 405 405 405 405 405 405 405 405 405
portal:accessibility                 GET  200 200 200 200 200 200 200 200 200 200
portal:accessibility                 POST 405 405 405 405 405 405 405 405 405 405
portal:contact                       GET  200 200 200 200 200 200 200 200 200 200
portal:contact                       POST 405 405 405 405 405 405 405 405 405 405
guidance:report-problem              GET  200 200 200 200 200 200 200 200 200 200
guidance:report-problem              POST 422 422 422 422 422 422 422 422 422 422
guidance:problem-sent                GET  =>  =>  =>  =>  =>  =>  =>  =>  =>  =>
guidance:problem-sent                POST 405 405 405 405 405 405 405 405 405 405
guidance:my-problems                 GET  in  200 200 200 200 200 200 200 200 200
guidance:my-problems                 POST in  405 405 405 405 405 405 405 405 405
guidance:my-problem                  GET  in  200 404 404 404 404 404 404 404 200
guidance:my-problem                  POST in  405 405 405 405 405 405 405 405 405
portal:season-clock                  GET  405 405 405 405 405 405 405 405 405 405
portal:season-clock                  POST 404 404 404 404 404 404 404 404 404 404
portal:figures                       GET  in  403 403 403 403 403 403 403 403 200
portal:figures                       POST in  405 405 405 405 405 405 405 405 405
portal:figures-csv                   GET  in  403 403 403 403 403 403 403 403 200
portal:figures-csv                   POST in  405 405 405 405 405 405 405 405 405
applications:self-check              GET  200 200 200 200 200 200 200 200 200 200
applications:self-check              POST 422 422 422 422 422 422 422 422 422 422
applications:start                   GET  in  200 200 403 403 403 403 403 403 403
applications:start                   POST in  =>  =>  403 403 403 403 403 403 403
applications:stage-one               GET  in  =>  =>  403 403 403 403 403 403 403
applications:stage-one               POST in  =>  =>  403 403 403 403 403 403 403
applications:form                     GET  in  =>  =>  403 403 403 403 403 403 403
applications:form                     POST in  405 405 405 405 405 405 405 405 405
applications:declarations             GET  in  =>  =>  403 403 403 403 403 403 403
applications:declarations             POST in  405 405 405 405 405 405 405 405 405
applications:declaration-add          GET  in  =>  =>  403 403 403 403 403 403 403
applications:declaration-add          POST in  =>  =>  403 403 403 403 403 403 403
applications:declaration-edit         GET  in  =>  =>  403 403 403 403 403 403 403
applications:declaration-edit         POST in  =>  =>  403 403 403 403 403 403 403
applications:declaration-remove       GET  in  405 405 405 405 405 405 405 405 405
applications:declaration-remove       POST in  404 404 403 403 403 403 403 403 403
applications:declaration-appeal      GET  in  =>  404 403 403 403 403 403 403 403
applications:declaration-appeal      POST in  =>  404 403 403 403 403 403 403 403
applications:desk                    GET  in  403 403 403 403 403 200 200 403 200
applications:desk                    POST in  405 405 405 405 405 405 405 405 405
applications:desk-bulk               GET  in  403 403 403 403 403 200 200 403 200
applications:desk-bulk               POST in  403 403 403 403 403 200 200 403 200
applications:desk-progress           GET  in  403 403 403 403 403 200 200 403 200
applications:desk-progress           POST in  405 405 405 405 405 405 405 405 405
applications:desk-item               GET  in  403 403 403 403 403 200 404 403 404
applications:desk-item               POST in  403 403 403 403 403 422 404 403 404
applications:institutions             GET  in  =>  =>  403 403 403 403 403 403 403
applications:institutions             POST in  =>  =>  403 403 403 403 403 403 403
applications:consents                 GET  in  =>  =>  403 403 403 403 403 403 403
applications:consents                 POST in  =>  =>  403 403 403 403 403 403 403
applications:stage-two               GET  in  =>  =>  403 403 403 403 403 403 403
applications:stage-two               POST in  =>  =>  403 403 403 403 403 403 403
applications:stage-two-windows       GET  in  =>  =>  403 403 403 403 403 403 403
applications:stage-two-windows       POST in  405 405 405 405 405 405 405 405 405
applications:stage-two-review        GET  in  =>  =>  403 403 403 403 403 403 403
applications:stage-two-review        POST in  =>  =>  403 403 403 403 403 403 403
applications:status                  GET  in  200 200 403 403 403 403 403 403 403
applications:status                  POST in  =>  =>  403 403 403 403 403 403 403
applications:preferences             GET  in  200 =>  403 403 403 403 403 403 403
applications:preferences             POST in  200 =>  403 403 403 403 403 403 403
applications:windows                 GET  in  200 200 403 403 403 403 403 403 403
applications:windows                 POST in  200 200 403 403 403 403 403 403 403
applications:profile                 GET  in  200 200 403 403 403 403 403 403 403
applications:profile                 POST in  405 405 405 405 405 405 405 405 405
applications:statistics              GET  in  200 200 403 403 403 403 403 403 403
applications:statistics              POST in  405 405 405 405 405 405 405 405 405
applications:method-report           GET  200 200 200 200 200 200 200 200 200 200
applications:method-report           POST 405 405 405 405 405 405 405 405 405 405
applications:method-version          GET  200 200 200 200 200 200 200 200 200 200
applications:method-version          POST 405 405 405 405 405 405 405 405 405 405
applications:method-pdf              GET  200 200 200 200 200 200 200 200 200 200
applications:method-pdf              POST 405 405 405 405 405 405 405 405 405 405
applications:methods                 GET  in  403 403 403 403 403 403 403 403 200
applications:methods                 POST in  405 405 405 405 405 405 405 405 405
applications:method-copy             GET  in  405 405 405 405 405 405 405 405 405
applications:method-copy             POST in  403 403 403 403 403 403 403 403 422
applications:method-edit             GET  in  403 403 403 403 403 403 403 403 200
applications:method-edit             POST in  403 403 403 403 403 403 403 403 422
applications:method-sample           GET  in  403 403 403 403 403 403 403 403 200
applications:method-sample           POST in  405 405 405 405 405 405 405 405 405
applications:method-publish          GET  in  405 405 405 405 405 405 405 405 405
applications:method-publish          POST in  403 403 403 403 403 403 403 403 =>
applications:method-discard          GET  in  405 405 405 405 405 405 405 405 405
applications:method-discard          POST in  403 403 403 403 403 403 403 403 =>
applications:contact                 GET  in  200 200 403 403 403 403 403 403 403
applications:contact                 POST in  405 405 405 405 405 405 405 405 405
applications:contact-email           GET  in  200 200 403 403 403 403 403 403 403
applications:contact-email           POST in  422 422 403 403 403 403 403 403 403
applications:contact-phone           GET  in  200 200 403 403 403 403 403 403 403
applications:contact-phone           POST in  422 422 403 403 403 403 403 403 403
applications:contact-edevlet         GET  in  405 405 405 405 405 405 405 405 405
applications:contact-edevlet         POST in  404 404 403 403 403 403 403 403 403
applications:looks                   GET  in  200 200 403 403 403 403 403 403 403
applications:looks                   POST in  405 405 405 405 405 405 405 405 405
accounts:exports                     GET  in  200 200 403 403 403 403 403 403 403
accounts:exports                     POST in  =>  =>  403 403 403 403 403 403 403
accounts:export-download             GET  in  405 405 405 405 405 405 405 405 405
accounts:export-download             POST in  =>  404 403 403 403 403 403 403 403
applications:university-windows      GET  in  403 403 403 403 403 200 200 200 403
applications:university-windows      POST in  403 403 403 403 403 422 422 422 403
offers:received                      GET  in  200 200 403 403 403 403 403 403 403
offers:received                      POST in  405 405 405 405 405 405 405 405 405
offers:compare-received              GET  in  200 200 403 403 403 403 403 403 403
offers:compare-received              POST in  405 405 405 405 405 405 405 405 405
offers:offer                         GET  in  200 404 403 403 403 403 403 403 403
offers:offer                         POST in  405 405 405 405 405 405 405 405 405
offers:accept                        GET  in  =>  404 403 403 403 403 403 403 403
offers:accept                        POST in  =>  404 403 403 403 403 403 403 403
offers:decline                       GET  in  200 404 403 403 403 403 403 403 403
offers:decline                       POST in  =>  404 403 403 403 403 403 403 403
offers:pool                          GET  in  403 403 200 200 403 403 403 403 403
offers:pool                          POST in  405 405 405 405 405 405 405 405 405
offers:candidate                     GET  in  403 403 200 404 403 403 403 403 403
offers:candidate                     POST in  405 405 405 405 405 405 405 405 405
offers:send                          GET  in  403 403 200 404 403 403 403 403 403
offers:send                          POST in  403 403 200 404 403 403 403 403 403
offers:send-preview                  GET  in  403 403 200 404 403 403 403 403 403
offers:send-preview                  POST in  405 405 405 405 405 405 405 405 405
offers:pool-choose                   GET  in  405 405 405 405 405 405 405 405 405
offers:pool-choose                   POST in  403 403 =>  =>  403 403 403 403 403
offers:pool-compare                  GET  in  403 403 =>  =>  403 403 403 403 403
offers:pool-compare                  POST in  405 405 405 405 405 405 405 405 405
offers:pool-export                   GET  in  403 403 200 200 403 403 403 403 403
offers:pool-export                   POST in  403 403 422 422 403 403 403 403 403
offers:saved-searches                GET  in  403 403 200 200 403 403 403 403 403
offers:saved-searches                POST in  403 403 422 422 403 403 403 403 403
offers:saved-search-rename           GET  in  405 405 405 405 405 405 405 405 405
offers:saved-search-rename           POST in  403 403 =>  404 403 403 403 403 403
offers:saved-search-delete           GET  in  405 405 405 405 405 405 405 405 405
offers:saved-search-delete           POST in  403 403 =>  404 403 403 403 403 403
offers:saved-search-news             GET  in  405 405 405 405 405 405 405 405 405
offers:saved-search-news             POST in  403 403 =>  404 403 403 403 403 403
offers:talent-lists                  GET  in  403 403 200 200 403 403 403 403 403
offers:talent-lists                  POST in  403 403 422 422 403 403 403 403 403
offers:talent-list                   GET  in  403 403 200 404 403 403 403 403 403
offers:talent-list                   POST in  405 405 405 405 405 405 405 405 405
offers:talent-list-rename            GET  in  405 405 405 405 405 405 405 405 405
offers:talent-list-rename            POST in  403 403 422 404 403 403 403 403 403
offers:talent-list-delete            GET  in  405 405 405 405 405 405 405 405 405
offers:talent-list-delete            POST in  403 403 =>  404 403 403 403 403 403
offers:talent-change                 GET  in  405 405 405 405 405 405 405 405 405
offers:talent-change                 POST in  403 403 =>  404 403 403 403 403 403
offers:talent-member                 GET  in  403 403 200 404 403 403 403 403 403
offers:talent-member                 POST in  403 403 =>  404 403 403 403 403 403
offers:bulk                          GET  in  403 403 200 404 403 403 403 403 403
offers:bulk                          POST in  403 403 422 404 403 403 403 403 403
offers:bulk-preview                  GET  in  403 403 422 404 403 403 403 403 403
offers:bulk-preview                  POST in  405 405 405 405 405 405 405 405 405
offers:positions                     GET  in  403 403 200 200 200 403 403 403 403
offers:positions                     POST in  405 405 405 405 405 405 405 405 405
offers:position-new                  GET  in  403 403 200 200 403 403 403 403 403
offers:position-new                  POST in  403 403 422 422 403 403 403 403 403
offers:position                      GET  in  403 403 200 404 200 403 403 403 403
offers:position                      POST in  405 405 405 405 405 405 405 405 405
offers:position-edit                 GET  in  403 403 200 404 403 403 403 403 403
offers:position-edit                 POST in  403 403 422 404 403 403 403 403 403
offers:position-quota                GET  in  405 405 405 405 405 405 405 405 405
offers:position-quota                POST in  403 403 422 404 403 403 403 403 403
offers:sent                          GET  in  403 403 200 200 200 403 403 403 403
offers:sent                          POST in  405 405 405 405 405 405 405 405 405
offers:sent-offer                    GET  in  403 403 200 404 200 403 403 403 403
offers:sent-offer                    POST in  405 405 405 405 405 405 405 405 405
offers:confirm                       GET  in  403 403 200 404 403 403 403 403 403
offers:confirm                       POST in  403 403 =>  404 403 403 403 403 403
offers:confirm-many                  GET  in  403 403 =>  =>  403 403 403 403 403
offers:confirm-many                  POST in  403 403 =>  =>  403 403 403 403 403
offers:withdraw                      GET  in  403 403 =>  =>  403 403 403 403 403
offers:withdraw                      POST in  403 403 =>  =>  403 403 403 403 403
offers:position-line                 GET  in  403 403 200 404 200 403 403 403 403
offers:position-line                 POST in  405 405 405 405 405 405 405 405 405
offers:engine                        GET  in  403 403 403 403 403 403 403 403 200
offers:engine                        POST in  405 405 405 405 405 405 405 405 405
offers:engine-stop                   GET  in  405 405 405 405 405 405 405 405 405
offers:engine-stop                   POST in  403 403 403 403 403 403 403 403 422
offers:engine-start                  GET  in  405 405 405 405 405 405 405 405 405
offers:engine-start                  POST in  403 403 403 403 403 403 403 403 =>
offers:engine-extend                 GET  in  403 403 403 403 403 403 403 403 200
offers:engine-extend                 POST in  403 403 403 403 403 403 403 403 422
offers:operator-find                 GET  in  403 403 403 403 403 403 403 403 200
offers:operator-find                 POST in  405 405 405 405 405 405 405 405 405
offers:operator-offer                GET  in  403 403 403 403 403 403 403 403 200
offers:operator-offer                POST in  403 403 403 403 403 403 403 403 422
offers:sent-batch                    GET  in  403 403 200 404 200 403 403 403 403
offers:sent-batch                    POST in  405 405 405 405 405 405 405 405 405
offers:undo                          GET  in  405 405 405 405 405 405 405 405 405
offers:undo                          POST in  403 403 =>  404 403 403 403 403 403
offers:interns                       GET  in  403 403 200 200 200 403 403 403 403
offers:interns                       POST in  405 405 405 405 405 405 405 405 405
offers:interviews                    GET  in  200 200 403 403 403 403 403 403 403
offers:interviews                    POST in  405 405 405 405 405 405 405 405 405
offers:evaluation-choose             GET  in  =>  404 403 403 403 403 403 403 403
offers:evaluation-choose             POST in  =>  404 403 403 403 403 403 403 403
offers:evaluation-move               GET  in  200 404 403 403 403 403 403 403 403
offers:evaluation-move               POST in  =>  404 403 403 403 403 403 403 403
offers:evaluation-answer             GET  in  =>  404 403 403 403 403 403 403 403
offers:evaluation-answer             POST in  422 404 403 403 403 403 403 403 403
offers:evaluation-calendar           GET  in  200 404 200 404 200 404 404 404 404
offers:evaluation-calendar           POST in  405 405 405 405 405 405 405 405 405
offers:change-new                    GET  in  =>  404 403 403 403 403 403 403 403
offers:change-new                    POST in  422 404 403 403 403 403 403 403 403
offers:change-take-back              GET  in  405 405 405 405 405 405 405 405 405
offers:change-take-back              POST in  =>  404 403 403 403 403 403 403 403
offers:change-decide                 GET  in  403 403 200 404 403 403 403 403 403
offers:change-decide                 POST in  403 403 422 404 403 403 403 403 403
offers:evaluations                   GET  in  403 403 200 200 200 403 403 403 403
offers:evaluations                   POST in  405 405 405 405 405 405 405 405 405
offers:evaluation-new                GET  in  403 403 200 404 403 403 403 403 403
offers:evaluation-new                POST in  403 403 422 404 403 403 403 403 403
offers:evaluation-propose            GET  in  403 403 200 404 403 403 403 403 403
offers:evaluation-propose            POST in  403 403 422 404 403 403 403 403 403
offers:evaluation-decide             GET  in  403 403 =>  404 403 403 403 403 403
offers:evaluation-decide             POST in  403 403 422 404 403 403 403 403 403
offers:evaluation-cancel             GET  in  403 403 200 404 403 403 403 403 403
offers:evaluation-cancel             POST in  403 403 =>  404 403 403 403 403 403
insurance:interns                    GET  in  403 403 403 403 403 200 200 200 403
insurance:interns                    POST in  405 405 405 405 405 405 405 405 405
insurance:intern                     GET  in  403 403 403 403 403 200 404 404 403
insurance:intern                     POST in  405 405 405 405 405 405 405 405 405
insurance:make-form                  GET  in  405 405 405 405 405 405 405 405 405
insurance:make-form                  POST in  403 403 403 403 403 =>  404 404 403
insurance:my-documents               GET  in  200 200 403 403 403 403 403 403 403
insurance:my-documents               POST in  405 405 405 405 405 405 405 405 405
insurance:make-my-form               GET  in  405 405 405 405 405 405 405 405 405
insurance:make-my-form               POST in  =>  404 403 403 403 403 403 403 403
notifications:inbox                  GET  in  200 200 200 200 200 200 200 200 200
notifications:inbox                  POST in  405 405 405 405 405 405 405 405 405
notifications:bell                   GET  in  200 200 200 200 200 200 200 200 200
notifications:bell                   POST in  405 405 405 405 405 405 405 405 405
notifications:read-all               GET  in  405 405 405 405 405 405 405 405 405
notifications:read-all               POST in  =>  =>  =>  =>  =>  =>  =>  =>  =>
notifications:choices                GET  in  200 200 200 200 200 200 200 200 200
notifications:choices                POST in  =>  =>  =>  =>  =>  =>  =>  =>  =>
notifications:open                   GET  in  405 405 405 405 405 405 405 405 405
notifications:open                   POST in  =>  404 404 404 404 404 404 404 404
notifications:sent                   GET  in  404 404 404 404 404 404 404 404 404
notifications:sent                   POST in  405 405 405 405 405 405 405 405 405
notifications:sent-one               GET  in  404 404 404 404 404 404 404 404 404
notifications:sent-one               POST in  405 405 405 405 405 405 405 405 405
notifications:sent-html              GET  in  404 404 404 404 404 404 404 404 404
notifications:sent-html              POST in  405 405 405 405 405 405 405 405 405
people:list                          GET  in  403 403 403 403 403 200 200 403 403
people:list                          POST in  405 405 405 405 405 405 405 405 405
people:invite                        GET  in  403 403 403 403 403 200 200 403 403
people:invite                        POST in  403 403 403 403 403 422 422 403 403
people:invitation-resend             GET  in  405 405 405 405 405 405 405 405 405
people:invitation-resend             POST in  403 403 403 403 403 =>  404 403 403
people:invitation-withdraw           GET  in  405 405 405 405 405 405 405 405 405
people:invitation-withdraw           POST in  403 403 403 403 403 =>  404 403 403
people:person                        GET  in  403 403 403 403 403 200 404 403 403
people:person                        POST in  405 405 405 405 405 405 405 405 405
people:role                          GET  in  403 403 403 403 403 200 404 403 403
people:role                          POST in  403 403 403 403 403 =>  404 403 403
people:role-withdraw                 GET  in  405 405 405 405 405 405 405 405 405
people:role-withdraw                 POST in  403 403 403 403 403 =>  404 403 403
people:advisers                      GET  in  403 403 403 403 403 200 200 403 403
people:advisers                      POST in  405 405 405 405 405 405 405 405 405
people:department-advisers           GET  in  403 403 403 403 403 200 404 403 403
people:department-advisers           POST in  403 403 403 403 403 422 404 403 403
people:adviser-remove                GET  in  405 405 405 405 405 405 405 405 405
people:adviser-remove                POST in  403 403 403 403 403 =>  404 403 403
people:invitation                    GET  200 200 200 200 200 200 200 200 200 200
people:invitation                    POST 422 200 200 200 200 200 200 200 200 200
guidance:my-questions                GET  in  200 200 403 403 403 403 403 403 403
guidance:my-questions                POST in  405 405 405 405 405 405 405 405 405
guidance:ask                         GET  in  200 200 403 403 403 403 403 403 403
guidance:ask                         POST in  422 422 403 403 403 403 403 403 403
guidance:my-question                 GET  in  200 404 403 403 403 403 403 403 403
guidance:my-question                 POST in  422 404 403 403 403 403 403 403 403
guidance:my-question-close           GET  in  405 405 405 405 405 405 405 405 405
guidance:my-question-close           POST in  =>  404 403 403 403 403 403 403 403
guidance:questions                   GET  in  403 403 403 403 403 200 200 200 200
guidance:questions                   POST in  405 405 405 405 405 405 405 405 405
guidance:question                    GET  in  403 403 403 403 403 200 404 404 404
guidance:question                    POST in  403 403 403 403 403 422 404 404 404
guidance:question-read               GET  in  405 405 405 405 405 405 405 405 405
guidance:question-read               POST in  =>  404 404 404 404 =>  404 404 404
guidance:question-forward            GET  in  403 403 403 403 403 200 404 404 403
guidance:question-forward            POST in  403 403 403 403 403 422 404 404 403
guidance:question-close              GET  in  405 405 405 405 405 405 405 405 405
guidance:question-close              POST in  403 403 403 403 403 =>  404 404 404
guidance:ready-answers               GET  in  403 403 403 403 403 200 200 200 403
guidance:ready-answers               POST in  405 405 405 405 405 405 405 405 405
guidance:ready-answer-new            GET  in  403 403 403 403 403 200 200 200 403
guidance:ready-answer-new            POST in  403 403 403 403 403 422 422 422 403
guidance:ready-answer-edit           GET  in  403 403 403 403 403 200 404 404 403
guidance:ready-answer-edit           POST in  403 403 403 403 403 422 404 404 403
guidance:ready-answer-delete         GET  in  405 405 405 405 405 405 405 405 405
guidance:ready-answer-delete         POST in  403 403 403 403 403 =>  404 404 403
applications:window-ends             GET  in  403 403 403 403 403 200 200 403 403
applications:window-ends             POST in  405 405 405 405 405 405 405 405 405
applications:windows-publish         GET  in  405 405 405 405 405 405 405 405 405
applications:windows-publish         POST in  403 403 403 403 403 =>  =>  403 403
applications:windows-copy            GET  in  405 405 405 405 405 405 405 405 405
applications:windows-copy            POST in  403 403 403 403 403 =>  =>  403 403
applications:university-window       GET  in  403 403 403 403 403 200 404 403 403
applications:university-window       POST in  403 403 403 403 403 422 404 403 403
applications:window-close            GET  in  405 405 405 405 405 405 405 405 405
applications:window-close            POST in  403 403 403 403 403 422 404 403 403
applications:window-reopen           GET  in  405 405 405 405 405 405 405 405 405
applications:window-reopen           POST in  403 403 403 403 403 =>  404 403 403
applications:window-remove           GET  in  405 405 405 405 405 405 405 405 405
applications:window-remove           POST in  403 403 403 403 403 =>  404 403 403
applications:university-terms        GET  in  403 403 403 403 403 200 200 200 403
applications:university-terms        POST in  403 403 403 403 403 422 422 422 403
applications:window-rules            GET  in  405 405 405 405 405 405 405 405 405
applications:window-rules            POST in  403 403 403 403 403 422 422 403 403
applications:university-term         GET  in  403 403 403 403 403 200 404 403 403
applications:university-term         POST in  403 403 403 403 403 422 404 403 403
applications:term-remove             GET  in  405 405 405 405 405 405 405 405 405
applications:term-remove             POST in  403 403 403 403 403 =>  404 403 403
applications:departments             GET  in  403 403 403 403 403 200 200 200 403
applications:departments             POST in  405 405 405 405 405 405 405 405 405
applications:unit-departments        GET  in  403 403 403 403 403 200 404 200 403
applications:unit-departments        POST in  403 403 403 403 403 =>  404 404 403
insurance:paper-rules                GET  in  403 403 403 403 403 200 200 200 403
insurance:paper-rules                POST in  403 403 403 403 403 422 422 422 403
insurance:paper-rules-preview        GET  in  403 403 403 403 403 200 200 403 403
insurance:paper-rules-preview        POST in  405 405 405 405 405 405 405 405 405
guidance:letters                     GET  in  403 403 403 403 403 200 200 200 200
guidance:letters                     POST in  405 405 405 405 405 405 405 405 405
guidance:letter                      GET  in  403 403 403 403 403 200 200 404 200
guidance:letter                      POST in  405 405 405 405 405 405 405 405 405
guidance:letter-new                  GET  in  403 403 403 403 403 403 403 403 200
guidance:letter-new                  POST in  403 403 403 403 403 403 403 403 422
guidance:letter-read                 GET  in  405 405 405 405 405 405 405 405 405
guidance:letter-read                 POST in  403 403 403 403 403 =>  =>  404 =>
guidance:letter-pass                 GET  in  405 405 405 405 405 405 405 405 405
guidance:letter-pass                 POST in  403 403 403 403 403 =>  =>  403 403
guidance:letter-remind               GET  in  405 405 405 405 405 405 405 405 405
guidance:letter-remind               POST in  403 403 403 403 403 =>  =>  403 403
guidance:letter-withdraw             GET  in  405 405 405 405 405 405 405 405 405
guidance:letter-withdraw             POST in  403 403 403 403 403 403 403 403 =>
guidance:announcements               GET  200 200 200 200 200 200 200 200 200 200
guidance:announcements               POST 405 405 405 405 405 405 405 405 405 405
guidance:announcement                GET  404 200 404 404 404 404 200 404 404 200
guidance:announcement                POST 405 405 405 405 405 405 405 405 405 405
guidance:own-announcements           GET  in  403 403 403 403 403 200 200 200 200
guidance:own-announcements           POST in  405 405 405 405 405 405 405 405 405
guidance:announcement-new            GET  in  403 403 403 403 403 200 200 200 200
guidance:announcement-new            POST in  403 403 403 403 403 422 422 422 422
guidance:announcement-edit           GET  in  403 403 403 403 403 200 404 404 404
guidance:announcement-edit           POST in  403 403 403 403 403 422 404 404 404
guidance:announcement-withdraw       GET  in  405 405 405 405 405 405 405 405 405
guidance:announcement-withdraw       POST in  403 403 403 403 403 =>  404 404 404
documents:verify                     GET  200 200 200 200 200 200 200 200 200 200
documents:verify                     POST 405 405 405 405 405 405 405 405 405 405
documents:verify-code                GET  200 200 200 200 200 200 200 200 200 200
documents:verify-code                POST 405 405 405 405 405 405 405 405 405 405
documents:download                   GET  in  200 404 200 404 200 200 404 404 200
documents:download                   POST in  405 405 405 405 405 405 405 405 405
documents:upload                     GET  in  200 404 404 404 404 404 404 404 404
documents:upload                     POST in  405 405 405 405 405 405 405 405 405
account_login                        GET  200 =>  =>  =>  =>  =>  =>  =>  =>  =>
account_login                        POST 200 =>  =>  =>  =>  =>  =>  =>  =>  =>
account_logout                       GET  =>  200 200 200 200 200 200 200 200 200
account_logout                       POST =>  =>  =>  =>  =>  =>  =>  =>  =>  =>
account_inactive                     GET  200 200 200 200 200 200 200 200 200 200
account_inactive                     POST 405 405 405 405 405 405 405 405 405 405
account_signup                       GET  404 404 404 404 404 404 404 404 404 404
account_signup                       POST 404 404 404 404 404 404 404 404 404 404
account_reauthenticate               GET  in  404 404 200 200 200 200 200 200 200
account_reauthenticate               POST in  404 404 200 200 200 200 200 200 200
account_email                        GET  in  404 404 404 404 404 404 404 404 404
account_email                        POST in  404 404 404 404 404 404 404 404 404
account_email_verification_sent      GET  200 200 200 200 200 200 200 200 200 200
account_email_verification_sent      POST 405 405 405 405 405 405 405 405 405 405
account_change_password              GET  in  404 404 200 200 200 200 200 200 200
account_change_password              POST in  404 404 200 200 200 200 200 200 200
account_set_password                 GET  in  404 404 =>  =>  =>  =>  =>  =>  =>
account_set_password                 POST in  404 404 =>  =>  =>  =>  =>  =>  =>
account_reset_password               GET  200 200 200 200 200 200 200 200 200 200
account_reset_password               POST 200 200 200 200 200 200 200 200 200 200
account_confirm_login_code           GET  =>  =>  =>  =>  =>  =>  =>  =>  =>  =>
account_confirm_login_code           POST =>  =>  =>  =>  =>  =>  =>  =>  =>  =>
account_confirm_email                GET  200 200 200 200 200 200 200 200 200 200
account_confirm_email                POST 404 404 404 404 404 404 404 404 404 404
account_reset_password_from_key_done GET  200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done POST 405 405 405 405 405 405 405 405 405 405
account_reset_password_from_key      GET  200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key      POST 200 200 200 200 200 200 200 200 200 200
account_reset_password_done          GET  200 200 200 200 200 200 200 200 200 200
account_reset_password_done          POST 405 405 405 405 405 405 405 405 405 405
mfa_index                            GET  in  404 404 200 200 200 200 200 200 200
mfa_index                            POST in  404 404 405 405 405 405 405 405 405
mfa_authenticate                     GET  =>  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_authenticate                     POST =>  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_reauthenticate                   GET  in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_reauthenticate                   POST in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_activate_totp                    GET  in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_activate_totp                    POST in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_deactivate_totp                  GET  in  404 404 404 404 404 404 404 404 404
mfa_deactivate_totp                  POST in  404 404 404 404 404 404 404 404 404
mfa_view_recovery_codes              GET  in  404 404 404 404 404 404 404 404 404
mfa_view_recovery_codes              POST in  404 404 405 405 405 405 405 405 405
mfa_generate_recovery_codes          GET  in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_generate_recovery_codes          POST in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_download_recovery_codes          GET  in  404 404 404 404 404 404 404 404 404
mfa_download_recovery_codes          POST in  404 404 404 404 404 404 404 404 404
mfa_list_webauthn                    GET  in  404 404 200 200 200 200 200 200 200
mfa_list_webauthn                    POST in  404 404 405 405 405 405 405 405 405
mfa_add_webauthn                     GET  in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_add_webauthn                     POST in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_reauthenticate_webauthn          GET  in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_reauthenticate_webauthn          POST in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_remove_webauthn                  GET  in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_remove_webauthn                  POST in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_edit_webauthn                    GET  in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_edit_webauthn                    POST in  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_login_webauthn                   GET  =>  404 404 =>  =>  =>  =>  =>  =>  =>
mfa_login_webauthn                   POST =>  404 404 =>  =>  =>  =>  =>  =>  =>
socialaccount_login_cancelled        GET  200 200 200 200 200 200 200 200 200 200
socialaccount_login_cancelled        POST 405 405 405 405 405 405 405 405 405 405
socialaccount_login_error            GET  in  401 401 401 401 401 401 401 401 401
socialaccount_login_error            POST in  405 405 405 405 405 405 405 405 405
socialaccount_signup                 GET  404 404 404 404 404 404 404 404 404 404
socialaccount_signup                 POST 404 404 404 404 404 404 404 404 404 404
socialaccount_connections            GET  in  404 404 404 404 404 404 404 404 404
socialaccount_connections            POST in  404 404 404 404 404 404 404 404 404
hesap/social/login/cancelled/        GET  in  =>  =>  =>  =>  =>  =>  =>  =>  =>
hesap/social/login/cancelled/        POST in  =>  =>  =>  =>  =>  =>  =>  =>  =>
hesap/social/login/error/            GET  in  =>  =>  =>  =>  =>  =>  =>  =>  =>
hesap/social/login/error/            POST in  =>  =>  =>  =>  =>  =>  =>  =>  =>
hesap/social/signup/                 GET  in  =>  =>  =>  =>  =>  =>  =>  =>  =>
hesap/social/signup/                 POST in  =>  =>  =>  =>  =>  =>  =>  =>  =>
hesap/social/connections/            GET  in  =>  =>  =>  =>  =>  =>  =>  =>  =>
hesap/social/connections/            POST in  =>  =>  =>  =>  =>  =>  =>  =>  =>
edevlet_login                        GET  200 200 200 403 403 403 403 403 403 403
edevlet_login                        POST =>  =>  =>  403 403 403 403 403 403 403
edevlet_callback                     GET  400 400 400 403 403 403 403 403 403 403
edevlet_callback                     POST 405 405 405 405 405 405 405 405 405 405
set_language                         GET  =>  =>  =>  =>  =>  =>  =>  =>  =>  =>
set_language                         POST =>  =>  =>  =>  =>  =>  =>  =>  =>  =>
alive                                GET  200 200 200 200 200 200 200 200 200 200
alive                                POST 405 405 405 405 405 405 405 405 405 405
ready                                GET  any any any any any any any any any any
ready                                POST 405 405 405 405 405 405 405 405 405 405
pulse                                GET  405 405 405 405 405 405 405 405 405 405
pulse                                POST 403 403 403 403 403 403 403 403 403 403
"""


@pytest.fixture(scope="module")
def estate(django_db_setup: None, django_db_blocker: Any) -> Iterator[Estate]:
    """Made once: what a test asks is taken back (`Estate.ask`)."""
    with held(django_db_blocker):
        with django_db_blocker.unblock():
            made = make_estate(set_clock)
        yield made


def rows() -> Iterator[tuple[str, str, dict[str, str]]]:
    """The table: (address, method, expected by role)."""
    for line in (TABLE.strip() + ENDINGS_ROWS.rstrip() + EMPLOYER_ROWS).strip().splitlines():
        name, method, *cells = line.split()
        yield name, method, dict(zip(ROLES, cells, strict=True))


def own_addresses() -> set[str]:
    """What the table must name: everything but the admin, which has a rule of its own below."""
    return {name or path for path, name, _entry in addresses() if not path.startswith("yonetim/")} - {"portal:gallery"}


def test_the_table_names_every_address_twice() -> None:
    named = [(name, method) for name, method, _expected in rows()]
    assert sorted(named) == sorted((name, method) for name in own_addresses() for method in ("GET", "POST"))


@pytest.mark.parametrize("role", ROLES)
def test_everybody_meets_what_the_table_says(role: str, estate: Estate) -> None:
    wrong = []
    for name, method, expected in rows():
        address = f"/{name}" if "/" in name else reverse(name, kwargs=estate.arguments(name))
        met = shorthand(estate.ask(role, method, address))
        if met == "500" or expected[role] not in (met, "any"):
            wrong.append(f"{method} {name}: {met}, not {expected[role]}")
    assert wrong == []


def shorthand(response: HttpResponse) -> str:
    """The answer as the table writes it."""
    if response.status_code not in (301, 302):
        return str(response.status_code)
    return "in" if response["Location"].startswith("/giris/") else "=>"


def test_a_stranger_cannot_tell_what_exists(estate: Estate) -> None:
    """Somebody else's object and one that never was look alike."""
    strangers = [
        ("offers:offer", "other_student"),
        ("offers:position", "other_employer"),
        ("insurance:intern", "other_center"),
    ]
    for name, role in strangers:
        (key,) = estate.arguments(name)
        there = estate.ask(role, "GET", reverse(name, kwargs=estate.arguments(name)))
        not_there = estate.ask(role, "GET", reverse(name, kwargs={key: 987654}))
        assert there.status_code == not_there.status_code == 404
        assert there.content.replace(there["X-Request-ID"].encode(), b"") == not_there.content.replace(
            not_there["X-Request-ID"].encode(), b""
        )


# --- the admin -------------------------------------------------------------------------------------------------------


def admin_addresses(estate: Estate) -> Iterator[str]:
    """Every page of the admin, with a real row wherever there is one."""
    for name in ("index", "password_change", "password_change_done", "jsi18n"):
        yield reverse(f"admin:{name}")
    for app in sorted({model._meta.app_label for model in admin.site._registry}):
        yield reverse("admin:app_list", args=[app])
    for model in admin.site._registry:
        start = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{start}_changelist")
        yield reverse(f"{start}_changelist") + "?q=ay%C5%9Fe+1"
        yield reverse(f"{start}_add")
        row = model._default_manager.first()
        if row is not None:
            for page in ("change", "history", "delete"):
                yield reverse(f"{start}_{page}", args=[row.pk])


def test_every_page_of_the_admin_opens_for_operators(estate: Estate) -> None:
    wrong = []
    for address in admin_addresses(estate):
        response = estate.ask("operator", "GET", address)
        allowed = {200, 403} if address.endswith(("/add/", "/delete/")) else {200}
        if response.status_code not in allowed:
            wrong.append(f"{address}: {response.status_code}")
    assert wrong == []


def test_the_admin_is_closed_to_everybody_else(estate: Estate) -> None:
    wrong = []
    for address in admin_addresses(estate):
        for role in ("anonymous", "student", "employer", "center"):
            for method in ("GET", "POST"):
                response = estate.ask(role, method, address)
                to_sign_in = response.status_code == 302 and response["Location"].startswith(
                    ("/giris/", reverse("admin:login"))
                )
                if not to_sign_in and response.status_code not in (403, 404):
                    wrong.append(f"{method} {address} as {role}: {response.status_code}")
    assert wrong == []


def test_the_admin_s_own_sign_in_is_the_portal_s(estate: Estate) -> None:
    assert shorthand(estate.ask("anonymous", "GET", reverse("admin:login"))) == "in"
    assert estate.ask("student", "GET", reverse("admin:login")).status_code == 403


# --- unsafe «next» ---------------------------------------------------------------------------------------------------

UNSAFE = [
    "https://kotu.example/",
    "//kotu.example/",
    "///kotu.example/",
    "/\\kotu.example/",
    "\\\\kotu.example",
    "http:///kotu.example",
    "https:kotu.example",
    "javascript:alert(1)",
    "\t//kotu.example",
    "https://testserver@kotu.example/",
]
TAKES_NEXT = [
    ("portal:sign-in", "anonymous"),
    ("portal:sign-in", "employer"),
    ("set_language", "anonymous"),
    ("set_language", "student"),
    ("edevlet_login", "anonymous"),
    ("account_login", "anonymous"),
    ("account_login", "employer"),
    ("account_logout", "anonymous"),
    ("account_logout", "student"),
    ("account_reauthenticate", "employer"),
    ("admin:login", "operator"),
    ("admin:login", "anonymous"),
]


def leads_outside(response: HttpResponse, evil: str) -> bool:
    """Whether the answer sends the browser to a site that is neither ours nor e-Devlet's."""
    where = response.headers.get("Location", "") or response.headers.get("HX-Redirect", "")
    parts = urlsplit(where.replace("\\", "/"))
    return parts.netloc not in ("", "testserver", "127.0.0.1:8001") or where.startswith(("//", "javascript:"))


def test_no_unsafe_next_leads_outside(estate: Estate) -> None:
    wrong = [
        f"{method} {name} next={evil!r}"
        for name, role in TAKES_NEXT
        for evil in UNSAFE
        for method in ("GET", "POST")
        if leads_outside(estate.ask(role, method, reverse(name), {"next": evil, "language": "en"}), evil)
    ]
    assert wrong == []


@pytest.mark.parametrize("evil", UNSAFE)
def test_signing_in_with_an_unsafe_next_ends_at_home(evil: str, client: Client) -> None:
    user = UserFactory(kind="employer")
    user.set_password("bir-uzun-parola-2024")
    user.save()
    data = {"login": user.email, "password": "bir-uzun-parola-2024", "next": evil}
    response = client.post(reverse("account_login"), data)
    assert response.status_code == 302
    assert response["Location"] == "/"


def test_the_season_clock_goes_back_to_a_page_of_ours(estate: Estate, settings: Any) -> None:
    settings.USP_DEMO = True
    for evil in UNSAFE:
        data = {"stage": "applications", "next": evil}
        response = estate.ask("anonymous", "POST", reverse("portal:season-clock"), data)
        assert response["Location"] == "/", evil
