import { locale } from './money';

const dayOptions: Intl.DateTimeFormatOptions = { weekday: 'short', month: 'long', day: 'numeric' };
const clockOptions: Intl.DateTimeFormatOptions = {
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
};

// Cut-offs, terms and mail are in the lender's zone; so is every moment here, with the reader's own beside it.
let zone = 'UTC';
let own = 'UTC';

/** Will write every moment in this zone from now on; the bootstrap names it. */
export function writeInZone(name: string, readersOwn: string = name): void {
  zone = name;
  own = readersOwn;
}

function written(at: Date, options: Intl.DateTimeFormatOptions): string {
  // Some engines part the hour from AM with a narrow space, which few typefaces hold. No line breaks inside a time,
  // nor between a month and its day.
  const text = new Intl.DateTimeFormat(locale(), options).format(at);
  return text.replace(/[\u202f ](?=\d|[AP]M\b|[ap]\.|[A-Z]{2,5}$)/g, '\u00a0');
}

/** A calendar day has no zone: it is read and written as UTC so that no zone can move it. */
function asDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** The lender's calendar day, `2026-12-04`, at a moment. */
export function dayAt(at: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
}

/** Will ask for the year of a calendar day where it is not this one. */
const yearIn = (day: string): Intl.DateTimeFormatOptions =>
  day.slice(0, 4) === dayAt(new Date()).slice(0, 4) ? {} : { year: 'numeric' };

/** Will write a calendar day: `Fri, December 4`, with the year when it is not this one. */
export function day(value: string): string {
  return written(asDate(value), { ...dayOptions, ...yearIn(value), timeZone: 'UTC' });
}

/** Will write a calendar day without its weekday and always with its year: `Dec 4, 2026`. */
export function dayShort(value: string): string {
  return written(asDate(value), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
}

/** Will write a month: `December 2027`. */
export function month(value: string): string {
  return written(asDate(value), { month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/**
 * Will write an instant with the name of its zone: `Fri, December 4 at 5:00 PM EST`, and for a reader whose clock
 * shows another time, theirs first: `Fri, December 4 at 2:00 PM PST (5:00 PM EST)`.
 */
export function instant(value: string): string {
  const at = new Date(value);
  const whole = { ...dayOptions, ...yearIn(dayAt(at)), ...clockOptions };
  const differ = (options: Intl.DateTimeFormatOptions): boolean =>
    written(at, { ...options, timeZone: zone }) !== written(at, { ...options, timeZone: own });
  const theLenders = written(at, { ...whole, timeZone: zone });
  if (!differ({ ...dayOptions, hour: 'numeric', minute: '2-digit' })) return theLenders;
  const aside = differ(dayOptions) ? theLenders : written(at, { ...clockOptions, timeZone: zone });
  return `${written(at, { ...whole, timeZone: own })} (${aside})`;
}

/** Will write the day of an instant. */
export function dayOfInstant(value: string): string {
  return day(dayAt(new Date(value)));
}
