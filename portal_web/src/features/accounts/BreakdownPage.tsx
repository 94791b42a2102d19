import { useQuery } from '@tanstack/preact-query';
import { asApiError } from '@/api/errors';
import { accountQuery, scheduleQuery } from '@/api/queries';
import type { ScheduleLine } from '@/api/types';
import { dayShort } from '@/format/dates';
import { NotFound } from '@/shared/NotFound';
import { BackLink, Badge, Bones, Loading, type Tone, useTitle } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { amounts, StackTable } from '@/ui/StackTable';
import { t } from '@/words/words';

const tones: Record<ScheduleLine['status'], Tone> = {
  paid: 'good',
  due: 'warn',
  past_due: 'bad',
  upcoming: 'plain',
};

/** Every payment of the schedule, one by one. */
export default function BreakdownPage({ accountId }: { accountId: string }) {
  useTitle(t('breakdown.title'));
  const account = useQuery(accountQuery(accountId));
  const schedule = useQuery(scheduleQuery(accountId));
  const error = schedule.error ?? account.error;
  if (asApiError(error).status === 404 && !schedule.data) return <NotFound />;
  return (
    <div class="stack stack--loose">
      <BackLink href={`/accounts/${accountId}`}>
        {account.data?.nickname ?? account.data?.title ?? t('account.title')}
      </BackLink>
      <div class="page-head">
        <h1>{t('breakdown.title')}</h1>
        <p class="muted">
          {t(account.data?.standing === 'paid_off' ? 'breakdown.paid_off' : 'breakdown.text')}
        </p>
      </div>
      {error && <ErrorNotice error={error} onRetry={() => schedule.refetch()} />}
      {schedule.isPending && !error && (
        <Loading>
          <div class="card">
            <Bones of={['line', 'line', 'line', 'line', 'line', 'line']} />
          </div>
        </Loading>
      )}
      {schedule.data && schedule.data.items.length > 0 && <BreakdownTable lines={schedule.data.items} />}
    </div>
  );
}

function BreakdownTable({ lines }: { lines: ScheduleLine[] }) {
  return (
    <div class="card">
      <StackTable
        caption={t('breakdown.title')}
        rows={lines}
        keyOf={(line) => line.number}
        columns={[
          {
            label: t('breakdown.payment'),
            head: true,
            place: 'lead',
            cell: (line) => t('breakdown.numbered', { number: line.number, day: dayShort(line.due_on) }),
          },
          {
            label: t('breakdown.state'),
            place: 'side',
            cell: (line) => <Badge tone={tones[line.status]}>{t(`schedule.${line.status}`)}</Badge>,
          },
          amounts(t('money.principal'), (line: ScheduleLine) => line.principal),
          amounts(t('money.interest'), (line: ScheduleLine) => line.interest),
          amounts(t('breakdown.total'), (line: ScheduleLine) => line.total),
          amounts(t('breakdown.balance'), (line: ScheduleLine) => line.balance_after),
        ]}
      />
    </div>
  );
}
