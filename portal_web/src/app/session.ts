import { useQueryClient } from '@tanstack/preact-query';
import { useEffect } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { signedOut } from '@/api/signals';
import type { Bootstrap } from '@/api/types';
import { install } from '@/shared/bootstrap';
import { rememberReturn } from '@/shared/returning';

/** Takes a page whose session has ended to the sign-in page, and remembers the way back. */
export function useSignedOut(): void {
  const queries = useQueryClient();
  const [path, navigate] = useLocation();
  useEffect(
    () =>
      signedOut.listen(() => {
        const known = queries.getQueryData<Bootstrap>(['bootstrap']);
        if (!known?.viewer) return;
        rememberReturn(path);
        navigate('/sign-in', { state: { ended: true } });
        install(queries, { ...known, viewer: null });
      }),
    [queries, path, navigate],
  );
}
