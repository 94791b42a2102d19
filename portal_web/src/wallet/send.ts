import { digitsOf, type Problems, type Typed } from './checks';

export type Sent =
  | { kind: 'done'; method_id: string; last4: string; label: string }
  | { kind: 'refused'; problems: Problems; message: string }
  | { kind: 'expired' }
  | { kind: 'offline' }
  | { kind: 'failed' };

/** Will send the account to the wallet's own server, without cookies. */
export async function send(captureId: string, secret: string, typed: Typed): Promise<Sent> {
  const body = {
    ...typed,
    secret,
    holder_name: typed.holder_name.trim(),
    routing_number: digitsOf(typed.routing_number),
    account_number: digitsOf(typed.account_number),
    account_number_again: digitsOf(typed.account_number_again),
  };
  let response: Response;
  try {
    response = await fetch(`/frame/${encodeURIComponent(captureId)}/bank-account`, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'Content-Type': 'application/json', 'X-Portico': '1' },
      body: JSON.stringify(body),
    });
  } catch {
    return { kind: 'offline' };
  }
  if (response.status === 410) return { kind: 'expired' };
  const answer = await response.json().catch(() => ({}));
  if (response.status === 201) return { kind: 'done', ...answer };
  const problems = answer.fields ?? {};
  const message = typeof answer.message === 'string' ? answer.message : '';
  return message || Object.keys(problems).length > 0
    ? { kind: 'refused', problems, message }
    : { kind: 'failed' };
}
