import { Link } from 'wouter-preact';
import type { PaymentCard } from '@/api/types';
import { Amount } from '@/ui/bits';
import { debitDay } from './debitDay';
import { StatusBadge } from './Standing';

export function PaymentRow({ payment }: { payment: PaymentCard }) {
  return (
    <Link href={`/payments/${payment.id}`} class="payment-row">
      <span class="payment-row__title">{payment.account.title}</span>
      <span class="payment-row__amount">
        <Amount value={payment.amount} />
      </span>
      <span class="payment-row__more muted small">
        <span class="num">{debitDay(payment)}</span>
        <span class="num">{payment.method.label}</span>
      </span>
      <span class="payment-row__state">
        <StatusBadge status={payment.status} text={payment.status_text} />
      </span>
    </Link>
  );
}
