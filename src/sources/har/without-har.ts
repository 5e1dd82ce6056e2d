import { MOST_OF_BODY } from '../../model/answer-body.ts';
import type { Emit } from '../../model/evidence.ts';
import type { CutOptions } from '../bytes/string-cut.ts';

/**
 * Bodies (`content.text`, `postData.text`), of which no more is looked at than {@link MOST_OF_BODY} units: each is at most
 * an escape of six bytes.
 */
export const LONG_TEXTS: CutOptions = { name: 'text', keep: 6 * MOST_OF_BODY };

/** Tells everything but the HAR itself. */
export function withoutHar(emit: Emit): Emit {
  return (evidence) => {
    if (evidence.kind === 'request') emit({ ...evidence, facts: { ...evidence.facts, har: null } });
    else if (evidence.kind === 'source') {
      const { harLog: _harLog, ...source } = evidence;
      emit(source);
    } else emit(evidence);
  };
}
