import { useEffect, useRef, useState } from 'preact/hooks';
import { pageReplaced, titleSet } from '@/ui/arriving';

const titleStandsAfter = 100;

function toTheTop(): void {
  window.scrollTo(0, 0);
  const main = document.getElementById('main');
  if (!main?.contains(document.activeElement)) main?.focus({ preventScroll: true });
}

/**
 * After each change of page: back to the top, the focus into the page, its title read out. The page changes also at
 * the same address, when its section is switched off. What is read out follows the title until the next page, since
 * a page may load its code or its figures first. The first page is read out by the browser itself.
 */
export function Announcer({ path }: { path: string }) {
  const [said, setSaid] = useState('');
  const before = useRef(path);
  const moved = useRef(false);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = () => {
      clearTimeout(timer);
      timer = setTimeout(() => moved.current && setSaid(document.title), titleStandsAfter);
    };
    const replaced = () => {
      moved.current = true;
      toTheTop();
      say();
    };
    const deaf = [titleSet.listen(say), pageReplaced.listen(replaced)];
    return () => {
      clearTimeout(timer);
      for (const stop of deaf) stop();
    };
  }, []);

  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    moved.current = true;
    toTheTop();
  }, [path]);

  return (
    <div class="visually-hidden" aria-live="polite">
      {said}
    </div>
  );
}
