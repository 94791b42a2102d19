import { Suspense } from 'preact/compat';
import type { AccountDetail } from '@/api/types';
import { day, dayShort, month } from '@/format/dates';
import { money, percent } from '@/format/money';
import { useSection } from '@/shared/bootstrap';
import { Amount, Bones, type Fact, Facts, Loading } from '@/ui/bits';
import { later } from '@/ui/later';
import { t } from '@/words/words';

// One chunk for both charts: the accounts list never loads it.
const PaidCard = later(() => import('./charts/PaidCard'));
const AmortizationCard = later(() => import('./charts/AmortizationCard'));

const waiting = (
  <Loading>
    <div class="card">
      <Bones of={['short', 'block']} />
    </div>
  </Loading>
);

export function SummaryTab({ account }: { account: AccountDetail }) {
  const amortization = useSection('amortization');
  return (
    <div class="columns columns--start">
      {amortization && (
        <div class="stack stack--loose">
          <Suspense fallback={waiting}>
            <PaidCard account={account} />
          </Suspense>
          <Suspense fallback={waiting}>
            <AmortizationCard account={account} />
          </Suspense>
        </div>
      )}
      <div class={amortization ? 'stack stack--loose' : 'columns__both'}>
        <PayoffCard account={account} />
        <TermsCard account={account} />
      </div>
    </div>
  );
}

/** When the loan ends, or ended: the day of a payoff before our time is the lender's to know. */
function ending({ standing, paid_off_on, projected_payoff_on: projected }: AccountDetail): Fact {
  if (standing === 'paid_off') {
    return { label: t('account.paid_off'), value: paid_off_on ? dayShort(paid_off_on) : t('account.yes') };
  }
  const value = projected.value ? month(projected.value) : t('figure.none');
  return { label: t('account.projected'), value };
}

function TermsCard({ account }: { account: AccountDetail }) {
  const none = t('figure.none');
  const items: Fact[] = [
    {
      label: t('account.balance'),
      value: account.balance.value ? <Amount value={account.balance.value} /> : none,
    },
    {
      label: t('account.rate'),
      value: <span class="num">{account.rate.value ? percent(account.rate.value) : none}</span>,
    },
    { label: t('account.instalment'), value: <Amount value={account.instalment} /> },
    {
      label: t('account.remaining'),
      value: (
        <span class="num">
          {t('account.remaining_of', { left: account.remaining_payments.value ?? 0, term: account.term })}
        </span>
      ),
    },
    ending(account),
    { label: t('account.original'), value: <Amount value={account.original_amount} /> },
    { label: t('account.opened'), value: dayShort(account.opened_on) },
  ];
  return (
    <section class="card" aria-labelledby="terms-title">
      <div class="card__head">
        <h2 id="terms-title" class="card__title">
          {t('account.terms')}
        </h2>
      </div>
      <Facts items={items} />
    </section>
  );
}

function PayoffCard({ account }: { account: AccountDetail }) {
  const { payoff } = account;
  if (payoff.amount.amount_minor === 0) {
    return (
      <section class="card stack stack--tight">
        <h2 class="card__title">{t('payoff.title')}</h2>
        <p>{t('payoff.nothing')}</p>
      </section>
    );
  }
  return (
    <section class="card stack" aria-labelledby="payoff-title">
      <h2 id="payoff-title" class="card__title">
        {t('payoff.title')}
      </h2>
      <div>
        <p class="sum num">{money(payoff.amount)}</p>
        <p class="muted">{t('payoff.as_of', { day: day(payoff.as_of) })}</p>
      </div>
      <Facts
        items={[
          { label: t('money.principal'), value: <Amount value={payoff.principal} /> },
          { label: t('money.interest'), value: <Amount value={payoff.interest} /> },
          { label: t('money.fees'), value: <Amount value={payoff.fees} /> },
          { label: t('payoff.total'), value: <Amount value={payoff.amount} />, total: true },
        ]}
      />
      <p class="muted small">{t('payoff.per_diem', { amount: money(payoff.per_diem) })}</p>
    </section>
  );
}
