import type { Browser } from '../../model/capture.ts';
import type { Emit } from '../../model/evidence.ts';
import { asObject, type JsonObject } from '../json.ts';
import { type BoundedEmit, boundProblems } from '../problems.ts';
import { dialectOf, type HarDialect, isSettled, LOOKED_AT } from './dialect.ts';
import { harEntryEvidence } from './entry.ts';
import { browserOf, readLog, webKitOf, withoutEntries } from './read-har.ts';

/**
 * Takes the entries of a HAR as they arrive, and emits each immediately once the dialect is known from what came before:
 * a HAR of 100 MB shows its first requests as soon as its first part is read. A HAR that names its creator or its runs
 * after the entries, and an annotated HAR, is read as a whole when it has ended.
 */
export class HarEntryStream {
  readonly #emit: Emit;
  /** Null once entries are emitted as they arrive. */
  #held: unknown[] | null = [];
  #dialect: HarDialect | null = null;
  #bounded: BoundedEmit | null = null;
  #browser: Browser | null = null;
  #count = 0;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  get count(): number {
    return this.#count;
  }

  /** `log` is the part of it that came before this entry. Undefined, for an entry that is not readable, counts too. */
  add(entry: unknown, log: JsonObject): void {
    this.#count += 1;
    this.#browser ??= browserOf(log, [entry]);
    if (this.#held === null) {
      this.#report(entry, this.#count - 1);
      return;
    }
    this.#held.push(entry);
    if (this.#held.length <= LOOKED_AT) this.#decide(this.#held, log);
  }

  /** There are no more entries; `log` is everything else. */
  end(log: JsonObject): void {
    if (this.#held !== null) {
      readLog(log, this.#held, this.#emit);
      return;
    }
    const browser = browserOf(log, []) ?? this.#browser ?? webKitOf(log);
    this.#emit({ kind: 'source', source: 'har', browser, harLog: withoutEntries(log) });
    this.#bounded?.summarise();
  }

  #decide(held: readonly unknown[], log: JsonObject): void {
    const browserMayCome = this.#browser === null && held.length < LOOKED_AT;
    if (browserMayCome || '_coalescope' in log || held.some(isAnnotated)) return;
    const dialect = dialectOf(log, held);
    if (!isSettled(dialect, log, held)) return;
    this.#dialect = dialect;
    this.#held = null;
    this.#bounded = boundProblems(this.#emit);
    this.#emit({ kind: 'source', source: 'har', browser: this.#browser });
    for (const [index, entry] of held.entries()) this.#report(entry, index);
  }

  #report(entry: unknown, index: number): void {
    if (this.#dialect === null || this.#bounded === null) return;
    for (const evidence of harEntryEvidence(entry, String(index), this.#dialect))
      this.#bounded.emit(evidence);
  }
}

function isAnnotated(entry: unknown): boolean {
  return '_coalescope' in (asObject(entry) ?? {});
}
