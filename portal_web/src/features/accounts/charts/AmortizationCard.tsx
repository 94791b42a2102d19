import { useQuery } from '@tanstack/preact-query';
import { useId, useMemo, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { scheduleQuery } from '@/api/queries';
import type { AccountDetail, ScheduleLine } from '@/api/types';
import { day, dayShort, month } from '@/format/dates';
import { money } from '@/format/money';
import { Amount, Bones, Facts, Loading } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { t } from '@/words/words';
import { Curve } from './CurveChart';
import { type Moment, momentsOf } from './curve';
import { lines } from './lines';

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
      {schedule.data && <Amortization account={account} schedule={schedule.data.items} />}
    </section>
  );
}

function Amortization({ account, schedule }: { account: AccountDetail; schedule: ScheduleLine[] }) {
  const moments = useMemo(() => momentsOf(schedule, account), [schedule, account]);
  const next = moments.findIndex((moment) => moment.status !== 'paid');
  const [at, setAt] = useState(next < 0 ? moments.length - 1 : next);
  const id = useId();
  const chosen = moments[Math.min(at, moments.length - 1)];
  if (!chosen) {
    const isOver = account.standing === 'paid_off';
    return <p class="muted">{t(isOver ? 'payoff.nothing' : 'amortization.none')}</p>;
  }
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
              {
                label: chosen.closes
                  ? t('account.paid_off')
                  : t('amortization.payment', { number: chosen.number }),
                value: dayShort(chosen.due_on),
              },
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

/** The chart in figures, a line a year; every payment stands on the breakdown page. */
function YearTable({ moments }: { moments: Moment[] }) {
  const lasts = moments.filter(
    (moment, at) => moments[at + 1]?.due_on.slice(0, 4) !== moment.due_on.slice(0, 4),
  );
  return (
    <details class="more">
      <summary>{t('amortization.table')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <div class="table-wrap" tabIndex={0} role="region" aria-label={t('amortization.figures')}>
        <table class="table">
          <caption class="visually-hidden">{t('amortization.figures')}</caption>
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
