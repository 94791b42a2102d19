import { useQueryClient } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, ask } from '@/api/client';
import { paymentQuery } from '@/api/queries';
import type { PaymentDetail } from '@/api/types';
import { instant } from '@/format/dates';
import { money } from '@/format/money';
import { Button } from '@/ui/Button';
import { ErrorNotice } from '@/ui/Notice';
import { useAction } from '@/ui/useAction';
import { t } from '@/words/words';

/** Cancelling takes two clicks on the page itself, and tells until when it can be done. */
export function CancelPayment({ payment, until }: { payment: PaymentDetail; until: string }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const cancel = useAction(async () => {
    const fresh = await ask(
      api.POST('/api/v1/payments/{payment_id}/cancel', { params: { path: { payment_id: payment.id } } }),
    );
    queries.setQueryData(paymentQuery(payment.id).queryKey, fresh);
    await queries.invalidateQueries({ queryKey: ['payments'] });
  });
  return (
    <div class="stack no-print">
      <p class="muted">{t('cancel.until', { at: instant(until) })}</p>
      {cancel.error && <ErrorNotice error={cancel.error} title={t('cancel.failed')} />}
      {asking ? (
        <div
          class="stack stack--tight"
          role="group"
          aria-label={t('cancel.sure', { amount: money(payment.amount) })}
        >
          <p>
            <strong>{t('cancel.sure', { amount: money(payment.amount) })}</strong>
          </p>
          <div class="row">
            <Button kind="danger" pending={cancel.pending} onClick={() => cancel.run()}>
              {t('cancel.yes')}
            </Button>
            <Button kind="quiet" onClick={() => setAsking(false)}>
              {t('cancel.no')}
            </Button>
          </div>
        </div>
      ) : (
        <div>
          <Button kind="danger" onClick={() => setAsking(true)}>
            {t('cancel.action')}
          </Button>
        </div>
      )}
    </div>
  );
}
