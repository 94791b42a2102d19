/** Will return a fresh key that makes a repeated request the same request. */
export function newKey(): string {
  return crypto.randomUUID();
}
