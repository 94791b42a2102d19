/** Two small portfolios with plain arithmetic; good enough to look at, never a source of truth. */
import type { AccountDetail, Money, ScheduleLine, Transaction } from '../src/api/types.ts';

export const usd = (amount_minor: number): Money => ({ amount_minor, currency: 'USD' });
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

export interface LoanWish {
  id: string;
  number: string;
  title: string;
  amount: number;
  rate: string;
  term: number;
  /** How many months ago the first payment was due. */
  age: number;
  /** How many payments are late. */
  late: number;
  day: number;
}

function monthsFrom(now: Date, months: number, day: number): string {
  return dayOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, day)));
}

export interface Loan {
  account: AccountDetail;
  schedule: ScheduleLine[];
  transactions: Transaction[];
}

function scheduleOf(wish: LoanWish, now: Date): ScheduleLine[] {
  const monthly = Number(wish.rate) / 1200;
  const instalment = Math.round((wish.amount * monthly) / (1 - (1 + monthly) ** -wish.term));
  const paid = wish.age - wish.late;
  let balance = wish.amount;
  return Array.from({ length: wish.term }, (_, at) => {
    const interest = Math.round(balance * monthly);
    const last = at === wish.term - 1;
    const principal = last ? balance : instalment - interest;
    balance -= principal;
    const due_on = monthsFrom(now, at - wish.age + 1, wish.day);
    const status = at < paid ? 'paid' : at < wish.age ? 'past_due' : at === wish.age ? 'due' : 'upcoming';
    return {
      number: at + 1,
      due_on,
      principal: usd(principal),
      interest: usd(interest),
      total: usd(principal + interest),
      balance_after: usd(balance),
      status,
    };
  });
}

function transactionsOf(wish: LoanWish, schedule: ScheduleLine[]): Transaction[] {
  return schedule
    .filter((line) => line.status === 'paid')
    .map((line) => ({
      id: `${wish.id}-t${line.number}`,
      posted_on: line.due_on,
      effective_on: line.due_on,
      kind: 'payment' as const,
      description: 'Payment, thank you',
      amount: line.total,
      principal: line.principal,
      interest: line.interest,
      fees: usd(0),
      balance_after: line.balance_after,
      payment_id: null,
    }))
    .reverse();
}

const sum = (lines: ScheduleLine[], part: 'principal' | 'interest' | 'total'): number =>
  lines.reduce((total, line) => total + line[part].amount_minor, 0);

export function makeLoan(wish: LoanWish, now: Date): Loan {
  const schedule = scheduleOf(wish, now);
  const figure = <T>(value: T) => ({
    value,
    as_of: now.toISOString(),
    source: 'ledger' as const,
    stale: false,
  });
  const paid = schedule.filter((line) => line.status === 'paid');
  const late = schedule.filter((line) => line.status === 'past_due');
  const open = schedule.filter((line) => line.status !== 'paid');
  const due = schedule.find((line) => line.status === 'due');
  const balance = wish.amount - sum(paid, 'principal');
  const interest = Math.round((balance * Number(wish.rate) * 12) / 36500);
  const owed = sum(late, 'total') + (due?.total.amount_minor ?? 0);
  const account: AccountDetail = {
    id: wish.id,
    number: wish.number,
    product: 'loan',
    title: wish.title,
    nickname: null,
    standing: balance === 0 ? 'paid_off' : late.length ? 'past_due' : 'current',
    standing_text: balance === 0 ? 'Paid off' : late.length ? 'Past due' : 'Current',
    balance: figure(usd(balance)),
    amount_due: figure(usd(owed)),
    past_due: figure(usd(sum(late, 'total'))),
    past_due_since: figure(late[0]?.due_on ?? null),
    next_due_on: figure(due?.due_on ?? null),
    remaining_payments: figure(open.length),
    can_pay: balance > 0,
    cannot_pay_reason: null,
    rate: figure(wish.rate),
    projected_payoff_on: figure(balance === 0 ? null : (schedule.at(-1)?.due_on ?? null)),
    paid_off_on: balance === 0 ? (schedule.at(-1)?.due_on ?? null) : null,
    original_amount: usd(wish.amount),
    opened_on: monthsFrom(now, -wish.age, wish.day),
    term: wish.term,
    instalment: schedule[0]?.total ?? usd(0),
    payoff: {
      amount: usd(balance + interest),
      as_of: dayOf(now),
      per_diem: usd(Math.round((balance * Number(wish.rate)) / 36500)),
      principal: usd(balance),
      interest: usd(interest),
      fees: usd(0),
    },
    paid: { principal: usd(sum(paid, 'principal')), interest: usd(sum(paid, 'interest')), fees: usd(0) },
    remaining_principal: usd(balance),
    role: 'borrower',
    parties: [{ name: 'Maya Chen', is_you: true }],
    next_payment: due ? { due_on: due.due_on, amount: due.total } : null,
    pending_payments: [],
  };
  return { account, schedule, transactions: transactionsOf(wish, schedule) };
}
