import type { Header } from '../../model/capture.ts';
import type { Sender } from '../finding.ts';
import type { Product } from '../products.ts';
import { SIGNATURES } from './catalogue.ts';
import { fieldValue, hasField } from './fields.ts';
import type { Answer, Page, Signature } from './signature.ts';

/** Nobody can tell. */
export const UNKNOWN_SENDER: Sender = { product: null, behind: null, confidence: 0, basis: null };

/** A name alone: anything that runs in or behind that server may have written the answer. */
const NAME_CONFIDENCE = 0.7;
/** Worth less where the server puts its name over that of one behind it. */
const RENAMED_CONFIDENCE = 0.5;
/** Of another answer of the same host: the misdirected one may have come from elsewhere. */
const OTHER_ANSWER = 0.8;

/**
 * Who wrote an answer: its page first, for that survives proxies, then the name in `server`, then what only
 * passed it on. What stands on it beside its writer is what it came through (`behind`).
 */
export function recognise(answer: Answer): Sender {
  const headers = answer.headers ?? [];
  const marks = marksOn(headers);
  const written = bestPage(answer);
  if (written !== null) {
    const { product, page } = written;
    const basis = page.body === undefined ? 'the headers of its own answer' : 'its own page';
    const passed = marks.find((mark) => mark !== product) ?? null;
    return { product, behind: passed, confidence: page.confidence, basis };
  }
  return named(headers, marks);
}

/**
 * Who probably wrote an answer that is not in the capture (a hidden 421), from another answer of the same host.
 * Says so, and is the less sure for it.
 */
export function recogniseFromOther(headers: readonly Header[] | null): Sender {
  const { product, behind, confidence } = named(headers ?? [], marksOn(headers ?? []));
  if (product === null) return { ...UNKNOWN_SENDER, behind };
  const basis = 'the name on the answer to the re-sent request; the 421 itself is not in this capture';
  return { product, behind, confidence: confidence * OTHER_ANSWER, basis };
}

/** Servers write their names from the outside in: the last one is nearest to the writer. */
function named(headers: readonly Header[], marks: readonly Product[]): Sender {
  const names = namesOn(headers);
  const innermost = names.at(-1);
  const relayed = SIGNATURES.filter(({ passed }) => passed?.some((mark) => hasField(headers, mark)));
  // It names itself and says that another server answered it.
  const onlyPassed = innermost !== undefined && innermost.renames === true && relayed.includes(innermost);
  if (innermost === undefined || onlyPassed) return { ...UNKNOWN_SENDER, behind: marks[0] ?? null };
  const behind = marks.find((mark) => mark !== innermost.product) ?? null;
  const confidence = innermost.renames ? RENAMED_CONFIDENCE : NAME_CONFIDENCE;
  return { product: innermost.product, behind, confidence, basis: 'the name in its server field' };
}

/** Products that left a mark on an answer, those that named themselves first. */
function marksOn(headers: readonly Header[]): Product[] {
  const passed = SIGNATURES.filter((signature) => signature.passed?.some((mark) => hasField(headers, mark)));
  return [...new Set([...namesOn(headers), ...passed].map(({ product }) => product))];
}

function namesOn(headers: readonly Header[]): Signature[] {
  const names = fieldValue(headers, 'server')?.split(/,\s*/) ?? [];
  return names.flatMap((name) => SIGNATURES.find(({ server }) => server?.test(name)) ?? []);
}

function bestPage(answer: Answer): { readonly product: Product; readonly page: Page } | null {
  const fitting = SIGNATURES.flatMap(({ product, pages }) =>
    pages.filter((page) => fits(page, answer)).map((page) => ({ product, page })),
  );
  return fitting.reduce<(typeof fitting)[number] | null>(
    (best, one) => (best === null || one.page.confidence > best.page.confidence ? one : best),
    null,
  );
}

function fits({ statuses, body, fields = [], without = [] }: Page, answer: Answer): boolean {
  if (answer.status === null || !statuses.includes(answer.status)) return false;
  if (!fitsBody(body, answer)) return false;
  const { headers } = answer;
  if (headers === null) return fields.length === 0 && without.length === 0;
  return (
    fields.every((mark) => hasField(headers, mark)) &&
    without.every((name) => fieldValue(headers, name) === null)
  );
}

function fitsBody(wanted: Page['body'], { headers, body }: Answer): boolean {
  const empty = body === '' || (headers !== null && fieldValue(headers, 'content-length') === '0');
  if (wanted === 'empty') return empty;
  if (wanted === undefined) return body === null && !empty;
  return body !== null && wanted.test(body);
}
