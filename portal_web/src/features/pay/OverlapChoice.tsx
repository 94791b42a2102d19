import type { PaymentCard } from '@/api/types';
import { money } from '@/format/money';
import { debitDay } from '@/shared/debitDay';
import { FieldError } from '@/ui/Field';
import { Notice } from '@/ui/Notice';
import { t } from '@/words/words';

interface OverlapChoiceProps {
  overlaps: PaymentCard[];
  again: boolean;
  error: string;
  onChange: (again: boolean) => void;
}

/** Says which payment is on its way already; a second one is made only when the person asks for it. */
export function OverlapChoice({ overlaps, again, error, onChange }: OverlapChoiceProps) {
  return (
    <Notice tone="warn" live title={t('overlap.title', { count: overlaps.length })}>
      <ul class="stack stack--tight">
        {overlaps.map((payment) => (
          <li key={payment.id}>
            {t('overlap.line', {
              amount: money(payment.amount),
              day: debitDay(payment),
              reference: payment.reference,
            })}
          </li>
        ))}
      </ul>
      <label class="check">
        <input type="checkbox" checked={again} onChange={(event) => onChange(event.currentTarget.checked)} />
        <span>{t('overlap.again')}</span>
      </label>
      {error && <FieldError text={error} />}
    </Notice>
  );
}
