import type {
  Money,
  Payable,
  PaymentDetail,
  PaymentMethod,
  Review,
  ReviewRequest,
} from '../src/api/types.ts';
import { dayOf, type Loan, usd } from './loans.ts';
import { money } from './say.ts';

const hour = 3_600_000;
const terms = `I authorize the lender to make one electronic debit from my bank account for the amount and on the date shown above. I may cancel it until the time shown.\n\nIf my bank returns the debit, the amount stays owed and a fee may be charged as my agreement says.\n\nI can ask for a copy of this authorization at any time.`;

export function firstMethod(id: string, now: Date): PaymentMethod {
  return {
    id,
    kind: 'bank_account',
    bank_name: 'First Harbor Bank',
    label: 'Checking ••6789',
    account_type: 'checking',
    holder_type: 'person',
    holder_name: 'Dana Whitfield',
    last4: '6789',
    validation: 'not_required',
    validation_text: 'Ready to use',
    usable: true,
    added_at: new Date(now.getTime() - 40 * 24 * hour).toISOString(),
  };
}

export function makeReview(wish: ReviewRequest, loan: Loan, method: PaymentMethod, now: Date): Review {
  const { account } = loan;
  const amount =
    wish.choice === 'next_due'
      ? account.amount_due.value
      : wish.choice === 'past_due'
        ? account.past_due.value
        : wish.amount;
  return {
    id: crypto.randomUUID(),
    expires_at: new Date(now.getTime() + hour / 4).toISOString(),
    account: { id: account.id, number: account.number, title: account.title },
    method: { id: method.id, label: method.label },
    amount: amount ?? usd(0),
    choice: wish.choice,
    debit_on: dayOf(new Date(now.getTime() + 24 * hour)),
    submits_by: new Date(now.getTime() + 5 * hour).toISOString(),
    cancellable_until: new Date(now.getTime() + 4 * hour).toISOString(),
    terms: { version: '2026-10', text: terms, hash: 'mock-terms' },
    overlaps: account.pending_payments,
    notes: [],
  };
}

/** What can be paid tomorrow: a day's interest more than today, less what is under way. */
export function payableOf({ account }: Loan, now: Date): Payable {
  const { amount, per_diem } = account.payoff;
  const sum = account.pending_payments.reduce((all, payment) => all + payment.amount.amount_minor, 0);
  const some = (due: Money | null) => (due && due.amount_minor > 0 ? due : null);
  return {
    debit_on: dayOf(new Date(now.getTime() + 24 * hour)),
    next_due: some(account.amount_due.value),
    past_due: some(account.past_due.value),
    most: usd(Math.max(0, amount.amount_minor + per_diem.amount_minor - sum)),
    under_way: usd(sum),
  };
}

export function refusalOf(wish: ReviewRequest, loan: Loan, now: Date): string {
  if (wish.choice !== 'custom') return '';
  const asked = wish.amount?.amount_minor ?? 0;
  if (asked <= 0) return 'Enter an amount above zero.';
  const { most } = payableOf(loan, now);
  return asked > most.amount_minor ? `That is more than what is left to pay off (${money(most)}).` : '';
}

export function makePayment(review: Review, count: number, now: Date): PaymentDetail {
  return {
    id: crypto.randomUUID(),
    reference: `P-7K2M${String(count).padStart(2, '0')}`,
    account: review.account,
    amount: review.amount,
    method: { label: review.method.label },
    type: 'one_time',
    status: 'submitted',
    status_text: 'Pending',
    created_at: now.toISOString(),
    debit_on: review.debit_on,
    cancellable_until: review.cancellable_until,
    can_cancel: true,
    timeline: [
      {
        at: now.toISOString(),
        step: 'submitted',
        text: 'You confirmed this payment. It waits for the next file to the bank.',
      },
    ],
    authorization: {
      text: review.terms.text,
      version: review.terms.version,
      at: now.toISOString(),
      address: '203.0.113.7',
    },
    return_reason: null,
    receipt_email: 'dana@example.com',
  };
}

export function cancelled(payment: PaymentDetail, now: Date): PaymentDetail {
  return {
    ...payment,
    status: 'cancelled',
    status_text: 'Canceled',
    debit_on: null,
    can_cancel: false,
    cancellable_until: null,
    timeline: [
      ...payment.timeline,
      {
        at: now.toISOString(),
        step: 'cancelled',
        text: 'You canceled this payment. Nothing was debited.',
      },
    ],
  };
}

/** Payments of earlier months, so that the history has something to show and to filter. */
export function pastPayments(loans: Loan[]): PaymentDetail[] {
  return loans.flatMap((loan, which) =>
    loan.transactions.slice(0, 5).map((line, at) => {
      const returned = which === 1 && at === 2;
      const at9 = `${line.effective_on}T14:00:00Z`;
      const status = returned ? ('returned' as const) : at === 0 ? ('settled' as const) : ('final' as const);
      return {
        id: `${loan.account.id.slice(0, 24)}${which}0000000000${at}`,
        reference: `P-4H${which}T8${at}`,
        account: { id: loan.account.id, number: loan.account.number, title: loan.account.title },
        amount: line.amount,
        method: { label: 'Checking ••6789' },
        type: 'one_time' as const,
        status,
        status_text: returned ? 'Returned' : at === 0 ? 'Settled' : 'Final',
        created_at: at9,
        debit_on: line.effective_on,
        cancellable_until: null,
        can_cancel: false,
        timeline: [
          { at: at9, step: 'submitted', text: 'You confirmed this payment.' },
          { at: at9, step: 'claimed', text: 'Sent to the bank in file 41.' },
          returned
            ? {
                at: at9,
                step: 'returned',
                text: 'Your bank returned it: not enough money in the account (R01).',
              }
            : { at: at9, step: 'settled', text: 'Debited from your account and posted to your loan.' },
        ],
        authorization: { text: terms, version: '2026-10', at: at9, address: '203.0.113.7' },
        return_reason: returned
          ? { code: 'R01', text: 'There was not enough money in the account. The amount is owed again.' }
          : null,
        receipt_email: 'dana@example.com',
      };
    }),
  );
}
