import { asArray, asBoolean, asNumber, asObject, asString, type JsonObject } from '../json.ts';

/** Makes a value fit, or answers undefined where it cannot. A value that fits comes back as it is. */
export type Shape = (value: unknown) => unknown;

interface Fields {
  /** Always there afterwards: the shape and what stands in for a value that does not fit. */
  readonly required: Readonly<Record<string, readonly [Shape, fallback: unknown]>>;
  /** Taken out where they do not fit. */
  readonly optional: Readonly<Record<string, Shape>>;
}

export const text: Shape = (value) => asString(value) ?? undefined;
export const flag: Shape = (value) => asBoolean(value) ?? undefined;
export const decimal: Shape = (value) => asNumber(value) ?? undefined;
export const integer: Shape = (value) => {
  const number = asNumber(value);
  return number === null ? undefined : Math.trunc(number);
};

export function either(...shapes: readonly Shape[]): Shape {
  return (value) => shapes.map((shape) => shape(value)).find((fitted) => fitted !== undefined);
}

export function oneOf(...values: readonly string[]): Shape {
  return (value) => values.find((known) => known === value);
}

export const nothing: Shape = (value) => (value === null ? null : undefined);

/** A list without the items that cannot be made to fit. */
export function list(item: Shape): Shape {
  return (value) =>
    asArray(value)
      ?.map(item)
      .filter((fitted) => fitted !== undefined);
}

/** An object with these fields right; others stay as they are. */
export function object({ required, optional }: Fields): Shape {
  return (value) => {
    const given = asObject(value);
    return given === null ? undefined : conform(given, { required, optional });
  };
}

function conform(given: JsonObject, { required, optional }: Fields): JsonObject {
  const fields = new Map(Object.entries(given));
  for (const [key, shape] of Object.entries(optional)) {
    if (!fields.has(key)) continue;
    const fitted = shape(fields.get(key));
    if (fitted === undefined) fields.delete(key);
    else fields.set(key, fitted);
  }
  for (const [key, [shape, fallback]] of Object.entries(required)) {
    fields.set(key, shape(fields.get(key)) ?? fallback);
  }
  return Object.fromEntries(fields);
}
