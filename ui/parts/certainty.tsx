import { useId, useState } from 'preact/hooks';
import type { Certainty } from '../../src/model/certainty.ts';

const MARKS: Readonly<Record<Certainty, string>> = {
  observed: '●',
  derived: '◐',
  inferred: '◌',
  unknown: '○',
};

const MEANINGS: Readonly<Record<Certainty, string>> = {
  observed: 'Observed: a browser log or event shows it.',
  derived: 'Derived: it follows from what was observed by a documented rule of the browser.',
  inferred: 'Inferred: the timing and the structure of the capture point to it. It may be wrong.',
  unknown: 'Unknown: nothing in this capture shows it.',
};

interface CertaintyProps {
  readonly certainty: Certainty;
  /** From 0 to 1; shown for inferred statements only. */
  readonly confidence?: number;
  /** How this very thing is known, one sentence. */
  readonly basis?: string;
}

/** How sure a statement is: a mark and a word. Pressing it shows how the statement is known. */
export function CertaintyMark({ certainty, confidence, basis }: CertaintyProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const explanation = [basis, MEANINGS[certainty]].filter(Boolean).join(' ');
  return (
    <span class={`certainty certainty-${certainty}`}>
      <button
        type="button"
        class="certainty-word"
        title={explanation}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">{MARKS[certainty]}</span> {certaintyWords(certainty, confidence)}
      </button>
      <span id={id} class="certainty-basis" hidden={!open}>
        {explanation}
      </span>
    </span>
  );
}

/** "observed", "inferred 87 %". */
export function certaintyWords(certainty: Certainty, confidence?: number): string {
  if (certainty !== 'inferred' || confidence === undefined) return certainty;
  return `inferred ${Math.round(confidence * 100)} %`;
}
