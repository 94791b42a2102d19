import type { Money, Payable, PaymentChoice, ReviewRequest } from '@/api/types';
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

/** Will return the amounts that can be paid, the one to pay first at the top. */
export function offersOf(payable: Payable): Offer[] {
  const offers: Offer[] = [];
  if (payable.next_due) offers.push({ kind: 'next_due', amount: payable.next_due });
  if (payable.past_due) offers.push({ kind: 'past_due', amount: payable.past_due });
  offers.push({ kind: 'custom', amount: null });
  return offers;
}

/** Will return the choice where it is still offered, else the one to pay first. */
export function offered(choice: Choice, payable: Payable): Choice {
  const offers = offersOf(payable);
  if (offers.some((offer) => offer.kind === choice.kind)) return choice;
  return { ...choice, kind: offers[0]?.kind ?? 'custom' };
}

/** Will return the amount of a choice, or null while a custom amount cannot be read. */
export function amountOf(choice: Choice, payable: Payable): Money | null {
  if (choice.kind === 'next_due') return payable.next_due;
  if (choice.kind === 'past_due') return payable.past_due;
  return readMoney(choice.typed, payable.most.currency);
}

export function reviewRequest(
  accountId: string,
  choice: Choice,
  payable: Payable,
  methodId: string,
): ReviewRequest {
  const request: ReviewRequest = { account_id: accountId, choice: choice.kind, method_id: methodId };
  const custom = choice.kind === 'custom' ? amountOf(choice, payable) : null;
  return custom ? { ...request, amount: custom } : request;
}
