// Moments for two clocks, and wide tables that the keyboard can scroll. Without script both are merely plainer.
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const day = { weekday: 'short', year: 'numeric', month: 'long', day: 'numeric' };
const clock = { hour: 'numeric', minute: '2-digit' };
for (const time of document.querySelectorAll('time[data-zone]')) {
  const at = new Date(time.dateTime);
  const write = (zone, options) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone }).format(at).replace(/\u202f/g, ' ');
  const differ = (options) => write(time.dataset.zone, options) !== write(own, options);
  if (differ({ ...day, ...clock })) {
    const yours = document.createElement('span');
    yours.className = 'muted small';
    const whole = { ...(differ(day) ? day : {}), ...clock, timeZoneName: 'short' };
    yours.textContent = ` (${write(own, whole)} on your clock)`;
    time.after(yours);
  }
}
const reach = () => {
  for (const wrap of document.querySelectorAll('.table-wrap')) {
    if (wrap.scrollWidth > wrap.clientWidth) {
      wrap.tabIndex = 0;
      wrap.setAttribute('role', 'region');
      wrap.setAttribute('aria-label', wrap.querySelector('caption')?.textContent ?? 'Table');
    } else {
      for (const name of ['tabindex', 'role', 'aria-label']) wrap.removeAttribute(name);
    }
  }
};
reach();
window.addEventListener('resize', reach);
