import { useEffect } from 'preact/hooks';
import { api, ask } from '@/api/client';
import { asApiError } from '@/api/errors';
import type { Review, ReviewRequest } from '@/api/types';
import { Bones, Loading } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { useAction } from '@/ui/useAction';

interface ReviewAgainProps {
  wanted: ReviewRequest;
  onReviewed: (review: Review) => void;
  onAmountRefused: (sentence: string) => void;
}

/** Asks for the review of what was chosen before: the page was loaded again, or came back to. */
export function ReviewAgain({ wanted, onReviewed, onAmountRefused }: ReviewAgainProps) {
  const review = useAction(async () => {
    try {
      onReviewed(await ask(api.POST('/api/v1/payments/reviews', { body: wanted })));
    } catch (error) {
      const sentence = asApiError(error).fields.amount;
      if (!sentence || wanted.choice !== 'custom') throw error;
      onAmountRefused(sentence);
    }
  });
  useEffect(() => {
    review.run();
  }, [JSON.stringify(wanted)]);
  if (review.error) return <ErrorNotice error={review.error} onRetry={() => review.run()} />;
  return (
    <Loading>
      <Bones of={['short', 'figure', 'block', 'button']} />
    </Loading>
  );
}
