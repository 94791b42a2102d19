type Listener<T> = (value: T) => void;

/** Will return something that one part tells and others listen to. */
export function signal<T>() {
  const listeners = new Set<Listener<T>>();
  return {
    listen(listener: Listener<T>): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(value: T): void {
      for (const listener of listeners) listener(value);
    },
  };
}

// What every answer tells besides its body; the shell listens.

/** The configuration epoch that an answer carried. */
export const epochSeen = signal<number>();
/** The server answered a signed-in request: the session lives. */
export const sessionSeen = signal<number>();
/** The server says that nobody is signed in. */
export const signedOut = signal<void>();
