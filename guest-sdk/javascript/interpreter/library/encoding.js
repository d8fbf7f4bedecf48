// SQL values in the shape of the interface, for those that are no primitives, and back.

import { Instant, PlainDate, PlainDateTime, PlainTime } from "aludel:calendar";
import { arrayKind, Decimal, ForeignValue, Interval, Json, sqlArray, Uuid } from "aludel:values";

const dateTime = ({ year, month, day, hour, minute, second, nanosecond }) => ({
  date: { year, month, day },
  time: { hour, minute, second, nanosecond },
});

// The global one is replaced before a script runs.
const RealDate = Date;

const ENCODERS = new Map([
  [Decimal, (value) => ({ tag: "decimal", val: value.toString() })],
  [Json, (value) => ({ tag: "json", val: value.text })],
  [Uuid, (value) => ({ tag: "uuid", val: { high: value.high, low: value.low } })],
  [PlainDate, (value) => ({ tag: "date", val: value })],
  [PlainTime, (value) => ({ tag: "time", val: value })],
  [PlainDateTime, (value) => ({ tag: "timestamp", val: dateTime(value) })],
  [Instant, (value) => ({ tag: "timestamptz", val: dateTime(value.utc) })],
  [Interval, (value) => ({ tag: "interval", val: value })],
  [ForeignValue, (value) => ({ tag: "foreign", val: value })],
  [ArrayBuffer, (value) => ({ tag: "bytes", val: new Uint8Array(value) })],
  [DataView, bytes],
  [Uint8ClampedArray, bytes],
  [BigInt64Array, (value) => ({ tag: "integer-array", val: Array.from(value) })],
  [Float64Array, (value) => ({ tag: "real-array", val: Array.from(value) })],
]);

function bytes(view) {
  return { tag: "bytes", val: new Uint8Array(view.buffer, view.byteOffset, view.byteLength) };
}

const DECODERS = {
  decimal: (text) => new Decimal(text),
  json: (text) => new Json(text),
  uuid: ({ high, low }) => Uuid.fromHalves(high, low),
  date: (date) => PlainDate.from(date),
  time: (time) => PlainTime.from(time),
  timestamp: ({ date, time }) => PlainDateTime.from({ ...date, ...time }),
  timestamptz: ({ date, time }) => new Instant({ ...date, ...time }),
  interval: (interval) => new Interval(interval),
  "boolean-array": (items) => sqlArray("boolean", items),
  "integer-array": (items) => sqlArray("integer", items),
  "real-array": (items) => sqlArray("real", items),
  "text-array": (items) => sqlArray("text", items),
  foreign: ({ typeName, text }) => new ForeignValue(typeName, text),
};

const ELEMENTS = { boolean: "boolean", bigint: "integer", string: "text" };

function elementKind(item) {
  if (typeof item === "number") return Number.isSafeInteger(item) ? "integer" : "real";
  return ELEMENTS[typeof item];
}

/** What the elements of an array have in common: whole numbers among fractions are fractions. */
function kindOf(items) {
  const kinds = new Set(items.filter((item) => item !== null && item !== undefined).map(elementKind));
  if (kinds.size === 2 && kinds.has("integer") && kinds.has("real")) return "real";
  if (kinds.size > 1 || kinds.has(undefined)) {
    throw new TypeError("an array in SQL holds booleans, numbers or texts, of one kind; JSON is written `Json.of(value)`");
  }
  return kinds.size === 1 ? kinds.values().next().value : "text";
}

function array(items) {
  return { tag: `${items[arrayKind] ?? kindOf(items)}-array`, val: items };
}

function isPlain(value) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The case of the interface's `value` for anything that is no primitive. */
export function encode(value) {
  if (Array.isArray(value)) return array(value);
  if (typeof value === "bigint") return { tag: "decimal", val: String(value) };
  if (typeof value === "object") {
    const encoder = ENCODERS.get(value.constructor);
    if (encoder) return encoder(value);
    if (value instanceof RealDate) return { tag: "timestamptz", val: dateTime(Instant.from(value).utc) };
    if (isPlain(value)) return { tag: "json", val: JSON.stringify(value) };
  }
  const name = typeof value === "object" ? value.constructor?.name : typeof value;
  throw new TypeError(`a value of type ${name} is none of SQL`);
}

/** The JavaScript value of a case. */
export function decode(tag, payload) {
  return DECODERS[tag](payload);
}
