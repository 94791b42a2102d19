import { useQueryClient } from '@tanstack/preact-query';
import { useCallback } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { revalidate } from '@/shared/bootstrap';
import { takeReturn } from '@/shared/returning';

/** Will open the pages of the person whose cookie just came, where they were or at their accounts. */
export function useEnter(): () => Promise<void> {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  return useCallback(async () => {
    navigate(takeReturn(), { replace: true });
    await revalidate(queries);
  }, [queries, navigate]);
}

/** The one-time token of a mailed link: it stands behind the #, which browsers never send to a server. */
export function linkToken(): string {
  return location.hash.slice(1);
}
