import { expect, test } from 'vitest';
import type { AccountDetail, ScheduleLine } from '@/api/types';
import { momentsOf } from './curve';

const usd = (minor: number) => ({ amount_minor: minor, currency: 'USD' });

function line(number: number, balance: number): ScheduleLine {
  return {
    number,
    due_on: `2026-0${number}-15`,
    principal: usd(1000),
    interest: usd(50),
    total: usd(1050),
    balance_after: usd(balance),
    status: 'paid',
  };
}

const account = (standing: AccountDetail['standing'], on: string | null, interest: number) => ({
  standing,
  paid_off_on: on,
  paid: { principal: usd(5000), interest: usd(interest), fees: usd(0) },
});

test('A loan paid off early ends with the payoff, at what was paid in all', () => {
  const moments = momentsOf([line(1, 4000), line(2, 3000)], account('paid_off', '2026-03-01', 120));

  expect(moments.at(-1)).toEqual({
    number: 3,
    due_on: '2026-03-01',
    status: 'paid',
    balance: usd(0),
    principalPaid: usd(5000),
    interestPaid: usd(120),
    closes: true,
  });
  expect(moments.map((moment) => moment.interestPaid.amount_minor)).toEqual([50, 100, 120]);
});

test('A payoff whose day nobody knows is no moment, and nowhere is more interest paid than was', () => {
  const moments = momentsOf([line(1, 4000), line(2, 3000)], account('paid_off', null, 98));

  expect(moments.map((moment) => moment.interestPaid.amount_minor)).toEqual([50, 98]);
});

test('A loan paid to its last scheduled payment needs no payoff', () => {
  const moments = momentsOf([line(1, 1000), line(2, 0)], account('paid_off', '2026-02-15', 100));

  expect(moments.map((moment) => moment.closes)).toEqual([false, false]);
});

test('An open loan keeps the whole schedule as it is', () => {
  const moments = momentsOf([line(1, 4000), line(2, 3000)], account('current', null, 0));

  expect(moments.map((moment) => moment.interestPaid.amount_minor)).toEqual([50, 100]);
});
