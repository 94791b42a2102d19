import { useRef, useState } from 'preact/hooks';
import type { AccountDetail, Payable } from '@/api/types';
import { day } from '@/format/dates';
import { currencySign, money } from '@/format/money';
import { Button } from '@/ui/Button';
import { Amount, StepTitle } from '@/ui/bits';
import { Field } from '@/ui/Field';
import { useAction } from '@/ui/useAction';
import { t } from '@/words/words';
import { amountOf, type Choice, type Offer, offersOf } from './choice';

interface AmountStepProps {
  account: AccountDetail;
  payable: Payable;
  /** Asks again what can be paid: while the page stood open a cut-off may have passed. */
  fresh: () => Promise<Payable | undefined>;
  choice: Choice;
  serverError: string;
  focusTitle: boolean;
  onChange: (choice: Choice) => void;
  onNext: () => void;
}

function problemWith(choice: Choice, payable: Payable): string {
  const amount = amountOf(choice, payable);
  if (choice.kind !== 'custom') return '';
  if (!amount) return t(/^\s*[-−]/.test(choice.typed) ? 'pay.amount.zero' : 'pay.amount.unreadable');
  return amount.amount_minor <= 0 ? t('pay.amount.zero') : '';
}

/** Says that an amount is more than `payable` has left, or nothing. */
function excessIn(choice: Choice, payable: Payable): string {
  const { most, under_way } = payable;
  const amount = choice.kind === 'custom' ? amountOf(choice, payable) : null;
  if (!amount || amount.amount_minor <= most.amount_minor) return '';
  const key = under_way.amount_minor > 0 ? 'pay.amount.too_much.under_way' : 'pay.amount.too_much';
  return t(key, { amount: money(most) });
}

export function AmountStep(props: AmountStepProps) {
  const { account, payable, fresh, choice, serverError, focusTitle, onChange, onNext } = props;
  const [problem, setProblem] = useState('');
  const form = useRef<HTMLFormElement>(null);
  const error = problem || serverError;
  const check = useAction(async () => {
    let found = problemWith(choice, payable) || excessIn(choice, payable);
    if (found && !problemWith(choice, payable)) found = excessIn(choice, (await fresh()) ?? payable);
    setProblem(found);
    if (!found) return onNext();
    form.current?.querySelector<HTMLInputElement>('[name="amount"]')?.focus();
  });
  const change = (choiceNow: Choice) => {
    setProblem('');
    onChange(choiceNow);
  };
  return (
    <form
      ref={form}
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        check.run();
      }}
    >
      <StepTitle focus={focusTitle}>{t('pay.amount.title')}</StepTitle>
      <fieldset class="options">
        <legend class="visually-hidden">{t('pay.amount.title')}</legend>
        {offersOf(payable).map((offer) => (
          <AmountOption
            key={offer.kind}
            account={account}
            payable={payable}
            offer={offer}
            choice={choice}
            error={error}
            onChange={change}
          />
        ))}
      </fieldset>
      <div class="form__actions">
        <Button kind="primary" type="submit" pending={check.pending}>
          {t('action.continue')}
        </Button>
      </div>
    </form>
  );
}

interface AmountOptionProps {
  account: AccountDetail;
  payable: Payable;
  offer: Offer;
  choice: Choice;
  error: string;
  onChange: (choice: Choice) => void;
}

function AmountOption({ account, payable, offer, choice, error, onChange }: AmountOptionProps) {
  const chosen = choice.kind === offer.kind;
  const { currency } = payable.most;
  return (
    <div class="option">
      <input
        type="radio"
        id={`pay-${offer.kind}`}
        name="choice"
        checked={chosen}
        onChange={() => onChange({ ...choice, kind: offer.kind })}
      />
      <label class="option__title" for={`pay-${offer.kind}`}>
        {t(`pay.choice.${offer.kind}`)}
      </label>
      {offer.amount && (
        <strong>
          <Amount value={offer.amount} />
        </strong>
      )}
      <span class="option__text">{optionText(offer, account, payable)}</span>
      {offer.kind === 'custom' && chosen && (
        <div class="option__more">
          <Field label={t('pay.amount.label')} error={error || undefined}>
            {(ids) => (
              <span class="input-money">
                <span class="input-money__sign" aria-hidden="true">
                  {currencySign(currency)}
                </span>
                <input
                  {...ids}
                  name="amount"
                  inputMode="decimal"
                  autocomplete="off"
                  value={choice.typed}
                  onInput={(event) => onChange({ kind: 'custom', typed: event.currentTarget.value })}
                />
              </span>
            )}
          </Field>
        </div>
      )}
    </div>
  );
}

function optionText(offer: Offer, account: AccountDetail, payable: Payable): string {
  const due = account.next_due_on.value;
  if (offer.kind === 'next_due') return due ? t('pay.choice.next_due.text', { day: day(due) }) : '';
  if (offer.kind === 'past_due') return t('pay.choice.past_due.text');
  const amount = money(payable.most);
  if (payable.under_way.amount_minor === 0) {
    return t('pay.choice.custom.text', { amount, day: day(payable.debit_on) });
  }
  const under_way = money(payable.under_way);
  if (payable.most.amount_minor === 0) return t('pay.choice.custom.text.nothing', { under_way });
  return t('pay.choice.custom.text.under_way', { amount, under_way });
}
