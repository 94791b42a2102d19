import { useQuery } from '@tanstack/preact-query';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { asApiError } from '@/api/errors';
import { accountQuery } from '@/api/queries';
import type { AccountDetail, PaymentDetail, Review } from '@/api/types';
import { NotFound } from '@/shared/NotFound';
import { BackLink, Bones, Loading, useTitle } from '@/ui/bits';
import { Icon } from '@/ui/icons';
import { ErrorNotice, Notice } from '@/ui/Notice';
import { t } from '@/words/words';
import { AmountStep } from './AmountStep';
import { type Choice, firstChoice } from './choice';
import { MethodStep } from './MethodStep';
import { ReviewStep } from './ReviewStep';

type Step = 'amount' | 'method' | 'review';
const steps: Step[] = ['amount', 'method', 'review'];

export default function PayPage({ accountId }: { accountId: string }) {
  useTitle(t('pay.title'));
  const account = useQuery({ ...accountQuery(accountId), refetchOnWindowFocus: false });
  if (asApiError(account.error).status === 404 && !account.data) return <NotFound />;
  return (
    <div class="stack stack--loose pay">
      {account.isError && !account.data && (
        <ErrorNotice error={account.error} onRetry={() => account.refetch()} />
      )}
      {account.isPending && (
        <Loading>
          <Bones of={['short', 'figure', 'block', 'button']} />
        </Loading>
      )}
      {account.data && !account.data.can_pay && <CannotPay account={account.data} />}
      {account.data?.can_pay && <PayFlow account={account.data} />}
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

/** The steps are entries of the browser's history, so that Back goes one step back. */
function useStep(): [Step, (step: Step, replace?: boolean) => void] {
  const [step, setStep] = useState<Step>('amount');
  useEffect(() => {
    const back = (event: PopStateEvent) => {
      const state = event.state as { payStep?: Step } | null;
      setStep(state?.payStep ?? 'amount');
    };
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);
  const go = (next: Step, replace = false) => {
    history[replace ? 'replaceState' : 'pushState']({ payStep: next }, '');
    setStep(next);
    window.scrollTo(0, 0);
  };
  return [step, go];
}

function PayFlow({ account }: { account: AccountDetail }) {
  const [, navigate] = useLocation();
  const [step, go] = useStep();
  const [choice, setChoice] = useState<Choice>(() => firstChoice(account));
  const [methodId, setMethodId] = useState('');
  const [review, setReview] = useState<Review | null>(null);
  const [amountError, setAmountError] = useState('');
  const [moved, setMoved] = useState(false);
  const shown = step === 'review' && !review ? 'method' : step;
  const move = (next: Step) => {
    setMoved(true);
    go(next);
  };
  const finish = (paymentId: string, made: boolean) =>
    navigate(`/payments/${paymentId}`, { replace: true, state: made ? { made: true } : { spent: true } });

  return (
    <>
      <div class="stack stack--tight">
        {shown === 'amount' ? (
          <BackLink href={`/accounts/${account.id}`}>{account.title}</BackLink>
        ) : (
          <div>
            <button type="button" class="link-button back-link" onClick={() => history.back()}>
              <Icon name="back" />
              {t('action.back')}
            </button>
          </div>
        )}
        <p class="steps">{t('pay.step', { at: steps.indexOf(shown) + 1, of: steps.length })}</p>
      </div>
      {shown === 'amount' && (
        <AmountStep
          account={account}
          choice={choice}
          serverError={amountError}
          focusTitle={moved}
          onChange={(next) => {
            setChoice(next);
            setAmountError('');
          }}
          onNext={() => move('method')}
        />
      )}
      {shown === 'method' && (
        <MethodStep
          account={account}
          choice={choice}
          methodId={methodId}
          onChange={setMethodId}
          onReviewed={(made) => {
            setReview(made);
            move('review');
          }}
          onAmountRefused={(sentence) => {
            setAmountError(sentence);
            move('amount');
          }}
        />
      )}
      {shown === 'review' && review && (
        <ReviewStep
          key={review.id}
          review={review}
          onMade={(payment: PaymentDetail) => finish(payment.id, true)}
          onSpent={(paymentId) => finish(paymentId, false)}
          onExpired={() => {
            setReview(null);
            go('method', true);
          }}
        />
      )}
    </>
  );
}
