/** The one page that this frame talks to. */
export interface Parent {
  say: (message: Record<string, unknown>) => void;
  /** Will call back once with the secret that the parent sends; other windows and origins are not heard. */
  onSecret: (heard: (secret: string) => void) => void;
}

export function parentAt(origin: string): Parent {
  return {
    say: (message) => window.parent.postMessage(message, origin),
    onSecret: (heard) => {
      const listen = (event: MessageEvent<unknown>) => {
        if (event.origin !== origin || event.source !== window.parent) return;
        const data = event.data as { type?: unknown; secret?: unknown } | null;
        if (data?.type !== 'portico-wallet:secret' || typeof data.secret !== 'string') return;
        window.removeEventListener('message', listen);
        heard(data.secret);
      };
      window.addEventListener('message', listen);
    },
  };
}
