import { type ComponentChildren, toChildArray } from 'preact';
import type { AccountCard, Money } from '@/api/types';
import { day, dayAt, dayShort } from '@/format/dates';
import { money } from '@/format/money';
import { t } from '@/words/words';

interface DueProps {
  account: AccountCard;
  children?: ComponentChildren;
}

interface DueWords {
  amount: Money | null;
  label: string;
  dayLabel: string;
  note: string;
}

/** What is late comes first: the next payment is not what somebody who is behind has to know. */
function lateWords({ past_due, past_due_since, amount_due }: AccountCard): DueWords {
  const since = past_due_since.value;
  const [late, all] = [past_due.value, amount_due.value];
  const more = late && all && all.amount_minor > late.amount_minor;
  return {
    amount: late,
    label: since ? t('due.past_since', { day: dayShort(since) }) : t('due.past'),
    dayLabel: t('due.next_day'),
    note: more ? t('due.covers_next', { amount: money(all) }) : '',
  };
}

function dueWords(account: AccountCard): DueWords {
  const { standing, amount_due: due, next_due_on: on } = account;
  if ((account.past_due.value?.amount_minor ?? 0) > 0) return lateWords(account);
  const nothing = standing === 'paid_off' || (due.value?.amount_minor ?? 0) === 0;
  const isOver = on.value !== null && on.value < dayAt(new Date());
  return {
    amount: due.value,
    label: t(nothing ? 'due.nothing' : 'due.amount'),
    dayLabel: t(isOver ? 'due.since' : 'due.day'),
    note: '',
  };
}

/** The two largest things on the page: the amount due and its day. */
export function Due({ account, children }: DueProps) {
  const { amount, label, dayLabel, note } = dueWords(account);
  const due = account.next_due_on;
  return (
    <div class="due">
      <p class="due__part">
        <span class="due__label">{label}</span>
        <span class="due__figure num">{amount ? money(amount) : t('figure.none')}</span>
      </p>
      {due.value && (
        <p class="due__part">
          <span class="due__label">{dayLabel}</span>
          <span class="due__figure due__figure--day">{day(due.value)}</span>
        </p>
      )}
      {note && <p class="due__note muted">{note}</p>}
      {toChildArray(children).length > 0 && <div class="due__action">{children}</div>}
    </div>
  );
}
