import type { ComponentChildren } from 'preact';
import type { AccountCard } from '@/api/types';
import { day, dayAt } from '@/format/dates';
import { money } from '@/format/money';
import { t } from '@/words/words';

interface DueProps {
  account: AccountCard;
  children?: ComponentChildren;
}

function dueWords({ standing, amount_due, past_due }: AccountCard): { label: string; note: string } {
  const late = past_due.value;
  if (late && late.amount_minor > 0) {
    return { label: t('due.amount'), note: t('due.includes_past', { amount: money(late) }) };
  }
  const nothing = standing === 'paid_off' || (amount_due.value?.amount_minor ?? 0) === 0;
  return { label: nothing ? t('due.nothing') : t('due.amount'), note: '' };
}

/** The two largest things on the page: the amount due and its day. */
export function Due({ account, children }: DueProps) {
  const { label, note } = dueWords(account);
  const { amount_due: amount, next_due_on: due } = account;
  const isOver = due.value !== null && due.value < dayAt(new Date());
  return (
    <div class="due">
      <p class="due__part">
        <span class="due__label">{label}</span>
        <span class="due__figure num">{amount.value ? money(amount.value) : t('figure.none')}</span>
      </p>
      {due.value && (
        <p class="due__part">
          <span class="due__label">{t(isOver ? 'due.since' : 'due.day')}</span>
          <span class="due__figure due__figure--day">{day(due.value)}</span>
        </p>
      )}
      {note && <p class="due__note muted">{note}</p>}
      {children && <div class="due__action">{children}</div>}
    </div>
  );
}
