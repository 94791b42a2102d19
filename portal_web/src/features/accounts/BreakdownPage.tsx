import { useQuery } from '@tanstack/preact-query';
import { asApiError } from '@/api/errors';
import { accountQuery, scheduleQuery } from '@/api/queries';
import type { ScheduleLine } from '@/api/types';
import { dayShort } from '@/format/dates';
import { NotFound } from '@/shared/NotFound';
import { Amount, BackLink, Badge, Bones, Loading, type Tone, useTitle } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { Cell, StackTable } from '@/ui/StackTable';
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
        <p class="muted">{t('breakdown.text')}</p>
      </div>
      {error && <ErrorNotice error={error} onRetry={() => schedule.refetch()} />}
      {schedule.isPending && !error && (
        <Loading>
          <div class="card">
            <Bones of={['line', 'line', 'line', 'line', 'line', 'line']} />
          </div>
        </Loading>
      )}
      {schedule.data && <BreakdownTable lines={schedule.data.items} />}
    </div>
  );
}

function BreakdownTable({ lines }: { lines: ScheduleLine[] }) {
  return (
    <div class="card">
      <StackTable
        caption={t('breakdown.title')}
        columns={[
          { label: t('breakdown.payment') },
          { label: t('breakdown.state') },
          { label: t('money.principal'), num: true },
          { label: t('money.interest'), num: true },
          { label: t('breakdown.total'), num: true },
          { label: t('breakdown.balance'), num: true },
        ]}
      >
        {lines.map((line) => (
          <tr key={line.number}>
            <Cell place="lead" head>
              {t('breakdown.numbered', { number: line.number, day: dayShort(line.due_on) })}
            </Cell>
            <Cell place="side">
              <Badge tone={tones[line.status]}>{t(`schedule.${line.status}`)}</Badge>
            </Cell>
            <Cell label={t('money.principal')} num>
              <Amount value={line.principal} />
            </Cell>
            <Cell label={t('money.interest')} num>
              <Amount value={line.interest} />
            </Cell>
            <Cell label={t('breakdown.total')} num>
              <Amount value={line.total} />
            </Cell>
            <Cell label={t('breakdown.balance')} num>
              <Amount value={line.balance_after} />
            </Cell>
          </tr>
        ))}
      </StackTable>
    </div>
  );
}
