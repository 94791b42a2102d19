import { useInfiniteQuery } from '@tanstack/preact-query';
import { useEffect } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import { type PaymentSearch, paymentsQuery } from '@/api/queries';
import { PaymentRow } from '@/shared/PaymentRow';
import { Button } from '@/ui/Button';
import { Bones, Empty, Loading, useTitle } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { t } from '@/words/words';
import { Filters } from './Filters';
import { isBackwards, readSearch, writeSearch } from './search';

export default function PaymentsPage() {
  useTitle(t('payments.title'));
  const asked = useSearch();
  const search = readSearch(asked);
  const [path, navigate] = useLocation();
  const backwards = isBackwards(search);
  const payments = useInfiniteQuery(paymentsQuery(backwards ? withoutDays(search) : search));
  const items = backwards ? [] : (payments.data?.pages.flatMap((page) => page.items) ?? []);
  const filters = payments.data?.pages[0]?.filters;
  const filtered = Object.keys(search).length > 0;
  const set = (next: PaymentSearch) => navigate(`/payments${writeSearch(next)}`, { replace: true });
  // An address says no more than the page: what is no filter goes out of it.
  const proper = writeSearch(search);
  useEffect(() => {
    if (path === '/payments' && readable(asked) !== readable(proper)) {
      navigate(`/payments${proper}`, { replace: true });
    }
  }, [asked, proper, path, navigate]);
  return (
    <div class="stack stack--loose">
      <h1>{t('payments.title')}</h1>
      {filters && (items.length > 0 || filtered) && (
        <Filters filters={filters} search={search} onChange={set} />
      )}
      {payments.isError && items.length === 0 && (
        <ErrorNotice error={payments.error} onRetry={() => payments.refetch()} />
      )}
      {payments.isPending && (
        <Loading>
          <div class="card">
            <Bones of={['line', 'line', 'line', 'line']} />
          </div>
        </Loading>
      )}
      {payments.data && !backwards && items.length === 0 && (
        <NoPayments filtered={filtered} onClear={() => set({})} />
      )}
      {items.length > 0 && (
        <section class="card" aria-label={t('payments.history')} aria-busy={payments.isPlaceholderData}>
          <p class="visually-hidden" role="status">
            {t('payments.count', { count: items.length })}
          </p>
          <ul class="list">
            {items.map((payment) => (
              <li key={payment.id}>
                <PaymentRow payment={payment} />
              </li>
            ))}
          </ul>
          {payments.isFetchNextPageError && <ErrorNotice error={payments.error} />}
          {payments.hasNextPage && (
            <div class="pagination">
              <Button pending={payments.isFetchingNextPage} onClick={() => payments.fetchNextPage()}>
                {t('payments.more')}
              </Button>
            </div>
          )}
        </section>
      )}
    </div>
  );
}

const readable = (query: string) => new URLSearchParams(query).toString();

const withoutDays = ({ from: _, to: __, ...rest }: PaymentSearch): PaymentSearch => rest;

function NoPayments({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (!filtered) return <Empty title={t('payments.empty.title')} text={t('payments.empty.text')} />;
  return (
    <Empty title={t('payments.none.title')} text={t('payments.none.text')}>
      <Button onClick={onClear}>{t('filters.clear')}</Button>
    </Empty>
  );
}
