import { useRef, useState } from 'preact/hooks';
import type { AccountDetail } from '@/api/types';
import { day } from '@/format/dates';
import { currencySign, money } from '@/format/money';
import { Button } from '@/ui/Button';
import { Amount, StepTitle } from '@/ui/bits';
import { Field } from '@/ui/Field';
import { t } from '@/words/words';
import { amountOf, type Choice, type Offer, offersOf } from './choice';

interface AmountStepProps {
  account: AccountDetail;
  choice: Choice;
  serverError: string;
  focusTitle: boolean;
  onChange: (choice: Choice) => void;
  onNext: () => void;
}

function problemWith(choice: Choice, account: AccountDetail): string {
  const amount = amountOf(choice, account);
  if (choice.kind !== 'custom') return '';
  if (!amount) return t(/^\s*[-−]/.test(choice.typed) ? 'pay.amount.zero' : 'pay.amount.unreadable');
  if (amount.amount_minor <= 0) return t('pay.amount.zero');
  const most = account.payoff.amount;
  return amount.amount_minor > most.amount_minor ? t('pay.amount.too_much', { amount: money(most) }) : '';
}

export function AmountStep({ account, choice, serverError, focusTitle, onChange, onNext }: AmountStepProps) {
  const [problem, setProblem] = useState('');
  const form = useRef<HTMLFormElement>(null);
  const error = problem || serverError;
  const next = () => {
    const found = problemWith(choice, account);
    setProblem(found);
    if (!found) return onNext();
    form.current?.querySelector<HTMLInputElement>('[name="amount"]')?.focus();
  };
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
        next();
      }}
    >
      <StepTitle focus={focusTitle}>{t('pay.amount.title')}</StepTitle>
      <fieldset class="options">
        <legend class="visually-hidden">{t('pay.amount.title')}</legend>
        {offersOf(account).map((offer) => (
          <AmountOption
            key={offer.kind}
            account={account}
            offer={offer}
            choice={choice}
            error={error}
            onChange={change}
          />
        ))}
      </fieldset>
      <div class="form__actions">
        <Button kind="primary" type="submit">
          {t('action.continue')}
        </Button>
      </div>
    </form>
  );
}

interface AmountOptionProps {
  account: AccountDetail;
  offer: Offer;
  choice: Choice;
  error: string;
  onChange: (choice: Choice) => void;
}

function AmountOption({ account, offer, choice, error, onChange }: AmountOptionProps) {
  const chosen = choice.kind === offer.kind;
  const { currency } = account.payoff.amount;
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
      <span class="option__text">{optionText(offer, account)}</span>
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

function optionText(offer: Offer, account: AccountDetail): string {
  const due = account.next_due_on.value;
  if (offer.kind === 'next_due') return due ? t('pay.choice.next_due.text', { day: day(due) }) : '';
  if (offer.kind === 'past_due') return t('pay.choice.past_due.text');
  return t('pay.choice.custom.text', { amount: money(account.payoff.amount) });
}
