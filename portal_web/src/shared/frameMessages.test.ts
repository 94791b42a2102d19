import { describe, expect, it } from 'vitest';
import { readFrameMessage } from './frameMessages';

describe('what the page hears from the wallet', () => {
  it('reads a finished capture', () => {
    const done = { type: 'portico-wallet:done', method_id: 'm1', last4: '6789', label: 'Checking ••6789' };

    expect(readFrameMessage({ ...done, account_number: '000123456' })).toEqual(done);
  });

  it.each([
    null,
    'x',
    {},
    { type: 'other' },
    { type: 'portico-wallet:height', height: '9' },
    { type: 'portico-wallet:done' },
  ])('does not hear %j', (data) => {
    expect(readFrameMessage(data)).toBe(null);
  });
});
