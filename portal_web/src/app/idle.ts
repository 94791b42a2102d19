import { useEffect, useRef, useState } from 'preact/hooks';
import { api, ask } from '@/api/client';
import { sessionSeen } from '@/api/signals';

const heard = ['pointerdown', 'keydown', 'scroll'] as const;

export interface IdleTimes {
  timeoutSeconds: number;
  warnSeconds: number;
}

export type IdleState = { kind: 'active' } | { kind: 'warning'; secondsLeft: number } | { kind: 'over' };

/** Will tell how an idle session stands at `now`, when the server was last asked at `lastSeen` (ms). */
export function idleState(lastSeen: number, now: number, times: IdleTimes): IdleState {
  const left = Math.ceil(times.timeoutSeconds - (now - lastSeen) / 1000);
  if (left <= 0) return { kind: 'over' };
  return left <= times.warnSeconds ? { kind: 'warning', secondsLeft: left } : { kind: 'active' };
}

/** Will ask the server to keep the session. */
export const touch = () => ask(api.POST('/api/v1/session/touch')).catch(() => undefined);

/**
 * Watches the idle time. Typing and scrolling count: they touch the session when a quarter of its time has
 * passed since the server was last asked. All tabs of the browser share one last time.
 */
export function useIdle(times: IdleTimes): IdleState {
  const lastSeen = useRef(Date.now());
  const [state, setState] = useState<IdleState>({ kind: 'active' });
  const { timeoutSeconds, warnSeconds } = times;

  useEffect(() => {
    const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('portico-session');
    const check = () => setState(idleState(lastSeen.current, Date.now(), { timeoutSeconds, warnSeconds }));
    const see = (at: number) => {
      lastSeen.current = Math.max(lastSeen.current, at);
      check();
    };
    const stop = sessionSeen.listen((at) => {
      see(at);
      tabs?.postMessage(at);
    });
    if (tabs) tabs.onmessage = (event: MessageEvent<number>) => see(event.data);
    let touching = false;
    const active = () => {
      const idle = Date.now() - lastSeen.current;
      if (touching || idle < timeoutSeconds * 250 || idle > (timeoutSeconds - warnSeconds) * 1000) return;
      touching = true;
      touch().finally(() => {
        touching = false;
      });
    };
    const timer = setInterval(check, 1000);
    for (const kind of heard) document.addEventListener(kind, active, { passive: true });
    return () => {
      stop();
      tabs?.close();
      clearInterval(timer);
      for (const kind of heard) document.removeEventListener(kind, active);
    };
  }, [timeoutSeconds, warnSeconds]);

  return state;
}
