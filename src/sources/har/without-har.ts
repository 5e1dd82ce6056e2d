import { MOST_OF_BODY } from '../../model/answer-body.ts';
import type { Emit } from '../../model/evidence.ts';
import type { CutOptions } from '../bytes/string-cut.ts';

/**
 * Bodies (`content.text`, `postData.text`). Only their first {@link MOST_OF_BODY} units are read. A unit takes at most six
 * bytes, as an escape sequence.
 */
export const LONG_TEXTS: CutOptions = { name: 'text', keep: 6 * MOST_OF_BODY };

/** Emits everything except the HAR itself. */
export function withoutHar(emit: Emit): Emit {
  return (evidence) => {
    if (evidence.kind === 'request') emit({ ...evidence, facts: { ...evidence.facts, har: null } });
    else if (evidence.kind === 'source') {
      const { harLog: _harLog, ...source } = evidence;
      emit(source);
    } else if (evidence.kind !== 'unread-entry') emit(evidence);
  };
}
