import type { PaymentSearch } from '@/api/queries';

const names = ['account', 'from', 'to', 'method', 'type', 'status'] as const;

/** Will read the filters from a page's query string; what is none of them is left out. */
export function readSearch(query: string): PaymentSearch {
  const found = new URLSearchParams(query);
  const search: PaymentSearch = {};
  for (const name of names) {
    const value = found.get(name);
    if (value) search[name] = value;
  }
  return search;
}

/** Will write the filters as a query string, empty where there are none. */
export function writeSearch(search: PaymentSearch): string {
  const query = new URLSearchParams();
  for (const name of names) {
    const value = search[name];
    if (value) query.set(name, value);
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}
