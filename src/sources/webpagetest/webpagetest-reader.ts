import type { Emit, SourceReader } from '../../model/evidence.ts';
import { type JsonPath, JsonSplitter, type Want } from '../bytes/json-splitter.ts';
import type { HarReaderOptions } from '../har/har-reader.ts';
import { readLog } from '../har/read-har.ts';
import { withoutHar } from '../har/without-har.ts';
import { asArray, asNumber, asObject, asString, type JsonObject, parseJson } from '../json.ts';
import { harEntryOf } from './har-entry.ts';

/** Of one request, or of one step of a scripted test. */
const MAX_VALUE_LENGTH = 100_000_000;

/** One load of the page: the first or the repeat view of one run. */
interface View {
  readonly run: number;
  /** 1 for the repeat view. */
  readonly cached: number;
  /** Start in seconds since the epoch. */
  date: number | null;
  browser: JsonObject | null;
  readonly requests: { readonly request: JsonObject; readonly date: number | null }[];
}

/**
 * Reads WebPageTest's JSON result (`/jsonResult.php?test=…`, `/result/…/json`). Each request there has the fields that
 * WebPageTest also writes into its HAR, there with `_` before each name, so the requests are read as such a HAR.
 */
export function createWebPageTestReader(
  emitWithHar: Emit,
  { decode, keepHar = true }: HarReaderOptions,
): SourceReader {
  const emit = keepHar ? emitWithHar : withoutHar(emitWithHar);
  const views = new Map<string, View>();
  /** The array that is being read. */
  let array: JsonPath = [];
  const viewOf = ([, , run = '', name = '']: JsonPath): View => {
    const key = `${run}/${name}`;
    const known = views.get(key);
    if (known !== undefined) return known;
    const cached = name === 'repeatView' ? 1 : 0;
    const view: View = { run: Number(run) || 1, cached, date: null, browser: null, requests: [] };
    views.set(key, view);
    return view;
  };
  const splitter = new JsonSplitter(
    {
      want: (path) => {
        const wanted = want(path);
        if (wanted === 'elements') array = [...path];
        return wanted;
      },
      member: (path, bytes, from, to) => {
        const view = viewOf(path);
        const value = parseJson(decode(bytes, from, to));
        if (path[4] === 'date') view.date = asNumber(value);
        else view.browser = { ...view.browser, [path[4] === 'browser_name' ? 'name' : 'version']: value };
      },
      element: (bytes, from, to) => {
        const value = asObject(parseJson(decode(bytes, from, to)));
        if (value === null) return;
        const view = viewOf(array);
        if (array[4] === 'requests') view.requests.push({ request: value, date: null });
        else addStep(view, value);
      },
      tooLong: () => undefined,
    },
    { decode, maxLength: MAX_VALUE_LENGTH },
  );
  return {
    push: (bytes) => {
      splitter.push(bytes);
    },
    end() {
      const all = [...views.values()].filter(({ requests }) => requests.length > 0);
      const entries = all.flatMap((view) =>
        view.requests.map(({ request, date }) => harEntryOf(request, { ...view, date: date ?? view.date })),
      );
      if (!splitter.complete) emit({ kind: 'source', source: 'har', truncated: true });
      if (entries.length === 0) problem(emit, 'no-requests', NO_REQUESTS);
      else readLog(logOf(all), entries, emit);
      if (!splitter.complete) {
        problem(
          emit,
          'truncated',
          `The file ends early. The ${entries.length} requests before that were read.`,
        );
      }
    },
  };
}

const NO_REQUESTS =
  'This WebPageTest result has no requests in data.runs: download it with requests (&requests=1), or export the HAR.';

/** `data.runs.<number>.<firstView or repeatView>`: only the parts that say something about requests. */
function want(path: JsonPath): Want {
  const [data, runs, , view, member] = path;
  if (data !== 'data' || (runs !== undefined && runs !== 'runs')) return 'skip';
  if (path.length === 4 && view !== 'firstView' && view !== 'repeatView') return 'skip';
  if (member === undefined) return 'members';
  if (member === 'requests' || member === 'steps') return 'elements';
  return member === 'date' || member === 'browser_name' || member === 'browser_version' ? 'value' : 'skip';
}

/** A scripted test has a list of requests for each step. */
function addStep(view: View, step: JsonObject): void {
  const date = asNumber(step.date);
  for (const value of asArray(step.requests) ?? []) {
    const request = asObject(value);
    if (request !== null) view.requests.push({ request, date });
  }
}

function logOf(views: readonly View[]): JsonObject {
  const browser = views.find((view) => asString(view.browser?.name) !== null)?.browser;
  return {
    version: '1.2',
    creator: { name: 'WebPagetest', version: '' },
    ...(browser ? { browser } : {}),
    pages: views.map(({ run, cached }) => ({ _run: run, _cached: cached })),
  };
}

function problem(emit: Emit, code: string, message: string): void {
  emit({ kind: 'problem', problem: { code, message } });
}
