import { scaleLinear, scalePoint } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import type { AccountDetail, Money, ScheduleLine } from '@/api/types';

export interface Moment {
  number: number;
  due_on: string;
  status: ScheduleLine['status'];
  balance: Money;
  principalPaid: Money;
  interestPaid: Money;
  /** Whether this is the payoff, which no schedule knew of. */
  closes: boolean;
}

type Ending = Pick<AccountDetail, 'standing' | 'paid' | 'paid_off_on'>;

/**
 * Will return the running sums that the line chart draws, one for each line of the schedule. Those of a
 * paid-off account end with the payoff, and nowhere is more paid than was.
 */
export function momentsOf(schedule: ScheduleLine[], account: Ending): Moment[] {
  const moments = runningSums(schedule);
  if (account.standing !== 'paid_off') return moments;
  const { principal, interest } = account.paid;
  const made = moments.map((moment) => ({
    ...moment,
    principalPaid: lesser(moment.principalPaid, principal),
    interestPaid: lesser(moment.interestPaid, interest),
  }));
  const last = made.at(-1);
  if (!account.paid_off_on || last?.balance.amount_minor === 0) return made;
  return [
    ...made,
    {
      number: (last?.number ?? 0) + 1,
      due_on: account.paid_off_on,
      status: 'paid',
      balance: { ...principal, amount_minor: 0 },
      principalPaid: principal,
      interestPaid: interest,
      closes: true,
    },
  ];
}

const lesser = (one: Money, other: Money): Money => (one.amount_minor < other.amount_minor ? one : other);

function runningSums(schedule: ScheduleLine[]): Moment[] {
  let principal = 0;
  let interest = 0;
  return schedule.map((due) => {
    principal += due.principal.amount_minor;
    interest += due.interest.amount_minor;
    const { currency } = due.principal;
    return {
      number: due.number,
      due_on: due.due_on,
      status: due.status,
      balance: due.balance_after,
      principalPaid: { amount_minor: principal, currency },
      interestPaid: { amount_minor: interest, currency },
      closes: false,
    };
  });
}

export interface Box {
  width: number;
  height: number;
}

export const margin = { left: 58, right: 12, top: 10, bottom: 26 };

/** Will return the paths, ticks and places of the chart for `moments` in a box of this size. */
export function layOut(moments: Moment[], { width, height }: Box) {
  const values = moments.flatMap((moment) => [
    moment.balance.amount_minor,
    moment.principalPaid.amount_minor,
    moment.interestPaid.amount_minor,
  ]);
  const y = scaleLinear([0, Math.max(1, ...values)], [height - margin.bottom, margin.top]).nice(4);
  const x = scalePoint(
    moments.map((moment) => moment.number),
    [margin.left, width - margin.right],
  );
  const at = (moment: Moment) => x(moment.number) ?? margin.left;
  const path = (value: (moment: Moment) => Money) =>
    line<Moment>(at, (moment) => y(value(moment).amount_minor)).curve(curveMonotoneX)(moments) ?? '';
  return {
    at,
    y,
    ticks: y.ticks(4),
    balance: path((moment) => moment.balance),
    principal: path((moment) => moment.principalPaid),
    interest: path((moment) => moment.interestPaid),
    under:
      area<Moment>(at, y(0), (moment) => y(moment.balance.amount_minor)).curve(curveMonotoneX)(moments) ?? '',
  };
}

/** Will return the moments whose year is written under the chart, no two closer than `apart` pixels. */
export function yearMarks(moments: Moment[], at: (moment: Moment) => number, apart: number): Moment[] {
  const firsts = moments.filter((moment, index) => {
    const before = moments[index - 1];
    return before !== undefined && before.due_on.slice(0, 4) !== moment.due_on.slice(0, 4);
  });
  const kept: Moment[] = [];
  for (const moment of firsts) {
    const last = kept.at(-1);
    if (!last || at(moment) - at(last) >= apart) kept.push(moment);
  }
  return kept;
}
