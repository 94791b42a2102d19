/** The mock's routes: which path asks what of the portal. */
import { answer, notFound, nothing, refuse } from './answers.ts';
import { payableOf } from './payments.ts';
import type { MockPortal } from './portal.ts';

type Body = Record<string, unknown>;
type Handler = (found: string[], body: Body, url: URL, request: Request) => Response;
export type Route = [method: string, path: RegExp, handler: Handler, section?: 'payments'];

export function publicRoutes(portal: MockPortal): Route[] {
  const enter = () => {
    portal.signedIn = true;
    return answer({ next: 'done' });
  };
  const byToken = ({ token }: Body) =>
    token === 'good' ? null : refuse(410, 'link_expired', { message: 'This link no longer works.' });
  return [
    ['GET', /^\/bootstrap$/, () => answer(portal.bootstrap())],
    [
      'POST',
      /^\/sign-in$/,
      (_, { password }) =>
        password === 'right'
          ? enter()
          : refuse(401, 'sign_in_failed', {
              message: 'That email and password do not match. Check both and try again.',
            }),
    ],
    ['POST', /^\/password\/forgot$/, () => answer({}, 202)],
    ['POST', /^\/password\/reset\/look$/, (_, body) => byToken(body) ?? nothing()],
    ['POST', /^\/password\/reset$/, (_, body) => byToken(body) ?? enter()],
    [
      'POST',
      /^\/invitation\/look$/,
      (_, body) => byToken(body) ?? answer({ email: 'dana@example.com', name: 'Dana' }),
    ],
    ['POST', /^\/invitation\/accept$/, (_, body) => byToken(body) ?? enter()],
  ];
}

export function privateRoutes(portal: MockPortal): Route[] {
  return [
    [
      'POST',
      /^\/sign-out$/,
      () => {
        portal.signedIn = false;
        return nothing();
      },
    ],
    ['POST', /^\/session\/touch$/, nothing],
    [
      'POST',
      /^\/password\/change$/,
      (_, { current_password }) =>
        current_password === 'right'
          ? nothing()
          : refuse(422, 'invalid', {
              message: 'Not changed.',
              fields: { current_password: 'This is not your current password.' },
            }),
    ],
    ['GET', /^\/accounts$/, () => answer({ items: portal.loans.map((loan) => loan.account) })],
    ['GET', /^\/accounts\/([^/]+)$/, ([id]) => found(portal.loan(id), (loan) => loan.account)],
    [
      'GET',
      /^\/accounts\/([^/]+)\/payable$/,
      ([id]) => found(portal.loan(id), (loan) => payableOf(loan, portal.now())),
      'payments',
    ],
    [
      'GET',
      /^\/accounts\/([^/]+)\/schedule$/,
      ([id]) => found(portal.loan(id), (loan) => ({ items: loan.schedule })),
    ],
    [
      'GET',
      /^\/accounts\/([^/]+)\/transactions$/,
      ([id], _, url) => found(portal.loan(id), (loan) => page(loan.transactions, url)),
    ],
    ['GET', /^\/payment-methods$/, () => answer({ items: portal.methods }), 'payments'],
    [
      'POST',
      /^\/payment-methods\/captures$/,
      () =>
        answer(
          {
            capture_id: 'c1',
            secret: 'mock-secret',
            frame_url: `${portal.walletOrigin}/frame/c1`,
            expires_at: portal.now().toISOString(),
          },
          201,
        ),
      'payments',
    ],
    [
      'DELETE',
      /^\/payment-methods\/([^/]+)$/,
      ([id]) => {
        portal.methods = portal.methods.filter((method) => method.id !== id);
        return nothing();
      },
      'payments',
    ],
    ['POST', /^\/payments\/reviews$/, (_, body) => portal.review(body), 'payments'],
    [
      'POST',
      /^\/payments$/,
      (_, body, __, request) => portal.pay(body, request.headers.get('Idempotency-Key') ?? ''),
      'payments',
    ],
    ['GET', /^\/payments$/, (_, __, url) => answer(history(portal, url)), 'payments'],
    [
      'GET',
      /^\/payments\/([^/]+)$/,
      ([id]) =>
        found(
          portal.payments.find((payment) => payment.id === id),
          (payment) => payment,
        ),
      'payments',
    ],
    ['POST', /^\/payments\/([^/]+)\/cancel$/, ([id]) => portal.cancel(id), 'payments'],
  ];
}

function found<T>(value: T | undefined, body: (value: T) => unknown): Response {
  return value === undefined ? notFound() : answer(body(value));
}

function page<T>(items: T[], url: URL): { items: T[]; next: string | null } {
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const size = 10;
  return {
    items: items.slice(from, from + size),
    next: from + size < items.length ? String(from + size) : null,
  };
}

function history(portal: MockPortal, url: URL) {
  const wanted = (name: string, value: string) => [null, value].includes(url.searchParams.get(name));
  const items = portal.payments.filter(
    (payment) =>
      wanted('account', payment.account.id) &&
      wanted('status', payment.status) &&
      wanted('type', payment.type) &&
      (url.searchParams.get('from') ?? '') <= payment.created_at.slice(0, 10) &&
      payment.created_at.slice(0, 10) <= (url.searchParams.get('to') ?? '9999'),
  );
  return {
    ...page(items, url),
    filters: {
      accounts: portal.loans.map(({ account }) => ({
        id: account.id,
        label: `${account.title}, ${account.number}`,
      })),
      methods: portal.methods.map(({ id, label }) => ({ id, label })),
      statuses: ['submitted', 'settled', 'final', 'returned', 'cancelled'],
      types: ['one_time'],
    },
  };
}
