import type { HeaderFields } from '../../model/header-fields.ts';
import type { FieldMark } from './signature.ts';

/** Whether a response has a header that matches the mark. */
export function hasField(fields: HeaderFields, { name, value }: FieldMark): boolean {
  const found = fields.value(name);
  return found !== null && value.test(found);
}
