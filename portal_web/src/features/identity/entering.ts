import { useQueryClient } from '@tanstack/preact-query';
import { useCallback, useEffect, useState } from 'preact/hooks';
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
export function useLinkToken(): string {
  useEffect(() => {
    // Only the token differs between two mailed links, and for that alone a browser loads no page anew.
    const another = () => location.reload();
    window.addEventListener('hashchange', another);
    return () => window.removeEventListener('hashchange', another);
  }, []);
  const [token] = useState(() => location.hash.slice(1));
  return token;
}
