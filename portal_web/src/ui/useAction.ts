import { useCallback, useState } from 'preact/hooks';
import { type ApiError, asApiError } from '@/api/errors';

interface Action<A extends unknown[]> {
  run: (...args: A) => Promise<void>;
  pending: boolean;
  error: ApiError | null;
  clear: () => void;
}

/** One thing a person asked for: under way, done or refused; a second click while under way does nothing. */
export function useAction<A extends unknown[]>(work: (...args: A) => Promise<unknown>): Action<A> {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const run = async (...args: A) => {
    if (pending) return;
    setPending(true);
    setError(null);
    try {
      await work(...args);
    } catch (problem) {
      setError(asApiError(problem));
    } finally {
      setPending(false);
    }
  };
  return { run, pending, error, clear: useCallback(() => setError(null), []) };
}
