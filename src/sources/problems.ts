import type { Emit } from '../model/evidence.ts';

/** Number of problems of one kind that are worth reading. */
const SHOWN = 50;

export interface BoundedEmit {
  readonly emit: Emit;
  /** Emits, for each kind, how many more there were. Call it once, at the end. */
  summarise(): void;
}

/** Emits only the first 50 problems of each code and counts the others: a broken file can have millions. */
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
