"""A serving process of the product under the profiler: without the owner's login, as it serves."""

from __future__ import annotations

from portico.wsgi import application
from tests.bench.inside import profile, profile_first_requests
from tests.bench.worker import answer_questions


def profile_path(host: str, path: str, cookie: str) -> list[str]:
    """Where a warm request's time goes."""
    return profile(application, host=host, path=path, cookie=cookie)


def profile_hosts(hosts: list[str], path: str, cookie: str) -> list[str]:
    """Where the time of lenders' first requests goes."""
    return profile_first_requests(application, hosts=hosts, path=path, cookie=cookie)


if __name__ == "__main__":
    answer_questions({"profile": profile_path, "profile_first": profile_hosts})
