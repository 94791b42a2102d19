import { language } from '@/words/words';
import { locale } from './money';

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

function parts(at: Date, options: Intl.DateTimeFormatOptions): Parts {
  const found = new Intl.DateTimeFormat(locale(), options).formatToParts(at);
  return Object.fromEntries(found.map((part) => [part.type, part.value]));
}

function joined(found: Parts, withYear: boolean): string {
  const of = language() === 'es' ? ' de ' : ' ';
  const day = [found.weekday, found.day].filter(Boolean).join(' ');
  return `${day}${of}${found.month}${withYear ? `${of}${found.year}` : ''}`;
}

/** A calendar day has no zone: it is read and written as UTC so that no zone can move it. */
function asDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

const thisYear = () => String(new Date().getFullYear());

/** Will write a calendar day: `Fri 4 December`, with the year when it is not this one. */
export function day(value: string): string {
  const found = parts(asDate(value), {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return joined(found, found.year !== thisYear());
}

/** Will write a calendar day without its weekday and always with its year: `4 Dec 2026`. */
export function dayShort(value: string): string {
  const found = parts(asDate(value), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  return `${found.day} ${(found.month ?? '').replace('.', '')} ${found.year}`;
}

/** Will write a month: `December 2027`. */
export function month(value: string): string {
  const found = parts(asDate(value), { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return `${found.month}${language() === 'es' ? ' de ' : ' '}${found.year}`;
}

/** Will write the clock of an instant in the reader's own zone, with the zone's name: `5:00 pm EST`. */
export function clock(instant: string): string {
  const found = parts(new Date(instant), {
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
    timeZoneName: 'short',
  });
  const half = (found.dayPeriod ?? '').toLowerCase();
  return `${found.hour}:${found.minute} ${half} ${found.timeZoneName}`;
}

/** Will write an instant in the reader's own zone: `Fri 4 December, 5:00 pm EST`. */
export function instant(value: string): string {
  const at = new Date(value);
  const found = parts(at, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
  return `${joined(found, found.year !== thisYear())}, ${clock(value)}`;
}

/** Will write the day of an instant in the reader's own zone. */
export function dayOfInstant(value: string): string {
  const found = parts(new Date(value), { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
  return joined(found, found.year !== thisYear());
}
