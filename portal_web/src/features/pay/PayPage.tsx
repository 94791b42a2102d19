import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { asApiError } from '@/api/errors';
import { accountQuery, payableQuery } from '@/api/queries';
import type { AccountDetail, Payable, PaymentDetail, Review } from '@/api/types';
import { NotFound } from '@/shared/NotFound';
import { BackLink, Bones, Loading, useTitle } from '@/ui/bits';
import { Icon } from '@/ui/icons';
import { ErrorNotice, Notice } from '@/ui/Notice';
import { t } from '@/words/words';
import { AmountStep } from './AmountStep';
import { offered, reviewRequest } from './choice';
import { MethodStep } from './MethodStep';
import { ReviewAgain } from './ReviewAgain';
import { ReviewStep } from './ReviewStep';
import { steps, useSteps } from './steps';

export default function PayPage({ accountId }: { accountId: string }) {
  useTitle(t('pay.title'));
  const account = useQuery({ ...accountQuery(accountId), refetchOnWindowFocus: false });
  const payable = useQuery({ ...payableQuery(accountId), refetchOnWindowFocus: false });
  const closed = account.data && !account.data.can_pay;
  // Whether an account can be paid is said with the account.
  const failed = [account, ...(account.data?.can_pay ? [payable] : [])].find(
    (asked) => asked.isError && !asked.data,
  );
  if (failed && asApiError(failed.error).status === 404) return <NotFound />;
  const fresh = async () => (await payable.refetch()).data;
  return (
    <div class="stack stack--loose pay">
      {failed && <ErrorNotice error={failed.error} onRetry={() => failed.refetch()} />}
      {!failed && !closed && !(account.data && payable.data) && (
        <Loading>
          <Bones of={['short', 'figure', 'block', 'button']} />
        </Loading>
      )}
      {account.data && closed && <CannotPay account={account.data} />}
      {account.data?.can_pay && payable.data && (
        <PayFlow key={accountId} account={account.data} payable={payable.data} fresh={fresh} />
      )}
    </div>
  );
}

function CannotPay({ account }: { account: AccountDetail }) {
  return (
    <>
      <BackLink href={`/accounts/${account.id}`}>{account.title}</BackLink>
      <h1>{t('pay.title')}</h1>
      <Notice title={account.cannot_pay_reason ?? t('pay.cannot')} />
    </>
  );
}

interface PayFlowProps {
  account: AccountDetail;
  payable: Payable;
  /** Asks again what can be paid. */
  fresh: () => Promise<Payable | undefined>;
}

function PayFlow({ account, payable, fresh }: PayFlowProps) {
  const [, navigate] = useLocation();
  const { step, draft, change, go, leave } = useSteps(`/accounts/${account.id}/pay`, {
    choice: offered({ kind: 'next_due', typed: '' }, payable),
    methodId: '',
  });
  const [made, setMade] = useState<{ review: Review; wanted: string } | null>(null);
  const [amountError, setAmountError] = useState('');
  const [arrivedAt] = useState(step);
  const [moved, setMoved] = useState(false);
  const choice = offered(draft.choice, payable);
  const wanted = reviewRequest(account.id, choice, payable, draft.methodId);
  const review = made?.wanted === JSON.stringify(wanted) ? made.review : null;
  const move = (next: typeof step) => {
    setMoved(true);
    go(next);
  };
  const finish = (paymentId: string, state: { made: true } | { spent: true }) =>
    leave(`/accounts/${account.id}`, () => navigate(`/payments/${paymentId}`, { state }));
  const amountRefused = (sentence: string) => {
    setAmountError(sentence);
    move('amount');
  };

  return (
    <>
      <div class="stack stack--tight">
        {step === 'amount' ? (
          <BackLink href={`/accounts/${account.id}`}>{account.title}</BackLink>
        ) : (
          <div>
            <button type="button" class="link-button back-link" onClick={() => history.back()}>
              <Icon name="back" />
              {t('action.back')}
            </button>
          </div>
        )}
        <p class="steps">{t('pay.step', { at: steps.indexOf(step) + 1, of: steps.length })}</p>
      </div>
      {step === 'amount' && (
        <AmountStep
          account={account}
          payable={payable}
          fresh={fresh}
          choice={choice}
          serverError={amountError}
          focusTitle={moved || arrivedAt !== 'amount'}
          onChange={(next) => {
            change({ choice: next });
            setAmountError('');
          }}
          onNext={() => move('method')}
        />
      )}
      {step === 'method' && (
        <MethodStep
          account={account}
          payable={payable}
          choice={choice}
          methodId={draft.methodId}
          onChange={(methodId) => change({ methodId })}
          onReviewed={(shown, request) => {
            setMade({ review: shown, wanted: JSON.stringify(request) });
            move('review');
          }}
          onAmountRefused={amountRefused}
        />
      )}
      {step === 'review' && !review && (
        <ReviewAgain
          wanted={wanted}
          onReviewed={(shown) => setMade({ review: shown, wanted: JSON.stringify(wanted) })}
          onAmountRefused={amountRefused}
        />
      )}
      {step === 'review' && review && (
        <ReviewStep
          key={review.id}
          review={review}
          onMade={(payment: PaymentDetail) => finish(payment.id, { made: true })}
          onSpent={(paymentId) => finish(paymentId, { spent: true })}
          onExpired={() => {
            setMade(null);
            go('method');
          }}
        />
      )}
    </>
  );
}
