import { useInfiniteQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import { transactionsQuery } from '@/api/queries';
import type { Transaction } from '@/api/types';
import { dayShort } from '@/format/dates';
import { useSection } from '@/shared/bootstrap';
import { Button } from '@/ui/Button';
import { Amount, Bones, Empty, Loading } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { Cell, StackTable } from '@/ui/StackTable';
import { t } from '@/words/words';

export function TransactionsTab({ accountId }: { accountId: string }) {
  const transactions = useInfiniteQuery(transactionsQuery(accountId));
  const lines = transactions.data?.pages.flatMap((page) => page.items) ?? [];
  if (transactions.isPending) {
    return (
      <Loading>
        <div class="card">
          <Bones of={['line', 'line', 'line', 'line', 'line']} />
        </div>
      </Loading>
    );
  }
  if (transactions.isError && lines.length === 0) {
    return <ErrorNotice error={transactions.error} onRetry={() => transactions.refetch()} />;
  }
  if (lines.length === 0) {
    return <Empty title={t('transactions.empty.title')} text={t('transactions.empty.text')} />;
  }
  return (
    <div class="card">
      <TransactionTable lines={lines} />
      {transactions.isFetchNextPageError && <ErrorNotice error={transactions.error} />}
      {transactions.hasNextPage && (
        <div class="pagination">
          <Button pending={transactions.isFetchingNextPage} onClick={() => transactions.fetchNextPage()}>
            {t('transactions.more')}
          </Button>
        </div>
      )}
    </div>
  );
}

function TransactionTable({ lines }: { lines: Transaction[] }) {
  return (
    <StackTable
      caption={t('tab.transactions')}
      columns={[
        { label: t('transactions.day') },
        { label: t('transactions.what') },
        { label: t('money.principal'), num: true },
        { label: t('money.interest'), num: true },
        { label: t('money.fees'), num: true },
        { label: t('money.amount'), num: true },
        { label: t('transactions.balance'), num: true },
      ]}
    >
      {lines.map((line) => (
        <tr key={line.id}>
          <Cell place="wide">
            <span class="table__day">{dayShort(line.effective_on)}</span>
          </Cell>
          <Cell place="lead" head>
            <Description line={line} />
          </Cell>
          <Cell label={t('money.principal')} num>
            <Amount value={line.principal} />
          </Cell>
          <Cell label={t('money.interest')} num>
            <Amount value={line.interest} />
          </Cell>
          <Cell label={t('money.fees')} num>
            <Amount value={line.fees} />
          </Cell>
          <Cell place="side" num>
            <Amount value={line.amount} />
          </Cell>
          <Cell label={t('transactions.balance')} num>
            <Amount value={line.balance_after} />
          </Cell>
        </tr>
      ))}
    </StackTable>
  );
}

function Description({ line }: { line: Transaction }) {
  const payments = useSection('payments');
  if (!payments || !line.payment_id) return <>{line.description}</>;
  return <Link href={`/payments/${line.payment_id}`}>{line.description}</Link>;
}
