import { useEffect, useRef, useState } from 'preact/hooks';

/** After each change of page: back to the top, the focus into the page, its title read out. */
export function Announcer({ path }: { path: string }) {
  const [said, setSaid] = useState('');
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    window.scrollTo(0, 0);
    const main = document.getElementById('main');
    if (!main?.contains(document.activeElement)) main?.focus({ preventScroll: true });
    const timer = setTimeout(() => setSaid(document.title), 100);
    return () => clearTimeout(timer);
  }, [path]);
  return (
    <div class="visually-hidden" aria-live="polite">
      {said}
    </div>
  );
}
