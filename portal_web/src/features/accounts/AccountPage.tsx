import { useQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import { asApiError } from '@/api/errors';
import { accountQuery } from '@/api/queries';
import type { AccountDetail } from '@/api/types';
import { listed } from '@/format/names';
import { useSection } from '@/shared/bootstrap';
import { NotFound } from '@/shared/NotFound';
import { PaymentRow } from '@/shared/PaymentRow';
import { PaymentsOff } from '@/shared/PaymentsOff';
import { StaleMark } from '@/shared/StaleMark';
import { StandingBadge } from '@/shared/Standing';
import { ButtonLink } from '@/ui/Button';
import { BackLink, Bones, Loading, useTitle } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { t } from '@/words/words';
import { Due } from './Due';
import { SummaryTab } from './SummaryTab';
import { TransactionsTab } from './TransactionsTab';

type Tab = 'summary' | 'transactions';

export default function AccountPage({ accountId, tab }: { accountId: string; tab: Tab }) {
  const account = useQuery(accountQuery(accountId));
  const found = account.data;
  useTitle(found ? `${found.nickname ?? found.title} · ${t(`tab.${tab}`)}` : t('account.title'));
  if (asApiError(account.error).status === 404 && !found) return <NotFound />;
  return (
    <div class="stack stack--loose">
      <BackLink href="/accounts">{t('account.back')}</BackLink>
      {account.isError && !found && <ErrorNotice error={account.error} onRetry={() => account.refetch()} />}
      {account.isPending && (
        <Loading>
          <div class="card">
            <Bones of={['short', 'figure', 'line', 'block']} />
          </div>
        </Loading>
      )}
      {found && (
        <>
          <AccountHead account={found} />
          <AccountTabs account={found} tab={tab} />
          {tab === 'summary' ? <SummaryTab account={found} /> : <TransactionsTab accountId={found.id} />}
        </>
      )}
    </div>
  );
}

function AccountHead({ account }: { account: AccountDetail }) {
  const payments = useSection('payments');
  const name = account.nickname ?? account.title;
  return (
    <>
      <div class="page-head">
        <div class="row">
          <h1>{name}</h1>
          <StandingBadge standing={account.standing} text={account.standing_text} />
        </div>
        <p class="muted">
          {[t('account.numbered', { number: account.number }), ...people(account)].join(' · ')}
        </p>
      </div>
      <div class="card stack">
        <Due account={account}>
          {payments && account.can_pay && (
            <ButtonLink kind="primary" href={`/accounts/${account.id}/pay`}>
              {t('account.pay')}
            </ButtonLink>
          )}
        </Due>
        {payments && account.cannot_pay_reason && <p class="muted">{account.cannot_pay_reason}</p>}
        <StaleMark figures={[account.balance, account.amount_due, account.next_due_on]} />
      </div>
      {payments ? <PendingPayments account={account} /> : <PaymentsOff />}
    </>
  );
}

/** Who is on the account, where that is more than the reader. */
function people({ parties }: AccountDetail): string[] {
  const others = parties.filter((party) => !party.is_you).map((party) => party.name);
  return others.length > 0 ? [listed([t('account.you'), ...others])] : [];
}

function PendingPayments({ account }: { account: AccountDetail }) {
  if (account.pending_payments.length === 0) return null;
  return (
    <section class="card" aria-labelledby="pending-title">
      <div class="card__head">
        <h2 id="pending-title" class="card__title">
          {t('account.pending', { count: account.pending_payments.length })}
        </h2>
      </div>
      <ul class="list">
        {account.pending_payments.map((payment) => (
          <li key={payment.id}>
            <PaymentRow payment={payment} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function AccountTabs({ account, tab }: { account: AccountDetail; tab: Tab }) {
  const tabs: { key: Tab; href: string }[] = [
    { key: 'summary', href: `/accounts/${account.id}` },
    { key: 'transactions', href: `/accounts/${account.id}/transactions` },
  ];
  return (
    <nav class="tabs" aria-label={t('account.tabs')}>
      {tabs.map(({ key, href }) => (
        <Link key={key} href={href} class="tabs__link" aria-current={key === tab ? 'page' : undefined}>
          {t(`tab.${key}`)}
        </Link>
      ))}
    </nav>
  );
}
