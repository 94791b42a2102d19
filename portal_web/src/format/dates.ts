import { locale } from './money';

const dayOptions: Intl.DateTimeFormatOptions = { weekday: 'short', month: 'long', day: 'numeric' };
const clockOptions: Intl.DateTimeFormatOptions = {
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
};

function written(at: Date, options: Intl.DateTimeFormatOptions): string {
  // Some engines part the hour from AM with a narrow space, which few typefaces hold.
  return new Intl.DateTimeFormat(locale(), options).format(at).replace(/\u202f/g, ' ');
}

/** A calendar day has no zone: it is read and written as UTC so that no zone can move it. */
function asDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** Will ask for the year where it is not this one. */
const yearIn = (year: number): Intl.DateTimeFormatOptions =>
  year === new Date().getFullYear() ? {} : { year: 'numeric' };

/** Will write a calendar day: `Fri, December 4`, with the year when it is not this one. */
export function day(value: string): string {
  const at = asDate(value);
  return written(at, { ...dayOptions, ...yearIn(at.getUTCFullYear()), timeZone: 'UTC' });
}

/** Will write a calendar day without its weekday and always with its year: `Dec 4, 2026`. */
export function dayShort(value: string): string {
  return written(asDate(value), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
}

/** Will write a month: `December 2027`. */
export function month(value: string): string {
  return written(asDate(value), { month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** Will write an instant in the reader's own zone, with its name: `Fri, December 4 at 5:00 PM EST`. */
export function instant(value: string): string {
  const at = new Date(value);
  return written(at, { ...dayOptions, ...yearIn(at.getFullYear()), ...clockOptions });
}

/** Will write the day of an instant in the reader's own zone. */
export function dayOfInstant(value: string): string {
  const at = new Date(value);
  return written(at, { ...dayOptions, ...yearIn(at.getFullYear()) });
}

/** The calendar day, `2026-12-04`, that it is in a zone at a moment. */
export function dayIn(zone: string, at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
}
