import { useQueryClient } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import type { ApiError } from '@/api/errors';
import type { PaymentCard, PaymentDetail, Review } from '@/api/types';
import { day, instant } from '@/format/dates';
import { money } from '@/format/money';
import { newKey } from '@/shared/idempotency';
import { Button, ButtonLink } from '@/ui/Button';
import { Facts, StepTitle } from '@/ui/bits';
import { FieldError } from '@/ui/Field';
import { ErrorNotice, Notice } from '@/ui/Notice';
import { Paragraphs } from '@/ui/Paragraphs';
import { useAction } from '@/ui/useAction';
import { Whole } from '@/ui/Whole';
import { t } from '@/words/words';
import { confirm } from './confirm';
import { OverlapChoice } from './OverlapChoice';

interface ReviewStepProps {
  review: Review;
  onMade: (payment: PaymentDetail) => void;
  onSpent: (paymentId: string) => void;
  onExpired: () => void;
}

/** Exactly what will happen and when; one button makes it so. */
export function ReviewStep({ review, onMade, onSpent, onExpired }: ReviewStepProps) {
  const queries = useQueryClient();
  // One key for this review, however often it is sent.
  const [key] = useState(newKey);
  const [accepted, setAccepted] = useState(false);
  const [again, setAgain] = useState(false);
  const [missing, setMissing] = useState(false);
  const [overlaps, setOverlaps] = useState<PaymentCard[]>(review.overlaps);
  const send = useAction(async () => {
    const outcome = await confirm(review, key, again ? overlaps.map((payment) => payment.id) : []).catch(
      (error) => {
        const found = error?.details?.payments;
        if (error?.code === 'overlap' && Array.isArray(found)) setOverlaps(found as PaymentCard[]);
        throw error;
      },
    );
    if (outcome.kind === 'expired') return onExpired();
    await queries.invalidateQueries({
      predicate: (query) => query.queryKey[0] !== 'bootstrap',
      refetchType: 'none',
    });
    return outcome.kind === 'made' ? onMade(outcome.payment) : onSpent(outcome.paymentId);
  });
  const mustChoose = overlaps.length > 0 && !again;
  const submit = () => {
    const unready = !accepted || mustChoose;
    setMissing(unready);
    if (!unready) send.run();
  };
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <StepTitle>{t('review.title')}</StepTitle>
      {send.error && send.error.code !== 'overlap' && <NotConfirmed error={send.error} onRetry={submit} />}
      {overlaps.length > 0 && (
        <OverlapChoice
          overlaps={overlaps}
          again={again}
          onChange={setAgain}
          error={missing && mustChoose ? t('overlap.missing') : ''}
        />
      )}
      <WhatHappens review={review} />
      {review.notes.length > 0 && (
        <Notice>
          {review.notes.map((note) => (
            <p key={note}>
              <Whole text={note} />
            </p>
          ))}
        </Notice>
      )}
      <Terms review={review} />
      <label class="check">
        <input
          type="checkbox"
          checked={accepted}
          aria-describedby={missing && !accepted ? 'terms-error' : undefined}
          aria-invalid={(missing && !accepted) || undefined}
          onChange={(event) => setAccepted(event.currentTarget.checked)}
        />
        <span>
          <Whole text={t('review.accept', { amount: money(review.amount), method: review.method.label })} />
        </span>
      </label>
      {missing && !accepted && <FieldError id="terms-error" text={t('review.accept.missing')} />}
      <div class="form__actions">
        <Button kind="primary" type="submit" pending={send.pending}>
          {send.pending ? t('review.sending') : t('review.action', { amount: money(review.amount) })}
        </Button>
      </div>
    </form>
  );
}

/** Only a refusal is known to have made no payment; after anything else it may be on its way. */
function NotConfirmed({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  if (error.status >= 400 && error.status < 500) {
    return <ErrorNotice error={error} title={t('review.failed')} />;
  }
  return (
    <Notice tone="warn" live>
      <p>{t('review.unknown.text')}</p>
      {error.status >= 500 && error.requestId && (
        <p class="small">{t('error.reference', { reference: error.requestId })}</p>
      )}
      <div class="row">
        <ButtonLink small href="/payments">
          {t('review.unknown.look')}
        </ButtonLink>
        <Button small onClick={onRetry}>
          {t('action.retry')}
        </Button>
      </div>
    </Notice>
  );
}

function WhatHappens({ review }: { review: Review }) {
  return (
    <section class="card stack" aria-label={t('review.what')}>
      <div class="stack stack--tight">
        <p class="muted">{t('review.you_pay')}</p>
        <p class="sum num">{money(review.amount)}</p>
      </div>
      <Facts
        items={[
          {
            label: t('review.to'),
            value: t('review.account', { title: review.account.title, number: review.account.number }),
          },
          { label: t('review.from'), value: review.method.label },
          { label: t('review.debit_on'), value: day(review.debit_on) },
          { label: t('review.cancel_until'), value: instant(review.cancellable_until) },
        ]}
      />
      <p class="muted small">{t('review.pending_note')}</p>
    </section>
  );
}

function Terms({ review }: { review: Review }) {
  return (
    <section class="stack stack--tight" aria-labelledby="terms-title">
      <h2 id="terms-title" class="card__title">
        {t('review.terms')}
      </h2>
      <div class="terms">
        <Paragraphs text={review.terms.text} />
        <p class="muted">{t('review.terms.version', { version: review.terms.version })}</p>
      </div>
    </section>
  );
}
