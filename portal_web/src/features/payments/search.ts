import type { PaymentSearch } from '@/api/queries';

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const day = /^\d{4}-\d{2}-\d{2}$/;

/** What each filter may hold; an address that somebody typed or kept may say anything. */
const shapes: Record<keyof PaymentSearch, RegExp> = {
  account: id,
  from: day,
  to: day,
  method: id,
  type: /^one_time$/,
  status: /^(submitted|claimed|held|settled|final|cancelled|failed|returned)$/,
};

/** Will read the filters from a page's query string; what is none of them is left out. */
export function readSearch(query: string): PaymentSearch {
  const found = [...new URLSearchParams(query)];
  return Object.fromEntries(
    found.filter(([name, value]) => shapes[name as keyof PaymentSearch]?.test(value)),
  ) as PaymentSearch;
}

/** Will write the filters as a query string, empty where there are none. */
export function writeSearch(search: PaymentSearch): string {
  const text = new URLSearchParams(search).toString();
  return text ? `?${text}` : '';
}

/** True where the first day comes after the last, so that no payment can lie between. */
export function isBackwards({ from, to }: PaymentSearch): boolean {
  return from !== undefined && to !== undefined && from > to;
}
