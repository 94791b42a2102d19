import { render } from '@testing-library/preact';
import { vi } from 'vitest';
import { newQueries, start } from '@/app/start';
import { lenders, type MockLender } from '../../mock/lenders.ts';
import { MockPortal } from '../../mock/portal.ts';

export { refuse } from '../../mock/answers.ts';
export { type Loan, usd } from '../../mock/loans.ts';

const clock = () => new Date('2026-11-23T15:00:00Z');

export interface Sent {
  method: string;
  path: string;
  key: string | null;
  guard: string | null;
}

interface Visit {
  signedIn?: boolean;
  /** The portal of an earlier visit, to come back to. */
  portal?: MockPortal;
  /** What the entry of the browser's history holds already. */
  state?: unknown;
}

/** A borrower's browser at `slug`'s portal: the real app, and a server that answers as the contract says. */
export async function visit(
  path: string,
  slug = 'auto',
  { signedIn = true, portal: before, state = null }: Visit = {},
) {
  const lender = lenders.find((known) => known.bootstrap.lender.slug === slug) as MockLender;
  const portal = before ?? new MockPortal(lender, clock);
  portal.signedIn = signedIn;
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url, 'http://auto.localhost');
    sent.push({
      method: request.method,
      path: pathname.replace('/api/v1', ''),
      key: request.headers.get('Idempotency-Key'),
      guard: request.headers.get('X-Portico'),
    });
    return portal.handle(request);
  });
  vi.stubGlobal('scrollTo', () => undefined);
  history.replaceState(state, '', path);
  const queries = newQueries();
  const screen = render(await start(queries));
  return { portal, sent, screen, queries };
}

/** Will return what an element says, with plain spaces where a line may not break. */
export function textOf(element: Element | null | undefined): string | undefined {
  return element?.textContent?.replace(/\u00a0/g, ' ');
}
