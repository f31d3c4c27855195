import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { invalid } from './errors.js';

/** `EXDATE`, its parameters (`;TZID=Europe/London`), its value. */
const LINE = /^(RRULE|EXRULE|RDATE|EXDATE)((?:;[A-Z]+=[^:;]+)*):(\S+)$/;

const RULE_PARTS = new Set(
  'FREQ INTERVAL COUNT UNTIL BYDAY BYMONTHDAY BYYEARDAY BYWEEKNO BYMONTH BYSETPOS WKST'.split(' '),
);
const FREQUENCIES = new Set(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']);

/** Rules that do not end are followed this far, from now or from where one begins to look. */
const HORIZON_YEARS = 2;

/** A stretch of time in Unix ms: both ends belong to it. */
export interface Stretch {
  from?: number;
  to?: number;
}

/** When an event that recurs begins, each time (RFC 5545, 3.8.5). The first time is always among them. */
export class Recurrence {
  private readonly rules: RRuleTemporal[];
  private readonly dropped: RRuleTemporal[];
  private readonly extra: readonly Temporal.ZonedDateTime[];
  private readonly except: ReadonlySet<number>;

  /** @throws GoogleApiError 400 for lines that are no rules */
  constructor(
    readonly lines: string[],
    private readonly start: Temporal.ZonedDateTime,
    private readonly wholeDays: boolean,
  ) {
    const parts = lines.map(readLine);
    const values = (name: string) => parts.filter((part) => part.name === name);
    this.rules = values('RRULE').map(({ value }) => this.rule(value, true));
    this.dropped = values('EXRULE').map(({ value }) => this.rule(value, false));
    this.extra = values('RDATE').flatMap((part) => this.dates(part));
    const except = values('EXDATE').flatMap((part) => this.dates(part));
    this.except = new Set(except.map(({ epochMilliseconds }) => epochMilliseconds));
    if (this.rules.length === 0 && this.extra.length === 0) throw badRule();
  }

  /** The beginnings within a stretch, in the order of time. */
  within({ from, to }: Stretch): Temporal.ZonedDateTime[] {
    const first = Math.max(from ?? -Infinity, this.start.epochMilliseconds);
    const { timeZoneId } = this.start;
    const zonedAt = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZoneId);
    const after = zonedAt(first);
    const horizon = zonedAt(Math.max(first, Date.now())).add({ years: HORIZON_YEARS });
    const before = to === undefined ? horizon : zonedAt(to);
    if (Temporal.ZonedDateTime.compare(after, before) > 0) return [];
    const between = (rules: typeof this.rules) => rules.flatMap((rule) => rule.between(after, before, true));
    const gone = new Set([...this.except, ...between(this.dropped).map((date) => date.epochMilliseconds)]);
    const extra = [this.start, ...this.extra].filter(
      ({ epochMilliseconds: at }) => at >= first && at <= before.epochMilliseconds,
    );
    const found = [...between(this.rules), ...extra].map((date) => [date.epochMilliseconds, date] as const);
    return [...new Map(found)]
      .filter(([at]) => !gone.has(at))
      .toSorted(([one], [other]) => one - other)
      .map(([, date]) => date);
  }

  /** Whether it begins at that moment. */
  includes(moment: Temporal.ZonedDateTime): boolean {
    const at = moment.epochMilliseconds;
    return this.within({ from: at, to: at }).length > 0;
  }

  private rule(value: string, includeDtstart: boolean): RRuleTemporal {
    const parts = value.split(';').map((part) => part.split('=', 2) as [string, string?]);
    const isKnown = parts.every(([name, setting]) => RULE_PARTS.has(name) && Boolean(setting));
    const frequency = parts.find(([name]) => name === 'FREQ')?.[1] ?? '';
    if (!isKnown || !FREQUENCIES.has(frequency)) throw badRule();
    // Whole days are kept as midnights UTC, and end as such.
    const text = this.wholeDays ? value.replace(/UNTIL=(\d{8})[^;]*/, 'UNTIL=$1T000000Z') : value;
    try {
      const rruleString = `RRULE:${text}`;
      return new RRuleTemporal({
        rruleString,
        dtstart: this.start,
        temporal: Temporal,
        includeDtstart,
        strict: true,
      });
    } catch {
      throw badRule();
    }
  }

  private dates({ value, zone }: Line): Temporal.ZonedDateTime[] {
    try {
      return value.split(',').map((text) => this.date(text, zone));
    } catch {
      throw badRule();
    }
  }

  private date(text: string, zone: string | undefined): Temporal.ZonedDateTime {
    if (this.wholeDays) return Temporal.PlainDate.from(text.slice(0, 8)).toZonedDateTime('UTC');
    if (text.endsWith('Z')) return Temporal.Instant.from(text).toZonedDateTimeISO(this.start.timeZoneId);
    const local = zone ?? this.start.timeZoneId;
    return Temporal.PlainDateTime.from(text).toZonedDateTime(local).withTimeZone(this.start.timeZoneId);
  }
}

interface Line {
  name: string;
  zone: string | undefined;
  value: string;
}

function readLine(line: string): Line {
  const [, name, parameters = '', value] = LINE.exec(line) ?? [];
  if (name === undefined || value === undefined) throw badRule();
  return { name, zone: /;TZID=([^;]+)/.exec(parameters)?.[1], value };
}

const badRule = () => invalid('Invalid recurrence rule.');
