import createClient from 'openapi-fetch';
import { ApiError } from './errors';
import type { paths } from './schema';
import { epochSeen, sessionSeen, signedOut } from './signals';

const client = createClient<paths>({
  baseUrl: '',
  headers: { 'X-Portico': '1' },
  credentials: 'same-origin',
  // Looked up at each call, so that a test can stand a server in its place.
  fetch: (request) => globalThis.fetch(request),
});

client.use({
  onResponse({ response }) {
    const epoch = Number(response.headers.get('X-Portico-Epoch'));
    if (epoch) epochSeen.tell(epoch);
    if (response.ok) sessionSeen.tell(Date.now());
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Will return the body of a good answer, else throw an ApiError. */
export async function ask<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch {
    throw new ApiError(0, {});
  }
  if (answer.response.ok) return answer.data as T;
  const error = new ApiError(answer.response.status, bodyOf(answer.error));
  if (error.status === 401 && error.code === 'signed_out') signedOut.tell();
  throw error;
}

function bodyOf(error: unknown): Partial<ApiError> {
  return typeof error === 'object' && error !== null ? error : {};
}

export const api = client;
