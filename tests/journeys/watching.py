"""What a browser must never show, whatever a journey does: noted as it happens, told at the journey's end."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Request, Response, WebError

# Runs before any script of any frame. Playwright puts it in from outside: no CSP forbids it.
REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) => {
  console.error(`CSP: ${event.violatedDirective} stopped ${event.blockedURI} on ${location.href}`);
});
"""


class Watch:
    """Notes CSP violations, script errors, failures of the server, and every cookie near the wallet."""

    def __init__(self, context: BrowserContext, wallet_origin: str) -> None:
        self.troubles: list[str] = []
        self.wallet_origin = wallet_origin
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("response", self._response)
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium says it of every 404; what a status means is each journey's to know.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"console: {message.text}")
        if message.type == "warning" and "Content Security Policy" in message.text:
            self.troubles.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.troubles.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        if request.url.startswith(self.wallet_origin) and "cookie" in request.headers:
            self.troubles.append(f"a cookie went to the wallet: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.troubles.append(f"{response.status}: {response.url}")
        if response.url.startswith(self.wallet_origin) and self._sets_cookie(response):
            self.troubles.append(f"the wallet set a cookie: {response.url}")

    def _sets_cookie(self, response: Response) -> bool:
        try:
            return "set-cookie" in response.headers
        except Error:
            return False
