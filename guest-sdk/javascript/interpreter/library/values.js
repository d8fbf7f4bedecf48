// SQL values that JavaScript has no type for.

/** A decimal fraction of any length, as text. */
export class Decimal {
  #text;

  constructor(value) {
    const text = typeof value === "number" ? plainNumber(value) : String(value);
    if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) throw new RangeError(`a decimal cannot be ${JSON.stringify(text)}`);
    this.#text = text.replace(/^\+/, "");
  }

  toString() {
    return this.#text;
  }

  toJSON() {
    return this.#text;
  }

  toNumber() {
    return Number(this.#text);
  }

  equals(other) {
    return canonical(this.#text) === canonical(new Decimal(other).toString());
  }
}

/** Without an exponent, which a decimal does not have. */
function plainNumber(number) {
  const text = String(number);
  const [, sign, whole, fraction = "", exponent] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction).padEnd(point, "0");
  return point <= 0 ? `${sign}0.${"0".repeat(-point)}${digits}` : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function canonical(text) {
  const [, sign, whole, fraction = ""] = /^(-?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text);
  return whole || fraction ? `${sign}${whole || 0}.${fraction}` : "0.";
}

/** A JSON document, byte for byte as the server gave it. */
export class Json {
  /** The document as text. */
  text;

  constructor(text) {
    JSON.parse(text);
    this.text = String(text);
    Object.freeze(this);
  }

  static of(value) {
    return new Json(JSON.stringify(value));
  }

  get value() {
    return JSON.parse(this.text);
  }

  toString() {
    return this.text;
  }

  toJSON() {
    return this.value;
  }
}

const HALF = 0xffff_ffff_ffff_ffffn;

/** 128 bits. */
export class Uuid {
  #bits;

  constructor(text) {
    const digits = String(text).replace(/^\{|\}$|-/g, "");
    if (!/^[0-9a-f]{32}$/i.test(digits)) throw new RangeError(`a UUID cannot be ${JSON.stringify(String(text))}`);
    this.#bits = BigInt(`0x${digits}`);
  }

  static fromHalves(high, low) {
    return new Uuid(((BigInt(high) << 64n) | BigInt(low)).toString(16).padStart(32, "0"));
  }

  get high() {
    return this.#bits >> 64n;
  }

  get low() {
    return this.#bits & HALF;
  }

  toString() {
    const digits = this.#bits.toString(16).padStart(32, "0");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  toJSON() {
    return this.toString();
  }

  equals(other) {
    return this.toString() === new Uuid(other).toString();
  }
}

/** A span of time in three parts, because months and days have no fixed length. */
export class Interval {
  constructor({ months = 0, days = 0, microseconds = 0 } = {}) {
    Object.assign(this, { months, days, microseconds });
    Object.freeze(this);
  }

  toString() {
    return `${this.months} months ${this.days} days ${this.microseconds} microseconds`;
  }
}

/** A value of a type of the server's own, in its own text form. */
export class ForeignValue {
  constructor(typeName, text) {
    Object.assign(this, { typeName, text });
    Object.freeze(this);
  }

  toString() {
    return this.text;
  }
}

/** What the elements of an array are in SQL, where the elements themselves do not tell. */
export const arrayKind = Symbol("kind of the elements");

/** An array whose elements are of a kind, which an empty one does not show. */
export function sqlArray(kind, items) {
  if (!["boolean", "integer", "real", "text"].includes(kind)) {
    throw new TypeError(`there are no arrays of ${JSON.stringify(kind)}: write boolean, integer, real or text`);
  }
  return Object.defineProperty(Array.from(items), arrayKind, { value: kind });
}
