import type { AccountDetail, Money, PaymentChoice, ReviewRequest } from '@/api/types';
import { readMoney } from '@/format/money';

export interface Choice {
  kind: PaymentChoice;
  /** What was typed for a custom amount, as it was typed. */
  typed: string;
}

export interface Offer {
  kind: PaymentChoice;
  amount: Money | null;
}

const isMoney = (amount: Money | null | undefined): amount is Money => (amount?.amount_minor ?? 0) > 0;

/** Will return the amounts that the account offers, the one to pay first at the top. */
export function offersOf(account: AccountDetail): Offer[] {
  const offers: Offer[] = [];
  const late = account.past_due.value;
  const next = nextDue(account);
  if (isMoney(next)) offers.push({ kind: 'next_due', amount: next });
  if (isMoney(late)) offers.push({ kind: 'past_due', amount: late });
  offers.push({ kind: 'custom', amount: null });
  return offers;
}

/** What "next due" takes: everything due by the next due date, else the next instalment. */
export function nextDue(account: AccountDetail): Money | null {
  const due = account.amount_due.value;
  return isMoney(due) ? due : (account.next_payment?.amount ?? null);
}

export function firstChoice(account: AccountDetail): Choice {
  return { kind: offersOf(account)[0]?.kind ?? 'custom', typed: '' };
}

/** Will return the amount of a choice, or null while a custom amount cannot be read. */
export function amountOf(choice: Choice, account: AccountDetail): Money | null {
  if (choice.kind === 'next_due') return nextDue(account);
  if (choice.kind === 'past_due') return account.past_due.value;
  return readMoney(choice.typed, account.payoff.amount.currency);
}

export function reviewRequest(choice: Choice, account: AccountDetail, methodId: string): ReviewRequest {
  const request: ReviewRequest = { account_id: account.id, choice: choice.kind, method_id: methodId };
  const custom = choice.kind === 'custom' ? amountOf(choice, account) : null;
  return custom ? { ...request, amount: custom } : request;
}
