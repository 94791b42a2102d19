import { useQuery } from '@tanstack/preact-query';
import { useId, useMemo, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { scheduleQuery } from '@/api/queries';
import type { AccountDetail, ScheduleLine } from '@/api/types';
import { day, month } from '@/format/dates';
import { locale, minorDigits, money } from '@/format/money';
import { Amount, Bones, Facts, Loading } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { t } from '@/words/words';
import { box, layOut, type Moment, momentsOf, yearMarks } from './curve';

export default function AmortizationCard({ account }: { account: AccountDetail }) {
  const schedule = useQuery(scheduleQuery(account.id));
  return (
    <section class="card stack" aria-labelledby="amortization-title">
      <div class="row row--between">
        <h2 id="amortization-title" class="card__title">
          {t('amortization.title')}
        </h2>
        <Link href={`/accounts/${account.id}/breakdown`}>{t('amortization.breakdown')}</Link>
      </div>
      {schedule.isError && <ErrorNotice error={schedule.error} onRetry={() => schedule.refetch()} />}
      {schedule.isPending && (
        <Loading>
          <Bones of={['block', 'line']} />
        </Loading>
      )}
      {schedule.data && schedule.data.items.length > 0 && <Amortization schedule={schedule.data.items} />}
      {schedule.data?.items.length === 0 && <p class="muted">{t('amortization.none')}</p>}
    </section>
  );
}

function Amortization({ schedule }: { schedule: ScheduleLine[] }) {
  const moments = useMemo(() => momentsOf(schedule), [schedule]);
  const next = moments.findIndex((moment) => moment.status !== 'paid');
  const [at, setAt] = useState(next < 0 ? moments.length - 1 : next);
  const id = useId();
  const chosen = moments[Math.min(at, moments.length - 1)];
  if (!chosen) return null;
  return (
    <>
      <Legend />
      <Curve moments={moments} chosen={chosen} choose={setAt} />
      <div>
        <label for={id} class="visually-hidden">
          {t('amortization.scrub')}
        </label>
        <input
          id={id}
          class="range"
          type="range"
          min={0}
          max={moments.length - 1}
          value={at}
          aria-valuetext={readoutWords(chosen)}
          onInput={(event) => setAt(Number(event.currentTarget.value))}
        />
        <div class="readout">
          <Facts
            inline
            items={[
              { label: t('amortization.payment', { number: chosen.number }), value: day(chosen.due_on) },
              { label: t('amortization.balance'), value: <Amount value={chosen.balance} /> },
              { label: t('paid.principal'), value: <Amount value={chosen.principalPaid} /> },
              { label: t('paid.interest'), value: <Amount value={chosen.interestPaid} /> },
            ]}
          />
        </div>
      </div>
      <YearTable moments={moments} />
    </>
  );
}

function readoutWords(moment: Moment): string {
  return t('amortization.readout', { day: day(moment.due_on), balance: money(moment.balance) });
}

const lines = [
  { tone: 1, key: 'amortization.balance' },
  { tone: 2, key: 'paid.principal' },
  { tone: 3, key: 'paid.interest' },
] as const;

function Legend() {
  return (
    <div class="legend" aria-hidden="true">
      {lines.map(({ tone, key }) => (
        <span key={key}>
          <span class={`key key--line tone--${tone}`} />
          {t(key)}
        </span>
      ))}
    </div>
  );
}

interface CurveProps {
  moments: Moment[];
  chosen: Moment;
  choose: (at: number) => void;
}

function shortMoney(minor: number, currency: string): string {
  return new Intl.NumberFormat(locale(), {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(minor / 10 ** minorDigits(currency));
}

function Curve({ moments, chosen, choose }: CurveProps) {
  const drawn = useMemo(() => layOut(moments), [moments]);
  const { currency } = chosen.balance;
  const follow = (event: PointerEvent) => {
    const rect = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    const x = ((event.clientX - rect.left) / rect.width) * box.width;
    const share = (x - box.left) / (box.width - box.left - box.right);
    choose(Math.max(0, Math.min(moments.length - 1, Math.round(share * (moments.length - 1)))));
  };
  const x = drawn.at(chosen);
  const dots = [chosen.balance, chosen.principalPaid, chosen.interestPaid];
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${box.width} ${box.height}`}
      role="img"
      aria-label={t('amortization.chart')}
      onPointerMove={follow}
    >
      {drawn.ticks.map((tick) => (
        <g key={tick}>
          <line
            class="chart__grid"
            x1={box.left}
            x2={box.width - box.right}
            y1={drawn.y(tick)}
            y2={drawn.y(tick)}
          />
          <text x={box.left - 8} y={drawn.y(tick) + 4} text-anchor="end">
            {shortMoney(tick, currency)}
          </text>
        </g>
      ))}
      {yearMarks(moments).map((moment) => (
        <text key={moment.number} x={drawn.at(moment)} y={box.height - 6}>
          {moment.due_on.slice(0, 4)}
        </text>
      ))}
      <path class="chart__area" d={drawn.under} />
      <path class="chart__line tone--3" d={drawn.interest} />
      <path class="chart__line tone--2" d={drawn.principal} />
      <path class="chart__line tone--1" d={drawn.balance} />
      <line class="chart__now" x1={x} x2={x} y1={box.top} y2={box.height - box.bottom} />
      {dots.map((amount, index) => (
        <circle
          key={lines[index]?.key}
          class={`chart__dot tone--${index + 1}`}
          cx={x}
          cy={drawn.y(amount.amount_minor)}
          r="5"
        />
      ))}
    </svg>
  );
}

/** The chart in figures, a line a year; every payment stands on the breakdown page. */
function YearTable({ moments }: { moments: Moment[] }) {
  const lasts = moments.filter(
    (moment, at) => moments[at + 1]?.due_on.slice(0, 4) !== moment.due_on.slice(0, 4),
  );
  return (
    <details class="more">
      <summary>{t('amortization.table')}</summary>
      <div class="table-wrap">
        <table class="table">
          <caption class="visually-hidden">{t('amortization.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('amortization.after')}</th>
              <th scope="col" class="table__num">
                {t('amortization.balance')}
              </th>
              <th scope="col" class="table__num">
                {t('paid.principal')}
              </th>
              <th scope="col" class="table__num">
                {t('paid.interest')}
              </th>
            </tr>
          </thead>
          <tbody>
            {lasts.map((moment) => (
              <tr key={moment.number}>
                <th scope="row">{month(moment.due_on)}</th>
                <td class="table__num">
                  <Amount value={moment.balance} />
                </td>
                <td class="table__num">
                  <Amount value={moment.principalPaid} />
                </td>
                <td class="table__num">
                  <Amount value={moment.interestPaid} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
