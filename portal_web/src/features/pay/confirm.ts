import { api, ask } from '@/api/client';
import { asApiError } from '@/api/errors';
import type { PaymentDetail, Review } from '@/api/types';

export type Outcome =
  | { kind: 'made'; payment: PaymentDetail }
  | { kind: 'spent'; paymentId: string }
  | { kind: 'expired' };

/**
 * Will confirm a review under `key`. The same key goes out at every try of the same review, so that a try whose
 * answer was lost makes no second payment. Raises ApiError for whatever the person can do something about.
 */
export async function confirm(review: Review, key: string, payAgain: string[]): Promise<Outcome> {
  try {
    const payment = await ask(
      api.POST('/api/v1/payments', {
        params: { header: { 'Idempotency-Key': key } },
        body: {
          review_id: review.id,
          accept_terms: true,
          terms_hash: review.terms.hash,
          pay_again: payAgain,
        },
      }),
    );
    return { kind: 'made', payment };
  } catch (error) {
    const refused = asApiError(error);
    const paymentId = refused.details.payment_id;
    if (refused.code === 'review_spent' && typeof paymentId === 'string') return { kind: 'spent', paymentId };
    if (refused.code === 'review_expired') return { kind: 'expired' };
    throw error;
  }
}
