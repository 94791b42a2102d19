import { useQueryClient } from '@tanstack/preact-query';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { revalidate } from '@/shared/bootstrap';

const longestWait = 4_000;
const shownAsGoingAfter = 150;

function atMost(work: Promise<void>, milliseconds: number): Promise<void> {
  const limit = new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  return Promise.race([work, limit]);
}

/**
 * Lets each next page wait until the server has said how the portal stands now, so that a section that was
 * switched off is gone at the next click. Where no answer comes, the page goes on and says so itself.
 */
export function useGate(): { path: string; going: boolean } {
  const queries = useQueryClient();
  const [location] = useLocation();
  const [path, setPath] = useState(location);
  const [going, setGoing] = useState(false);
  const first = useRef(true);

  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    let live = true;
    const slow = setTimeout(() => live && setGoing(true), shownAsGoingAfter);
    atMost(
      revalidate(queries).catch(() => undefined),
      longestWait,
    ).then(() => {
      if (!live) return;
      clearTimeout(slow);
      setGoing(false);
      setPath(location);
    });
    return () => {
      live = false;
      clearTimeout(slow);
      setGoing(false);
    };
  }, [location, queries]);

  // A click on the link of the page one stands on changes no location, and is a click all the same.
  useEffect(() => {
    const ask = () => {
      revalidate(queries).catch(() => undefined);
    };
    window.addEventListener('pushState', ask);
    return () => window.removeEventListener('pushState', ask);
  }, [queries]);

  return { path, going };
}
