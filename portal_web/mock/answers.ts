/** How the mock says yes and no. */
export const answer = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

export const nothing = (): Response => new Response(null, { status: 204 });

interface Refusal {
  message: string;
  fields?: Record<string, string>;
  details?: Record<string, unknown>;
}

export const refuse = (status: number, code: string, { message, fields = {}, details }: Refusal): Response =>
  answer({ code, message, fields, request_id: 'mock', ...(details ? { details } : {}) }, status);

export const notFound = (): Response => refuse(404, 'not_found', { message: 'There is no such page.' });
