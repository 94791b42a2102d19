// Warns before an idle session ends, as the portal does, and logs out once it has. Typing and scrolling count:
// they touch the session when a quarter of its time has passed. All tabs of the browser share one last time.
const dialog = document.getElementById('idle');
const timeout = Number(dialog.dataset.timeout) * 1000;
const warn = Number(dialog.dataset.warn) * 1000;
const timer = dialog.querySelector('[role="timer"]');
const leave = dialog.querySelector('form');
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('portico-console');
let lastSeen = Date.now();
let touching = false;
let isOver = false;

const check = () => {
  const left = timeout - (Date.now() - lastSeen);
  if (left > warn) {
    if (dialog.open) dialog.close();
  } else if (left > 0) {
    const seconds = Math.ceil(left / 1000);
    timer.textContent = seconds === 1 ? '1 second' : `${seconds} seconds`;
    if (!dialog.open) dialog.showModal();
  } else if (!isOver) {
    // The server gives a minute's grace, in which reading anything would wake the session up again: so end it.
    isOver = true;
    leave.elements.ended.value = 'idle';
    leave.submit();
  }
};
const see = (at) => {
  lastSeen = Math.max(lastSeen, at);
  check();
};
const touch = async (asked) => {
  if (touching) return;
  touching = true;
  try {
    const headers = { 'X-CSRFToken': leave.elements.csrfmiddlewaretoken.value };
    const answer = await fetch(dialog.dataset.touch, { method: 'POST', headers, redirect: 'manual' });
    if (answer.ok) {
      see(Date.now());
      tabs?.postMessage(Date.now());
    } else if (asked) {
      // Somebody else's session by now, or none: the page itself says which.
      window.location.reload();
    }
  } catch {
    // Offline: the next key or click tries again.
  } finally {
    touching = false;
  }
};
const active = () => {
  const idle = Date.now() - lastSeen;
  if (idle >= timeout / 4 && idle <= timeout - warn) touch(false);
};

tabs?.postMessage(lastSeen);
if (tabs) tabs.onmessage = (event) => see(event.data);
for (const kind of ['pointerdown', 'keydown', 'scroll']) document.addEventListener(kind, active, { passive: true });
dialog.querySelector('[data-stay]').addEventListener('click', () => touch(true));
dialog.addEventListener('cancel', (event) => {
  event.preventDefault();
  touch(true);
});
setInterval(check, 1000);
