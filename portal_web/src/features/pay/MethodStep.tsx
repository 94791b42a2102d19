import { useQuery, useQueryClient } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { methodsQuery } from '@/api/queries';
import type { AccountDetail, Payable, PaymentMethod, Review, ReviewRequest } from '@/api/types';
import { money } from '@/format/money';
import { WalletFrame } from '@/shared/WalletFrame';
import { Button } from '@/ui/Button';
import { Bones, Loading, StepTitle } from '@/ui/bits';
import { FieldError } from '@/ui/Field';
import { ErrorNotice } from '@/ui/Notice';
import { t } from '@/words/words';
import { amountOf, type Choice, reviewRequest } from './choice';
import { useReviewing } from './useReviewing';

interface MethodStepProps {
  account: AccountDetail;
  payable: Payable;
  choice: Choice;
  methodId: string;
  onChange: (methodId: string) => void;
  onReviewed: (review: Review, wanted: ReviewRequest) => void;
  onAmountRefused: (sentence: string) => void;
}

export function MethodStep(props: MethodStepProps) {
  const methods = useQuery({ ...methodsQuery(), refetchOnWindowFocus: false });
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const none = methods.data?.items.length === 0;
  const amount = amountOf(props.choice, props.payable);
  const added = async (methodId: string) => {
    await queries.invalidateQueries({ queryKey: methodsQuery().queryKey });
    props.onChange(methodId);
    setAdding(false);
  };
  return (
    <div class="stack stack--loose">
      <div class="page-head">
        <StepTitle>{none || adding ? t('pay.method.add_title') : t('pay.method.title')}</StepTitle>
        {amount && (
          <p class="muted">
            {t('pay.method.paying', { amount: money(amount), account: props.account.title })}
          </p>
        )}
      </div>
      {methods.isError && <ErrorNotice error={methods.error} onRetry={() => methods.refetch()} />}
      {methods.isPending && (
        <Loading>
          <Bones of={['button', 'button']} />
        </Loading>
      )}
      {methods.data && (none || adding) && (
        <div class="card">
          <WalletFrame onDone={added} onCancel={() => (none ? history.back() : setAdding(false))} />
        </div>
      )}
      {methods.data && !none && !adding && (
        <MethodChoice {...props} methods={methods.data.items} onAdd={() => setAdding(true)} />
      )}
    </div>
  );
}

interface MethodChoiceProps extends MethodStepProps {
  methods: PaymentMethod[];
  onAdd: () => void;
}

function MethodChoice({
  account,
  payable,
  choice,
  methodId,
  methods,
  onChange,
  onAdd,
  ...on
}: MethodChoiceProps) {
  const usable = methods.filter((method) => method.usable);
  const chosen = methodId || (usable.length === 1 ? (usable[0]?.id ?? '') : '');
  const [missing, setMissing] = useState(false);
  const wanted = reviewRequest(account.id, choice, payable, chosen);
  const reviewed = (made: Review) => {
    onChange(chosen);
    on.onReviewed(made, wanted);
  };
  const review = useReviewing(wanted, reviewed, on.onAmountRefused);
  const error = missing ? t('pay.method.missing') : review.error?.fields.method_id;
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(!chosen);
        if (chosen) review.run();
      }}
    >
      {review.error && !review.error.fields.method_id && (
        <ErrorNotice error={review.error} onRetry={() => review.run()} />
      )}
      <fieldset class="options" aria-describedby={error ? 'method-error' : undefined}>
        <legend class="visually-hidden">{t('pay.method.title')}</legend>
        {methods.map((method) => (
          <label key={method.id} class="option">
            <input
              type="radio"
              name="method"
              checked={chosen === method.id}
              disabled={!method.usable}
              onChange={() => {
                setMissing(false);
                onChange(method.id);
              }}
            />
            <span class="option__title">{method.label}</span>
            <span class="option__text">
              {method.usable
                ? [method.holder_name, method.bank_name].filter(Boolean).join(' · ')
                : method.validation_text}
            </span>
          </label>
        ))}
      </fieldset>
      {error && <FieldError id="method-error" text={error} />}
      <div>
        <Button kind="quiet" flush onClick={onAdd}>
          {t('pay.method.add')}
        </Button>
      </div>
      <div class="form__actions">
        <Button kind="primary" type="submit" pending={review.pending}>
          {t('pay.method.action')}
        </Button>
      </div>
    </form>
  );
}
