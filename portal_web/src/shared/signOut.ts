import { useQueryClient } from '@tanstack/preact-query';
import { useCallback } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { api, ask } from '@/api/client';
import { asApiError } from '@/api/errors';
import { revalidate } from './bootstrap';

/** Will end this session, or all of this person's, and show the sign-in page. */
export function useSignOut(): (everywhere: boolean) => Promise<void> {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  return useCallback(
    async (everywhere: boolean) => {
      try {
        await ask(api.POST('/api/v1/sign-out', { body: { everywhere } }));
      } catch (error) {
        // A session that has ended already is what was asked for.
        if (asApiError(error).status !== 401) throw error;
      }
      navigate('/sign-in', { state: { left: true } });
      await revalidate(queries);
    },
    [queries, navigate],
  );
}
