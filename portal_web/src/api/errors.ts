import type { components } from './schema';

type ErrorBody = components['schemas']['Error'];

/** An answer of the server that says no, or no answer at all (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;
  readonly details: Record<string, unknown>;
  readonly requestId: string;

  constructor(status: number, body: Partial<ErrorBody>) {
    super(body.message ?? '');
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'offline' : 'unexpected');
    this.fields = body.fields ?? {};
    this.details = body.details ?? {};
    this.requestId = body.request_id ?? '';
  }

  /** True when asking the same again may help: no connection, a busy or restarting server. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(-1, { code: 'unexpected' });
}
