import { useQuery } from '@tanstack/preact-query';
import { useHistoryState } from 'wouter-preact/use-browser-location';
import { asApiError } from '@/api/errors';
import { paymentQuery } from '@/api/queries';
import type { PaymentDetail } from '@/api/types';
import { instant } from '@/format/dates';
import { money } from '@/format/money';
import { debitDay } from '@/shared/debitDay';
import { NotFound } from '@/shared/NotFound';
import { StatusBadge } from '@/shared/Standing';
import { Button } from '@/ui/Button';
import { BackLink, Bones, Facts, Loading, useTitle } from '@/ui/bits';
import { Icon } from '@/ui/icons';
import { ErrorNotice, Notice } from '@/ui/Notice';
import { Paragraphs } from '@/ui/Paragraphs';
import { Whole } from '@/ui/Whole';
import { t } from '@/words/words';
import { CancelPayment } from './CancelPayment';

interface Came {
  made?: boolean;
  spent?: boolean;
}

export default function PaymentPage({ paymentId }: { paymentId: string }) {
  const payment = useQuery(paymentQuery(paymentId));
  const found = payment.data;
  useTitle(found ? t('payment.title', { reference: found.reference }) : t('payments.title'));
  if (asApiError(payment.error).status === 404 && !found) return <NotFound />;
  return (
    <div class="stack stack--loose">
      <BackLink href="/payments">{t('payment.back')}</BackLink>
      {payment.isError && !found && <ErrorNotice error={payment.error} onRetry={() => payment.refetch()} />}
      {payment.isPending && (
        <Loading>
          <div class="card">
            <Bones of={['short', 'figure', 'line', 'line', 'line']} />
          </div>
        </Loading>
      )}
      {found && <Payment payment={found} />}
    </div>
  );
}

function Payment({ payment }: { payment: PaymentDetail }) {
  return (
    <>
      <Arrival payment={payment} />
      <div class="columns columns--start">
        <Receipt payment={payment} />
        <section class="card" aria-labelledby="timeline-title">
          <div class="card__head">
            <h2 id="timeline-title" class="card__title">
              {t('payment.timeline')}
            </h2>
          </div>
          <ol class="timeline">
            {payment.timeline.map((step) => (
              <li key={`${step.at} ${step.step}`} class="timeline__step">
                <p>
                  <Whole text={step.text} />
                </p>
                <p class="timeline__at">{instant(step.at)}</p>
              </li>
            ))}
          </ol>
        </section>
      </div>
      <Authorized payment={payment} />
    </>
  );
}

/** The first words after a payment was made: what happened, and that it is pending. */
function Arrival({ payment }: { payment: PaymentDetail }) {
  const came = useHistoryState<Came | null>();
  if (payment.return_reason) {
    return (
      <Notice tone="bad" title={t('payment.returned.title')}>
        <p>{payment.return_reason.text}</p>
      </Notice>
    );
  }
  if (payment.status !== 'submitted') return null;
  if (came?.spent) {
    return (
      <Notice live title={t('payment.spent.title')}>
        <p>{t('payment.spent.text')}</p>
      </Notice>
    );
  }
  if (!came?.made) return null;
  return (
    <Notice tone="good" live title={t('payment.made.title')}>
      <p>
        <Whole
          text={t('payment.made.text', {
            amount: money(payment.amount),
            method: payment.method.label,
            day: debitDay(payment),
          })}
        />
      </p>
      {payment.receipt_email && <p>{t('payment.made.mail', { email: payment.receipt_email })}</p>}
    </Notice>
  );
}

function Receipt({ payment }: { payment: PaymentDetail }) {
  return (
    <section class="card stack" aria-labelledby="payment-title">
      <div class="row row--between">
        <h1 id="payment-title">{t('payment.heading')}</h1>
        <StatusBadge status={payment.status} text={payment.status_text} />
      </div>
      <p class="sum num">{money(payment.amount)}</p>
      <Facts
        items={[
          { label: t('payment.reference'), value: <span class="num">{payment.reference}</span> },
          {
            label: t('review.to'),
            value: t('review.account', { title: payment.account.title, number: payment.account.number }),
          },
          { label: t('review.from'), value: payment.method.label },
          { label: t('payment.type'), value: t('type.one_time') },
          { label: t('payment.made_at'), value: instant(payment.created_at) },
          { label: t('review.debit_on'), value: debitDay(payment) },
        ]}
      />
      <div class="row no-print">
        <Button small onClick={() => window.print()}>
          <Icon name="print" />
          {t('payment.print')}
        </Button>
      </div>
      {payment.can_cancel && payment.cancellable_until && (
        <CancelPayment payment={payment} until={payment.cancellable_until} />
      )}
    </section>
  );
}

function Authorized({ payment }: { payment: PaymentDetail }) {
  const { authorization } = payment;
  return (
    <details class="more">
      <summary>{t('payment.authorization')}</summary>
      <div class="card stack">
        <p class="muted small">
          {t('payment.authorization.when', {
            at: instant(authorization.at),
            version: authorization.version,
            address: authorization.address,
          })}
        </p>
        <Paragraphs text={authorization.text} />
      </div>
    </details>
  );
}
