import type { GuideStep } from '../../diagnosis/guide/step.ts';
import { escapeText } from './escape.ts';
import { paragraph } from './layout.ts';
import { mark } from './marks.ts';

const INDENT = '          ';

/**
 * The guide of a finding, step by step: what is known with how surely, then what is not and the command that tells,
 * which stands on a line of its own, as it is.
 */
export function guideLines(guide: readonly GuideStep[], columns: number): string[] {
  return guide.flatMap((step) => [`    guide ${step.topic}`, ...stepLines(step, columns)]);
}

function stepLines({ topic, known, missing }: GuideStep, columns: number): string[] {
  // The finding itself says who answered, the cause and what to change.
  const told = topic === 'configuration' ? [] : known;
  return [
    ...told.flatMap(({ text, certainty, confidence }) =>
      paragraph(`${INDENT}${mark(certainty, confidence ?? undefined)} `, escapeText(text), columns),
    ),
    ...(missing === null ? [] : paragraph(`${INDENT}${mark('unknown')} `, escapeText(missing.text), columns)),
    ...(missing === null || missing.command === null ? [] : [`${INDENT}  ${escapeText(missing.command)}`]),
    ...(topic === 'configuration' && missing === null ? [`${INDENT}as above`] : []),
  ];
}
