import { useInfiniteQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import { transactionsQuery } from '@/api/queries';
import type { Transaction } from '@/api/types';
import { dayShort } from '@/format/dates';
import { useSection } from '@/shared/bootstrap';
import { Button } from '@/ui/Button';
import { Bones, Empty, Loading } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { amounts, StackTable } from '@/ui/StackTable';
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
      rows={lines}
      keyOf={(line) => line.id}
      columns={[
        {
          label: t('transactions.day'),
          place: 'wide',
          cell: (line) => <span class="table__day">{dayShort(line.effective_on)}</span>,
        },
        {
          label: t('transactions.what'),
          head: true,
          place: 'lead',
          cell: (line) => <Description line={line} />,
        },
        amounts(t('money.principal'), (line: Transaction) => line.principal),
        amounts(t('money.interest'), (line: Transaction) => line.interest),
        amounts(t('money.fees'), (line: Transaction) => line.fees),
        amounts(t('money.amount'), (line: Transaction) => line.amount, 'side'),
        amounts(t('transactions.balance'), (line: Transaction) => line.balance_after),
      ]}
    />
  );
}

function Description({ line }: { line: Transaction }) {
  const payments = useSection('payments');
  if (!payments || !line.payment_id) return <>{line.description}</>;
  return <Link href={`/payments/${line.payment_id}`}>{line.description}</Link>;
}
