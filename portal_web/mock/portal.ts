/** A lender's portal in memory, with the contract's answers; for looking and for tests, never for money. */
import type { Bootstrap, PaymentDetail, PaymentMethod, Review, ReviewRequest } from '../src/api/types.ts';
import { answer, notFound, refuse } from './answers.ts';
import type { MockLender } from './lenders.ts';
import { type Loan, makeLoan } from './loans.ts';
import { cancelled, firstMethod, makePayment, makeReview, pastPayments, refusalOf } from './payments.ts';
import { privateRoutes, publicRoutes } from './routes.ts';

type Body = Record<string, unknown>;

export class MockPortal {
  readonly lender: MockLender;
  readonly now: () => Date;
  readonly walletOrigin: string;
  epoch = 1;
  paymentsOn: boolean;
  signedIn = false;
  loans: Loan[];
  methods: PaymentMethod[];
  payments: PaymentDetail[];
  reviews = new Map<string, { review: Review; spent: string | null }>();
  keys = new Map<string, PaymentDetail>();

  constructor(
    lender: MockLender,
    now: () => Date = () => new Date(),
    walletOrigin = 'http://wallet.localhost',
  ) {
    this.lender = lender;
    this.now = now;
    this.walletOrigin = walletOrigin;
    this.paymentsOn = lender.paymentsOn;
    this.loans = lender.loans.map((wish) => makeLoan(wish, now()));
    this.methods = [firstMethod(crypto.randomUUID(), now())];
    this.payments = pastPayments(this.loans);
  }

  switchPayments(on: boolean): void {
    this.paymentsOn = on;
    this.epoch += 1;
  }

  bootstrap(): Bootstrap {
    return {
      ...this.lender.bootstrap,
      epoch: this.epoch,
      sections: this.paymentsOn ? ['payments', 'amortization'] : ['amortization'],
      payments_state: this.paymentsOn ? 'on' : 'off',
      wallet_origin: this.walletOrigin,
      viewer: this.signedIn
        ? { id: 'u1', name: 'Dana Whitfield', email: 'dana@example.com', initials: 'DW', read_only: false }
        : null,
    };
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const text = await request.text();
    const body = text ? (JSON.parse(text) as Body) : {};
    const response = this.route(request, url, body);
    response.headers.set('X-Portico-Epoch', String(this.epoch));
    response.headers.set('X-Portico-Build', 'mock');
    return response;
  }

  private route(request: Request, url: URL, body: Body): Response {
    const path = url.pathname.replace('/api/v1', '');
    for (const [method, pattern, handler, section] of [...publicRoutes(this), ...privateRoutes(this)]) {
      const found = pattern.exec(path);
      if (method !== request.method || !found) continue;
      if (section && !this.paymentsOn) return notFound();
      const open = publicRoutes(this).some(([, known]) => known.source === pattern.source);
      if (!open && !this.signedIn) return refuse(401, 'signed_out', { message: 'Please sign in.' });
      return handler(found.slice(1), body, url, request);
    }
    return notFound();
  }

  loan(id: string | undefined): Loan | undefined {
    return this.loans.find((loan) => loan.account.id === id);
  }

  review(body: Body): Response {
    const wish = body as ReviewRequest;
    const loan = this.loan(wish.account_id);
    const method = this.methods.find((known) => known.id === wish.method_id);
    if (!loan || !method) return notFound();
    const sentence = refusalOf(wish, loan, this.now());
    if (sentence) return refuse(422, 'invalid', { message: sentence, fields: { amount: sentence } });
    const review = makeReview(wish, loan, method, this.now());
    this.reviews.set(review.id, { review, spent: null });
    return answer(review, 201);
  }

  pay(body: Body, key: string): Response {
    const before = this.keys.get(key);
    if (before) return answer(before, 201);
    const known = this.reviews.get(String(body.review_id));
    if (!known) return refuse(409, 'review_expired', { message: 'Please check the payment again.' });
    if (known.spent) {
      return refuse(409, 'review_spent', { message: 'Already made.', details: { payment_id: known.spent } });
    }
    const loan = this.loan(known.review.account.id);
    const named = new Set(body.pay_again as string[]);
    const overlaps = (loan?.account.pending_payments ?? []).filter((payment) => !named.has(payment.id));
    if (overlaps.length > 0) {
      return refuse(409, 'overlap', { message: 'A payment is on its way.', details: { payments: overlaps } });
    }
    const payment = makePayment(known.review, this.payments.length, this.now());
    known.spent = payment.id;
    this.keys.set(key, payment);
    this.payments.unshift(payment);
    loan?.account.pending_payments.push(payment);
    return answer(payment, 201);
  }

  cancel(id: string | undefined): Response {
    const at = this.payments.findIndex((payment) => payment.id === id);
    const payment = this.payments[at];
    if (!payment) return notFound();
    if (!payment.can_cancel) {
      return refuse(409, 'too_late_to_cancel', { message: 'It is too late: the payment went to the bank.' });
    }
    const fresh = cancelled(payment, this.now());
    this.payments[at] = fresh;
    const loan = this.loan(payment.account.id);
    if (loan)
      loan.account.pending_payments = loan.account.pending_payments.filter((known) => known.id !== id);
    return answer(fresh);
  }
}
