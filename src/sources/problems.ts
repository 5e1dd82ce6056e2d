import type { Emit } from '../model/evidence.ts';

/** So many problems of one kind tell all that a reader of them wants to know. */
const SHOWN = 50;

export interface BoundedEmit {
  readonly emit: Emit;
  /** Tells of each kind how many more there were. Call it once, at the end. */
  summarise(): void;
}

/** Lets the first 50 problems of each code through and counts the others: a broken file has them by the million. */
export function boundProblems(emit: Emit, shown = SHOWN): BoundedEmit {
  const counts = new Map<string, number>();
  return {
    emit(evidence) {
      if (evidence.kind === 'problem') {
        const count = (counts.get(evidence.problem.code) ?? 0) + 1;
        counts.set(evidence.problem.code, count);
        if (count > shown) return;
      }
      emit(evidence);
    },
    summarise() {
      for (const [code, count] of counts) {
        if (count <= shown) continue;
        const more = count - shown;
        const message = `${more} more ${more === 1 ? 'problem' : 'problems'} of this kind (${code}).`;
        emit({ kind: 'problem', problem: { code, message } });
      }
      counts.clear();
    },
  };
}
