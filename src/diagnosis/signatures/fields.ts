import type { Header } from '../../model/capture.ts';
import { HeaderFields } from '../../model/header-fields.ts';
import type { FieldMark } from './signature.ts';

/** The values of a header, joined by commas as RFC 9110 section 5.3 has it; null when it is not there. */
export function fieldValue(headers: readonly Header[], name: string): string | null {
  return new HeaderFields(headers).value(name);
}

export function hasField(fields: HeaderFields, { name, value }: FieldMark): boolean {
  const told = fields.value(name);
  return told !== null && value.test(told);
}
