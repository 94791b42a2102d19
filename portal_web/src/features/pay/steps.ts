import { useEffect, useRef, useState } from 'preact/hooks';
import type { PaymentChoice } from '@/api/types';
import type { Choice } from './choice';

export type Step = 'amount' | 'method' | 'review';
/** In order: the entry of a step stands that many entries after the first one. */
export const steps: Step[] = ['amount', 'method', 'review'];

/** What the person has chosen so far. */
export interface Draft {
  choice: Choice;
  methodId: string;
}

interface Kept extends Draft {
  step: Step;
}

const savedAfter = 300;
const longestWait = 1_000;
const choices: PaymentChoice[] = ['next_due', 'past_due', 'custom'];

/** Will read what an entry of the history keeps; whatever else stands there is nothing. */
function keptIn(state: unknown): Kept | null {
  const kept = (state as { pay?: Partial<Kept> } | null)?.pay;
  if (!kept?.step || !steps.includes(kept.step)) return null;
  if (!kept.choice || !choices.includes(kept.choice.kind)) return null;
  if (typeof kept.choice.typed !== 'string' || typeof kept.methodId !== 'string') return null;
  return { step: kept.step, choice: kept.choice, methodId: kept.methodId };
}

function write(how: 'pushState' | 'replaceState', kept: Kept): void {
  history[how]({ pay: kept }, '');
}

interface Steps {
  step: Step;
  draft: Draft;
  change: (draft: Partial<Draft>) => void;
  /** To the next step, as an entry of its own; or some steps back, to the entry that is there already. */
  go: (step: Step) => void;
  /** Leaves the flow so that Back leads to `behind`: none of the steps stays in the history. */
  leave: (behind: string, on: () => void) => void;
}

/** The steps, each an entry of the browser's history that keeps what was chosen: over a reload, and for Back. */
export function useSteps(path: string, first: Draft): Steps {
  const [kept, setKept] = useState<Kept>(() => keptIn(history.state) ?? { step: 'amount', ...first });
  const leaving = useRef(false);
  // Ahead of what is drawn, for what comes before the next drawing.
  const now = useRef(kept);
  const set = (next: Kept) => {
    now.current = next;
    setKept(next);
  };
  // While the next page is on its way, this one is still drawn.
  const isHere = () => !leaving.current && location.pathname === path;

  useEffect(() => {
    const moved = (event: PopStateEvent) => {
      if (!isHere()) return;
      // What was chosen last stands at each step, also where an entry was left before.
      const next = { ...now.current, step: keptIn(event.state)?.step ?? 'amount' };
      write('replaceState', next);
      set(next);
    };
    window.addEventListener('popstate', moved);
    return () => window.removeEventListener('popstate', moved);
  }, []);

  // A while after the last key: browsers refuse entries that are rewritten at each one.
  useEffect(() => {
    const saving = setTimeout(() => isHere() && write('replaceState', kept), savedAfter);
    return () => clearTimeout(saving);
  }, [kept]);

  const go = (step: Step) => {
    const by = steps.indexOf(step) - steps.indexOf(now.current.step);
    if (by < 0) return history.go(by);
    write('replaceState', now.current);
    const next = { ...now.current, step };
    write('pushState', next);
    set(next);
    window.scrollTo(0, 0);
  };

  const leave = (behind: string, on: () => void) => {
    if (leaving.current) return;
    leaving.current = true;
    const away = () => {
      clearTimeout(late);
      window.removeEventListener('popstate', away);
      history.replaceState(null, '', behind);
      on();
    };
    const late = setTimeout(away, longestWait);
    window.addEventListener('popstate', away);
    history.go(-steps.indexOf(now.current.step));
  };

  return {
    step: kept.step,
    draft: kept,
    change: (draft) => set({ ...now.current, ...draft }),
    go,
    leave,
  };
}
