import type { Header } from '../../model/capture.ts';
import { HeaderFields } from '../../model/header-fields.ts';
import { append } from '../../model/lists.ts';
import type { Sender } from '../finding.ts';
import type { Product } from '../products.ts';
import { SIGNATURES } from './catalogue.ts';
import { hasField } from './fields.ts';
import type { Answer, Page, Signature } from './signature.ts';

/** Nobody can tell. */
export const UNKNOWN_SENDER: Sender = { product: null, behind: null, confidence: 0, basis: null };

/** A name alone: anything that runs in or behind that server may have written the answer. */
const NAME_CONFIDENCE = 0.7;
/** Worth less where the server puts its name over that of one behind it. */
const RENAMED_CONFIDENCE = 0.5;
/** Of another answer of the same host: the misdirected one may have come from elsewhere. */
const OTHER_ANSWER = 0.8;

/** A page with the product that writes it. */
interface Written {
  readonly product: Product;
  readonly page: Page;
}

/** By the status that they are written with: most answers have one of which no page is known. */
const PAGES = new Map<number, Written[]>();
for (const { product, pages } of SIGNATURES) {
  for (const page of pages) {
    for (const status of page.statuses) {
      append(PAGES, status, { product, page });
    }
  }
}

const RELAYS = SIGNATURES.filter(({ passed }) => passed !== undefined);

/**
 * Who wrote an answer: its page first, for that survives proxies, then the name in `server`, then what only
 * passed it on. What stands on it beside its writer is what it came through (`behind`).
 */
export function recognise({ status, headers, body }: Answer): Sender {
  const fields = new HeaderFields(headers ?? []);
  const handled = handledBy(fields);
  const written = bestPage({ status, fields: headers === null ? null : fields, body });
  if (written === null) return named(handled);
  const { product, page } = written;
  const basis = page.body === undefined ? 'the headers of its own answer' : 'its own page';
  return { product, behind: besides(product, handled), confidence: page.confidence, basis };
}

/**
 * Who probably wrote an answer that is not in the capture (a hidden 421), from another answer of the same host.
 * Says so, and is the less sure for it.
 */
export function recogniseFromOther(headers: readonly Header[] | null): Sender {
  const { product, behind, confidence } = named(handledBy(new HeaderFields(headers ?? [])));
  if (product === null) return { ...UNKNOWN_SENDER, behind };
  const basis = 'the name on the answer to the re-sent request; the 421 itself is not in this capture';
  return { product, behind, confidence: confidence * OTHER_ANSWER, basis };
}

/** Whose marks an answer bears. */
interface Handled {
  /** Servers that wrote their names on it, from the outside in. */
  readonly names: readonly Signature[];
  /** What it shows to have passed through. */
  readonly relays: readonly Signature[];
}

function handledBy(fields: HeaderFields): Handled {
  const names = fields.value('server')?.split(/,\s*/) ?? [];
  return {
    names: names.flatMap((name) => SIGNATURES.find(({ server }) => server?.test(name)) ?? []),
    relays: RELAYS.filter(({ passed }) => passed?.some((mark) => hasField(fields, mark))),
  };
}

/** The first other product that left a mark, those that named themselves before the rest. */
function besides(product: Product | null, { names, relays }: Handled): Product | null {
  const isOther = (signature: Signature) => signature.product !== product;
  return (names.find(isOther) ?? relays.find(isOther))?.product ?? null;
}

/** Servers write their names from the outside in: the last one is nearest to the writer. */
function named(handled: Handled): Sender {
  const innermost = handled.names.at(-1);
  // It names itself and says that another server answered it.
  const onlyPassed = innermost?.renames === true && handled.relays.includes(innermost);
  if (innermost === undefined || onlyPassed) return { ...UNKNOWN_SENDER, behind: besides(null, handled) };
  const { product, renames } = innermost;
  const confidence = renames ? RENAMED_CONFIDENCE : NAME_CONFIDENCE;
  return { product, behind: besides(product, handled), confidence, basis: 'the name in its server field' };
}

interface Seen extends Pick<Answer, 'status' | 'body'> {
  /** Null when no source tells its headers. */
  readonly fields: HeaderFields | null;
}

function bestPage(seen: Seen): Written | null {
  let best: Written | null = null;
  for (const one of PAGES.get(seen.status ?? 0) ?? []) {
    const isSurer = best === null || one.page.confidence > best.page.confidence;
    if (isSurer && fits(one.page, seen)) best = one;
  }
  return best;
}

function fits({ body, fields: marks = [], without = [] }: Page, seen: Seen): boolean {
  if (!fitsBody(body, seen)) return false;
  const { fields } = seen;
  if (fields === null) return marks.length === 0 && without.length === 0;
  return (
    marks.every((mark) => hasField(fields, mark)) && without.every((name) => fields.value(name) === null)
  );
}

function fitsBody(wanted: Page['body'], { fields, body }: Seen): boolean {
  const empty = body === '' || fields?.value('content-length') === '0';
  if (wanted === 'empty') return empty;
  if (wanted === undefined) return body === null && !empty;
  return body !== null && wanted.test(body);
}
