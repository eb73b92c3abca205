import time, pytest
from tests.applications.pool_world import *
from applications.pool.build import build_pool
from applications.pool.search import search, PoolQuery
from applications.scoring.services import recompute_season
from django.db import connection
pytestmark = pytest.mark.django_db
def test_time(at):
    at(CLOSED); season=make_season()
    deps=[make_department(f"Bölüm {n}") for n in range(40)]
    make_applicants(season, random_applicants(12000, 1, deps))
    with connection.cursor() as c: c.execute("analyze applications_application; analyze applications_provincepreference")
    t=time.time(); recompute_season(season); print("score", time.time()-t)
    t=time.time(); build_pool(season=season); print("build", time.time()-t)
    t=time.time(); build_pool(season=season); print("rebuild", time.time()-t)
    at(OPEN)
    for q in (PoolQuery(), PoolQuery(class_years=(3,), provinces=(6,)), PoolQuery(min_academic=50)):
        t=time.time(); search(season, q, 1, [6,34]); print("search", time.time()-t)
