import { type QueryClient, useQuery, useQueryClient } from '@tanstack/preact-query';
import { useEffect } from 'preact/hooks';
import { api, ask } from '@/api/client';
import { epochSeen } from '@/api/signals';
import type { Bootstrap } from '@/api/types';
import { writeInZone } from '@/format/dates';

const key = ['bootstrap'];
const read = () => ask(api.GET('/api/v1/bootstrap'));

/** Will return the bootstrap data that the shell carried, or null where it carries none. */
export function inlined(): Bootstrap | null {
  const text = document.getElementById('bootstrap')?.textContent;
  return text ? (JSON.parse(text) as Bootstrap) : null;
}

/** Will put `bootstrap` in force; what was read under another configuration or person is forgotten. */
export function install(queries: QueryClient, bootstrap: Bootstrap): void {
  const before = queries.getQueryData<Bootstrap>(key);
  queries.setQueryData(key, bootstrap);
  writeInZone(bootstrap.lender.time_zone, Intl.DateTimeFormat().resolvedOptions().timeZone);
  document.documentElement.dataset.portal = bootstrap.brand.portal_name;
  const changed = before && (before.epoch !== bootstrap.epoch || before.viewer?.id !== bootstrap.viewer?.id);
  if (changed) queries.resetQueries({ predicate: (query) => query.queryKey[0] !== 'bootstrap' });
}

let reading: Promise<void> | null = null;

/** Will ask the server how the portal stands now, once for all who ask at the same time. */
export function revalidate(queries: QueryClient): Promise<void> {
  reading ??= read()
    .then((fresh) => install(queries, fresh))
    .finally(() => {
      reading = null;
    });
  return reading;
}

export function useBootstrap(): Bootstrap {
  const { data } = useQuery({ queryKey: key, queryFn: read, staleTime: Number.POSITIVE_INFINITY });
  if (!data) throw new Error('The shell has not started.');
  return data;
}

export function useSection(section: string): boolean {
  return useBootstrap().sections.includes(section);
}

/** Reads the bootstrap anew as soon as any answer carries another epoch. */
export function useEpochWatch(): void {
  const queries = useQueryClient();
  useEffect(
    () =>
      epochSeen.listen((epoch) => {
        if (epoch !== queries.getQueryData<Bootstrap>(key)?.epoch) revalidate(queries).catch(() => undefined);
      }),
    [queries],
  );
}
