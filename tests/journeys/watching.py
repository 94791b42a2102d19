"""What a browser must never show, whatever a journey does: noted as it happens, told at the journey's end."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Response, WebError

# Runs before any script of any frame. Playwright puts it in from outside: no CSP forbids it.
REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) => {
  console.error(`CSP: ${event.violatedDirective} stopped ${event.blockedURI} on ${location.href}`);
});
"""


class Watch:
    """Notes CSP violations, script errors and failures of the server."""

    def __init__(self, context: BrowserContext) -> None:
        self.troubles: list[str] = []
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium says it of every 404; what a status means is each journey's to know.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"console: {message.text}")
        if message.type == "warning" and "Content Security Policy" in message.text:
            self.troubles.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.troubles.append(f"script: {error.error}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.troubles.append(f"{response.status}: {response.url}")
