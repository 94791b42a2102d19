"""The HTML shell, the wallet's frame and cookies on three hosts, under the CSP that production has."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Response, expect

from tests.journeys.chromium import Chromium
from tests.journeys.conftest import DESK, Visit, close
from tests.journeys.stack import PORTAL_COOKIE, Stack
from tests.journeys.walking import bank_form, fill_bank_form, heading, save_bank_form, sign_in
from tests.journeys.watching import Watch

BUDGET = 100_000
CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "manifest-src": "'self'",
}


def csp_of(response: Response | None) -> dict[str, str]:
    """The policy of a page, by directive."""
    assert response is not None
    parts = [part.strip().partition(" ") for part in response.headers["content-security-policy"].split(";")]
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize(("name", "path"), [("alder", "/sign-in"), ("console", "/sign-in"), ("alder", "/console/")])
def test_every_host_serves_pages_under_the_strict_policy(
    stack: Stack, open_browser: Callable[..., BrowserContext], name: str, path: str
) -> None:
    page = open_browser().new_page()

    policy = csp_of(page.goto(stack.origin(name) + path))

    assert policy == {**CSP, "frame-src": stack.origin("wallet")}


def test_the_wallets_frame_may_be_shown_by_the_page_that_asked_alone(stack: Stack, visit: Visit) -> None:
    page = visit("/accounts", stack.borrower())
    heading(page, "Your accounts")
    with page.expect_response(lambda answer: answer.url.startswith(stack.origin("wallet") + "/frame/")) as framed:
        page.goto(stack.origin("alder") + "/payment-methods/new")

    policy = csp_of(framed.value)

    wanted = {**CSP, "frame-src": "'none'", "form-action": "'none'", "frame-ancestors": stack.origin("alder")}
    assert policy == wanted


def test_the_policy_stops_script_and_style_in_the_markup_and_the_watch_sees_it(
    stack: Stack, chromium: Chromium
) -> None:
    context = chromium.new_profile(DESK)
    watched = Watch(context)
    page = context.new_page()
    page.goto(stack.origin("alder") + "/sign-in")
    heading(page, "Sign in to Brightline")
    stopped = """(html) => new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective), {once: true});
      document.body.append(document.createRange().createContextualFragment(html));
    })"""

    found = [page.evaluate(stopped, html) for html in ("<script>window.ran = 1</script>", "<p style='color:red'>x</p>")]

    assert found == ["script-src-elem", "style-src-attr"]
    assert page.evaluate("window.ran") is None
    assert {"script-src-elem", "style-src-attr"} <= {trouble.split()[2] for trouble in watched.troubles}
    close(context)


def test_the_theme_stands_before_the_first_paint(stack: Stack, visit: Visit) -> None:
    page = visit("/sign-in", None)
    heading(page, "Sign in to Brightline")

    head = page.evaluate("[...document.head.querySelectorAll('link[rel=stylesheet],script[src]')].map(e => e.tagName)")
    first = page.evaluate("document.styleSheets[0].href")
    paints = page.wait_for_function("performance.getEntriesByName('first-contentful-paint').map(e => e.startTime)[0]")
    theme = page.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.name.includes('/theme/'))"
        ".map(e => [e.renderBlockingStatus, e.responseEnd])"
    )

    assert head == sorted(head, key=lambda tag: tag == "SCRIPT")
    assert first.startswith(stack.origin("alder") + "/theme/")
    assert [blocking for blocking, _ in theme] == ["blocking"]
    assert theme[0][1] < paints.json_value()


def test_the_accounts_page_loads_at_most_100_kilobytes_of_script(stack: Stack, visit: Visit) -> None:
    page = visit("/accounts", stack.borrower())
    expect(page.get_by_role("link", name="2022 Honda Civic", exact=True)).to_be_visible()

    loaded = page.evaluate("performance.getEntriesByType('resource').map(e => new URL(e.name).pathname)")
    scripts = [path for path in loaded if path.endswith(".js")]
    built = {path: stack.folder / path.removeprefix("/static/") for path in scripts}
    sizes = {path: len(gzip.compress(file.read_bytes(), 9, mtime=0)) for path, file in built.items()}

    assert len(sizes) > 1
    assert sum(sizes.values()) <= BUDGET, sizes


def test_a_sign_in_sets_one_host_only_cookie_that_no_script_reads(stack: Stack, visit: Visit) -> None:
    borrower = stack.borrower()
    page = visit("/sign-in", None)

    sign_in(page, borrower.email)
    heading(page, "Your accounts")
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}

    portal = cookies[PORTAL_COOKIE]
    assert (portal["domain"], portal["path"]) == ("alder.localhost", "/")
    assert (portal["httpOnly"], portal["sameSite"], portal["expires"]) == (True, "Lax", -1)
    assert {cookie["domain"] for cookie in cookies.values()} == {"alder.localhost"}
    assert all(cookie["httpOnly"] for cookie in cookies.values())
    assert page.evaluate("document.cookie") == ""


def test_a_cookie_of_one_lender_goes_to_no_other_host(stack: Stack, visit: Visit) -> None:
    page = visit("/accounts", stack.borrower("alder"))
    heading(page, "Your accounts")

    for name, path in (("birch", "/accounts"), ("console", "/sign-in"), ("wallet", "/")):
        sent = page.goto(stack.origin(name) + path)
        assert sent is not None
        assert "cookie" not in sent.request.all_headers()


def probe_of(page: Page, stack: Stack) -> str:
    """What becomes of a cookie that a script in the wallet's frame would set, if one wanted to."""
    page.goto(stack.origin("alder") + "/payment-methods/new")
    bank_form(page).get_by_label("Routing number").wait_for()
    frame = next(frame for frame in page.frames if frame.url.startswith(stack.origin("wallet")))
    kept: str = frame.evaluate("(document.cookie = 'probe=1; SameSite=None; Secure', document.cookie)")
    return kept


def test_the_wallet_works_where_third_party_cookies_are_blocked(stack: Stack, visit: Visit) -> None:
    borrower = stack.borrower()
    page = visit("/accounts", borrower)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if stack.origin("wallet") in request.url else None)

    # A profile of Playwright's blocks them as a private window does; the probe proves it.
    assert probe_of(page, stack) == ""
    fill_bank_form(page)
    save_bank_form(page)

    expect(page.get_by_text("Checking ••6789 was added.")).to_be_visible()
    answers = [(request.all_headers(), request.response()) for request in asked]
    assert [request.method for request in asked].count("POST") == 1
    assert not any("cookie" in sent for sent, _ in answers)
    assert not any("set-cookie" in answer.all_headers() for _, answer in answers if answer)
    assert {cookie["name"] for cookie in page.context.cookies()} == {PORTAL_COOKIE}


def test_what_is_typed_into_the_wallet_is_out_of_the_portals_reach(stack: Stack, visit: Visit) -> None:
    page = visit("/payment-methods/new", stack.borrower())
    fill_bank_form(page)

    reached = page.evaluate("(() => { try { return !!frames[0].document } catch (error) { return error.name } })()")

    assert reached == "SecurityError"
    expect(bank_form(page).get_by_label("Routing number")).to_have_value("021000021")


@pytest.mark.parametrize("path", ["/no-such-page", "/payments/not-an-id"])
def test_an_unknown_page_is_a_404_in_the_lenders_brand(stack: Stack, visit: Visit, path: str) -> None:
    page = visit("/accounts", stack.borrower())

    answer = page.goto(stack.origin("alder") + path)

    assert answer is not None
    assert answer.status == 404
    heading(page, "There is no such page")
    expect(page.get_by_role("img", name="Brightline Auto Finance").first).to_be_visible()
