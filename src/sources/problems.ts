import type { Problem } from '../model/capture.ts';
import type { Emit } from '../model/evidence.ts';

/** The most different problems of one code: their messages may quote a hostile file. */
const MOST_OF_CODE = 50;

export interface BoundedEmit {
  readonly emit: Emit;
  /** Emits the problems. Call it once, at the end; what comes later is emitted immediately. */
  summarise(): void;
}

interface Folded {
  /** The first of them. */
  readonly problem: Problem;
  count: number;
}

/**
 * Holds problems back and emits one for each kind, with the first place and the number of the others: a broken file can
 * have millions. Two are of one kind when they differ in numbers only (`HAR entry 3 has no readable start time.`).
 */
export function boundProblems(emit: Emit): BoundedEmit {
  const byCode = new Map<string, Map<string, Folded>>();
  let summarised = false;

  function hold(problem: Problem): void {
    const kinds = byCode.get(problem.code) ?? new Map<string, Folded>();
    byCode.set(problem.code, kinds);
    const words = problem.message.replaceAll(/\d+/g, '0');
    const kind = kinds.has(words) || kinds.size < MOST_OF_CODE ? words : OTHERS;
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, { problem, count: 1 });
    else known.count += 1;
  }

  return {
    emit(evidence) {
      if (evidence.kind === 'problem' && !summarised) hold(evidence.problem);
      else emit(evidence);
    },
    summarise() {
      summarised = true;
      for (const kinds of byCode.values()) {
        for (const folded of kinds.values()) emit({ kind: 'problem', problem: foldedProblem(folded) });
      }
      byCode.clear();
    },
  };
}

/** The kind of what is beyond the bound. No message is empty. */
const OTHERS = '';

function foldedProblem({ problem, count }: Folded): Problem {
  if (count === 1) return problem;
  return { ...problem, message: `${problem.message} This is the first of ${count} such problems.` };
}
