import type { PaymentCard } from '@/api/types';
import { day } from '@/format/dates';
import { t } from '@/words/words';

/** Will write the day of a payment's debit, or that there is none: it was canceled, or never collected. */
export function debitDay({ debit_on }: Pick<PaymentCard, 'debit_on'>): string {
  return debit_on ? day(debit_on) : t('payment.not_debited');
}
