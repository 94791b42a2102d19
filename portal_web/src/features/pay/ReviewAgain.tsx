import { useEffect } from 'preact/hooks';
import type { Review, ReviewRequest } from '@/api/types';
import { Bones, Loading } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { useReviewing } from './useReviewing';

interface ReviewAgainProps {
  wanted: ReviewRequest;
  onReviewed: (review: Review) => void;
  onAmountRefused: (sentence: string) => void;
}

/** Asks for the review of what was chosen before: the page was loaded again, or came back to. */
export function ReviewAgain({ wanted, onReviewed, onAmountRefused }: ReviewAgainProps) {
  const review = useReviewing(wanted, onReviewed, onAmountRefused);
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
