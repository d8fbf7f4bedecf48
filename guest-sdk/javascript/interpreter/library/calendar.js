// Days and times without a clock. The names and the shapes are those of Temporal, as far as they go.

const pad = (number, digits) => String(number).padStart(digits, "0");

function check(isFine, what, text) {
  if (!isFine) throw new RangeError(`${what} cannot be ${text}`);
}

const isWhole = (number, least, most) => Number.isInteger(number) && number >= least && number <= most;

function daysInMonth(year, month) {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
function dayNumber(year, month, day) {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

function yearText(year) {
  if (year >= 0 && year <= 9999) return pad(year, 4);
  return `${year < 0 ? "-" : "+"}${pad(Math.abs(year), 6)}`;
}

const DATE = /^([+-]\d{6}|\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$/;
const DATE_TIME = /^(\S+?)[T ](\S+)$/i;
const INSTANT = /^(.+?)(Z|[+-]\d{2}:?\d{2})$/i;

function matched(pattern, text, what) {
  const found = pattern.exec(String(text).trim());
  check(found, what, JSON.stringify(text));
  return found;
}

/** A calendar day. */
export class PlainDate {
  constructor(year, month, day) {
    const isDay = isWhole(year, -271821, 294276) && isWhole(month, 1, 12) && isWhole(day, 1, daysInMonth(year, month));
    check(isDay, "a date", `${year}-${month}-${day}`);
    Object.assign(this, { year, month, day });
    Object.freeze(this);
  }

  static from(value) {
    if (value instanceof PlainDate || value instanceof PlainDateTime) {
      return new PlainDate(value.year, value.month, value.day);
    }
    if (typeof value === "object" && value !== null) return new PlainDate(value.year, value.month, value.day);
    const [, year, month, day] = matched(DATE, value, "a date");
    return new PlainDate(Number(year), Number(month), Number(day));
  }

  toString() {
    return `${yearText(this.year)}-${pad(this.month, 2)}-${pad(this.day, 2)}`;
  }

  toJSON() {
    return this.toString();
  }
}

/** A time of day without a zone. */
export class PlainTime {
  constructor(hour = 0, minute = 0, second = 0, nanosecond = 0) {
    const isTime = isWhole(hour, 0, 24) && isWhole(minute, 0, 59) && isWhole(second, 0, 59);
    check(isTime && isWhole(nanosecond, 0, 999_999_999), "a time", `${hour}:${minute}:${second}`);
    Object.assign(this, { hour, minute, second, nanosecond });
    Object.freeze(this);
  }

  static from(value) {
    if (typeof value === "object" && value !== null) {
      return new PlainTime(value.hour, value.minute, value.second, value.nanosecond);
    }
    const [, hour, minute, second = "0", fraction = ""] = matched(TIME, value, "a time");
    return new PlainTime(Number(hour), Number(minute), Number(second), Number(fraction.padEnd(9, "0")));
  }

  toString() {
    const fraction = this.nanosecond ? `.${pad(this.nanosecond, 9).replace(/0+$/, "")}` : "";
    return `${pad(this.hour, 2)}:${pad(this.minute, 2)}:${pad(this.second, 2)}${fraction}`;
  }

  toJSON() {
    return this.toString();
  }
}

/** A point on the wall clock without a zone. */
export class PlainDateTime {
  constructor(year, month, day, hour = 0, minute = 0, second = 0, nanosecond = 0) {
    new PlainDate(year, month, day);
    new PlainTime(hour, minute, second, nanosecond);
    Object.assign(this, { year, month, day, hour, minute, second, nanosecond });
    Object.freeze(this);
  }

  static from(value) {
    if (typeof value === "object" && value !== null) {
      const { year, month, day, hour, minute, second, nanosecond } = value;
      return new PlainDateTime(year, month, day, hour, minute, second, nanosecond);
    }
    const [, date, time] = matched(DATE_TIME, value, "a date with a time");
    return PlainDateTime.from({ ...PlainDate.from(date), ...PlainTime.from(time) });
  }

  get date() {
    return PlainDate.from(this);
  }

  get time() {
    return PlainTime.from(this);
  }

  toString() {
    return `${this.date}T${this.time}`;
  }

  toJSON() {
    return this.toString();
  }
}

/** A point in time, to the nanosecond. */
export class Instant {
  /** @param {PlainDateTime} utc */
  constructor(utc) {
    this.utc = PlainDateTime.from(utc);
    Object.freeze(this);
  }

  static from(value) {
    if (value instanceof Instant) return value;
    if (value instanceof Date) return Instant.fromEpochMilliseconds(value.getTime());
    const [, wall, zone] = matched(INSTANT, value, "a point in time");
    const local = new Instant(PlainDateTime.from(wall));
    if (/^z$/i.test(zone)) return local;
    const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
    const offset = BigInt((zone[0] === "-" ? -1 : 1) * minutes) * 60_000_000_000n;
    return Instant.fromEpochNanoseconds(local.epochNanoseconds - offset);
  }

  static fromEpochMilliseconds(milliseconds) {
    check(Number.isFinite(milliseconds), "a point in time", String(milliseconds));
    return Instant.fromEpochNanoseconds(BigInt(Math.trunc(milliseconds)) * 1_000_000n);
  }

  static fromEpochNanoseconds(nanoseconds) {
    const left = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
    const date = new Date(Number((nanoseconds - left) / 1_000_000n));
    check(!Number.isNaN(date.getTime()), "a point in time", String(nanoseconds));
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    const [hour, minute, second] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
    return new Instant({ year, month, day, hour, minute, second, nanosecond: Number(left) });
  }

  get epochNanoseconds() {
    const { year, month, day, hour, minute, second, nanosecond } = this.utc;
    const seconds = dayNumber(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    return BigInt(seconds) * 1_000_000_000n + BigInt(nanosecond);
  }

  get epochMilliseconds() {
    const nanoseconds = this.epochNanoseconds;
    const left = ((nanoseconds % 1_000_000n) + 1_000_000n) % 1_000_000n;
    return Number((nanoseconds - left) / 1_000_000n);
  }

  toDate() {
    return new Date(this.epochMilliseconds);
  }

  toString() {
    return `${this.utc}Z`;
  }

  toJSON() {
    return this.toString();
  }
}
