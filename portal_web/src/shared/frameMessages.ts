/** What the wallet's frame may say to the page that holds it. */
export type FrameMessage =
  | { type: 'portico-wallet:ready' }
  | { type: 'portico-wallet:height'; height: number }
  | { type: 'portico-wallet:done'; method_id: string; last4: string; label: string }
  | { type: 'portico-wallet:cancelled' }
  | { type: 'portico-wallet:expired' };

const tallest = 3000;

/** Will return the message that `data` is, or null where it is none of ours. */
export function readFrameMessage(data: unknown): FrameMessage | null {
  if (typeof data !== 'object' || data === null || !('type' in data)) return null;
  const message = data as Record<string, unknown>;
  switch (message.type) {
    case 'portico-wallet:ready':
    case 'portico-wallet:cancelled':
    case 'portico-wallet:expired':
      return { type: message.type };
    case 'portico-wallet:height':
      return typeof message.height === 'number' && message.height > 0 && message.height < tallest
        ? { type: message.type, height: Math.ceil(message.height) }
        : null;
    case 'portico-wallet:done': {
      const { method_id, last4, label } = message;
      return typeof method_id === 'string' && typeof last4 === 'string' && typeof label === 'string'
        ? { type: message.type, method_id, last4, label }
        : null;
    }
    default:
      return null;
  }
}
