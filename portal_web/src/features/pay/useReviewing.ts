import { api, ask } from '@/api/client';
import { asApiError } from '@/api/errors';
import type { Review, ReviewRequest } from '@/api/types';
import { useAction } from '@/ui/useAction';

/** Asks for the review of what is wanted; an amount of one's own that is refused is told where it was typed. */
export function useReviewing(
  wanted: ReviewRequest,
  onReviewed: (review: Review) => void,
  onAmountRefused: (sentence: string) => void,
) {
  return useAction(async () => {
    try {
      onReviewed(await ask(api.POST('/api/v1/payments/reviews', { body: wanted })));
    } catch (error) {
      const sentence = asApiError(error).fields.amount;
      if (!sentence || wanted.choice !== 'custom') throw error;
      onAmountRefused(sentence);
    }
  });
}
