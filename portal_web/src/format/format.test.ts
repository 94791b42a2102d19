import { describe, expect, it } from 'vitest';
import { speak } from '@/words/words';
import { day, dayAt, dayShort, instant, month, writeInZone } from './dates';
import { money, moneyTyped, percent, plus, readMoney } from './money';

/** Where a line may not break there is a space that does not break. */
const plain = (text: string) => text.replace(/\u00a0/g, ' ');

const usd = (amount_minor: number) => ({ amount_minor, currency: 'USD' });

describe('money', () => {
  it('writes dollars and cents', () => {
    expect(money(usd(123_450))).toBe('$1,234.50');
  });

  it('writes a currency without cents', () => {
    expect(money({ amount_minor: 500, currency: 'JPY' })).toBe('¥500');
  });

  it.each([
    ['125.50', 12_550],
    ['$1,234.5', 123_450],
    [' 90 ', 9_000],
    ['0', 0],
    ['8.1', 810],
  ])('reads %s exactly', (typed, minor) => {
    expect(readMoney(typed, 'USD')).toEqual(usd(minor));
  });

  it.each(['', 'ten', '12,50', '1,2345', '1.234', '-5', '1.2.3', '1e3'])('refuses to read %j', (typed) => {
    expect(readMoney(typed, 'USD')).toBe(null);
  });

  it('types an amount back as a person would', () => {
    expect(moneyTyped(usd(5))).toBe('0.05');
  });

  it('adds amounts', () => {
    expect(plus(usd(1), usd(2), usd(3))).toEqual(usd(6));
  });

  it('writes a rate without trailing zeros beyond two', () => {
    expect(percent('6.490')).toBe('6.49%');
  });
});

describe('dates', () => {
  it('writes a day of this year without the year', () => {
    expect(day('2026-12-04')).toBe('Fri, December\u00a04');
  });

  it('writes the year of another year', () => {
    expect(plain(day('2028-02-29'))).toBe('Tue, February 29, 2028');
  });

  it('writes a short day and a month', () => {
    expect([dayShort('2026-05-01'), month('2030-04-12')].map(plain)).toEqual(['May 1, 2026', 'April 2030']);
  });

  it('writes an instant in the lender’s zone and names the zone', () => {
    writeInZone('America/New_York');

    expect(instant('2026-11-23T22:00:00Z')).toBe('Mon, November\u00a023 at\u00a05:00\u00a0PM\u00a0EST');
    expect(plain(instant('2027-07-01T21:30:00Z'))).toBe('Thu, July 1, 2027 at 5:30 PM EDT');
  });

  it('writes the reader’s own time first where their clock shows another', () => {
    writeInZone('America/New_York', 'America/Los_Angeles');

    expect(plain(instant('2026-11-23T22:00:00Z'))).toBe('Mon, November 23 at 2:00 PM PST (5:00 PM EST)');
    expect(plain(instant('2026-11-24T06:00:00Z'))).toBe(
      'Mon, November 23 at 10:00 PM PST (Tue, November 24 at 1:00 AM EST)',
    );
  });

  it('knows that midnight comes later in the west', () => {
    const at = new Date('2026-12-01T05:30:00Z');
    const days = ['America/New_York', 'America/Chicago'].map((zone) => {
      writeInZone(zone);
      return dayAt(at);
    });

    expect(days).toEqual(['2026-12-01', '2026-11-30']);
  });

  it('writes Spanish as Spanish is written', async () => {
    await speak('es');

    expect([day('2026-12-04'), month('2030-04-12')].map(plain)).toEqual([
      'vie, 4 de diciembre',
      'abril de 2030',
    ]);
  });
});
