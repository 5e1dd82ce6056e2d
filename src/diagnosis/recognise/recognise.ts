import type { Header } from '../../model/capture.ts';
import { HeaderFields } from '../../model/header-fields.ts';
import { append } from '../../model/lists.ts';
import type { Sender } from '../finding.ts';
import { PRODUCT_IDS, PRODUCTS } from '../products/catalogue.ts';
import type { Product } from '../products/product.ts';
import { hasField } from './header-marks.ts';
import type { Answer, Page, Signature } from './signature.ts';

export const UNKNOWN_SENDER: Sender = { product: null, behind: null, confidence: 0, basis: null };

/** What shows that a product wrote a response itself. */
const OWN = {
  headers: 'the headers of its own response',
  empty: 'the headers of its own response, which is empty',
  page: 'its own page',
} as const;

/** For a name alone: any application in or behind that server may have written the response. */
const NAME_CONFIDENCE = 0.7;
/** Lower where the server puts its name over that of the server behind it. */
const RENAMED_CONFIDENCE = 0.5;
/** For another response of the same host: the misdirected one may have come from elsewhere. */
const OTHER_ANSWER = 0.8;

/** A page with the product that writes it. */
interface Written {
  readonly product: Product;
  readonly page: Page;
}

/** A product with its signature. */
interface Known {
  readonly product: Product;
  readonly signature: Signature;
}

const KNOWN: readonly Known[] = PRODUCT_IDS.map((product) => ({
  product,
  signature: PRODUCTS[product].signature,
}));

const RELAYS = KNOWN.filter(({ signature }) => signature.passed !== undefined);

/** By status: no page is known for the status of most responses. */
const PAGES = new Map<number, Written[]>();
for (const { product, signature } of KNOWN) {
  for (const page of signature.pages) {
    for (const status of page.statuses) {
      append(PAGES, status, { product, page });
    }
  }
}

/**
 * Which product wrote a response: by its page first, because proxies keep that, then by the name in the Server header.
 * Another product that left a mark on it passed it on (`behind`).
 */
export function recognise({ status, headers, body }: Answer): Sender {
  const fields = new HeaderFields(headers ?? []);
  const marks = marksOn(fields);
  const written = bestPage({ status, fields: headers === null ? null : fields, body });
  if (written === null) return senderByName(marks);
  const { product, page } = written;
  const own = OWN[page.body === undefined ? 'headers' : page.body === 'empty' ? 'empty' : 'page'];
  const basis = page.fork === undefined ? own : `${own}, as ${page.fork}, which is a fork of it`;
  return { product, behind: otherThan(product, marks), confidence: page.confidence, basis };
}

/**
 * Which product probably wrote a response that is not in the capture (a hidden 421), by another response of the same
 * host. The basis says so, and the confidence is lower.
 */
export function recogniseFromOther(headers: readonly Header[] | null): Sender {
  const { product, behind, confidence } = senderByName(marksOn(new HeaderFields(headers ?? [])));
  if (product === null) return { ...UNKNOWN_SENDER, behind };
  const basis = 'the name on the response to the re-sent request, because this capture does not hold the 421';
  return { product, behind, confidence: confidence * OTHER_ANSWER, basis };
}

/** The products whose marks are on a response. */
interface Marks {
  /** Servers that wrote their names on it, from the outside in. */
  readonly names: readonly Known[];
  /** What it passed through, as its headers show. */
  readonly relays: readonly Known[];
}

function marksOn(fields: HeaderFields): Marks {
  const names = fields.value('server')?.split(/,\s*/) ?? [];
  return {
    names: names.flatMap((name) => KNOWN.find(({ signature }) => signature.server?.test(name)) ?? []),
    relays: RELAYS.filter(({ signature }) => signature.passed?.some((mark) => hasField(fields, mark))),
  };
}

/** The first other product that left a mark, those that named themselves before the rest. */
function otherThan(product: Product | null, { names, relays }: Marks): Product | null {
  const isOther = (known: Known) => known.product !== product;
  return (names.find(isOther) ?? relays.find(isOther))?.product ?? null;
}

/** Servers write their names from the outside in: the last one is nearest to the writer. */
function senderByName(marks: Marks): Sender {
  const innermost = marks.names.at(-1);
  // A server that names itself and also says that another server answered.
  const onlyPassed = innermost?.signature.renames === true && marks.relays.includes(innermost);
  if (innermost === undefined || onlyPassed) return { ...UNKNOWN_SENDER, behind: otherThan(null, marks) };
  const { product, signature } = innermost;
  const confidence = signature.renames ? RENAMED_CONFIDENCE : NAME_CONFIDENCE;
  return { product, behind: otherThan(product, marks), confidence, basis: 'the name in the Server header' };
}

interface Seen extends Pick<Answer, 'status' | 'body'> {
  /** Null when no source has its headers. */
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
