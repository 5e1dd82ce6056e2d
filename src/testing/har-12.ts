import { createRequire } from 'node:module';
import { Ajv, type ErrorObject } from 'ajv';
import draft06 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import addFormats from 'ajv-formats';

const SCHEMAS = createRequire(import.meta.url)('har-schema') as Readonly<Record<string, object>>;

// Not strict: the schemas of HAR 1.2 use `optional`, `min` and `unique`, which no draft has.
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addMetaSchema(draft06);
for (const schema of Object.values(SCHEMAS)) ajv.addSchema(schema);

/** Errors by the HAR 1.2 schemas of the `har-schema` package; empty if the file is valid. */
export function harErrors(har: unknown): string[] {
  const validate = ajv.getSchema('har.json#');
  if (validate === undefined) throw new Error('har-schema has no har.json');
  validate(har);
  return (validate.errors ?? []).map(
    ({ instancePath, message }: ErrorObject) => `${instancePath} ${message}`,
  );
}
