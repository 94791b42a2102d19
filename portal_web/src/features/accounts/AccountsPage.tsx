import { useQuery } from '@tanstack/preact-query';
import { accountsQuery } from '@/api/queries';
import { useBootstrap, useSection } from '@/shared/bootstrap';
import { PaymentsOff } from '@/shared/PaymentsOff';
import { Bones, Empty, Loading, useTitle } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { t } from '@/words/words';
import { AccountTile } from './AccountTile';

export function AccountsPage() {
  useTitle(t('accounts.title'));
  const payments = useSection('payments');
  const accounts = useQuery(accountsQuery());
  return (
    <div class="stack stack--loose">
      <h1>{t('accounts.title')}</h1>
      {accounts.isError && !accounts.data && (
        <ErrorNotice error={accounts.error} title={t('accounts.failed')} onRetry={() => accounts.refetch()} />
      )}
      {accounts.isPending && (
        <Loading>
          <div class="card">
            <Bones of={['short', 'figure', 'line']} />
          </div>
        </Loading>
      )}
      {accounts.data?.items.length === 0 && <NoAccounts />}
      {accounts.data && accounts.data.items.length > 0 && (
        <ul class="stack stack--loose">
          {accounts.data.items.map((account) => (
            <li key={account.id}>
              <AccountTile account={account} payments={payments} />
            </li>
          ))}
        </ul>
      )}
      {accounts.data && <PaymentsOff />}
    </div>
  );
}

function NoAccounts() {
  const { lender } = useBootstrap();
  return <Empty title={t('accounts.empty.title')} text={t('accounts.empty.text', { lender: lender.name })} />;
}
