import type { GuideStep } from '../../diagnosis/guide/step.ts';
import { paragraph } from './layout.ts';
import { mark } from './marks.ts';
import type { Page } from './page.ts';

const INDENT = '            ';

/**
 * The guide of a finding, step by step: what is known and with which certainty, then what is unknown and the command
 * that finds it out. The command is on a line of its own and not wrapped, so that it can be copied.
 */
export function guideLines(guide: readonly GuideStep[], page: Page): string[] {
  return guide.flatMap((step) => [`      guide ${step.topic}`, ...stepLines(step, page)]);
}

function stepLines({ topic, known, missing }: GuideStep, { columns, safe }: Page): string[] {
  // The finding itself already says who responded, the cause and what to change.
  const shown = topic === 'configuration' ? [] : known;
  return [
    ...shown.flatMap(({ text, certainty, confidence }) =>
      paragraph(`${INDENT}${mark(certainty, confidence ?? undefined)} `, safe(text), columns),
    ),
    ...(missing === null ? [] : paragraph(`${INDENT}${mark('unknown')} `, safe(missing.text), columns)),
    ...(missing === null || missing.command === null ? [] : [`${INDENT}  ${safe(missing.command)}`]),
    ...(topic === 'configuration' && missing === null ? [`${INDENT}as above`] : []),
  ];
}
