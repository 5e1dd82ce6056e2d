import type { Panel } from '../drivers/panel.ts';
import { showTab } from './controls.ts';

/** The contents of a finding's card in the panel. A text that the card lacks is empty. */
export interface ShownFinding {
  readonly title: string;
  /** `Sent by: nginx (inferred 40 %, by …)`. */
  readonly sender: string;
  readonly explanation: string;
  /** The most likely cause, then the others that fit. */
  readonly causes: readonly string[];
  readonly fixes: readonly { readonly title: string; readonly snippet: string | null }[];
  /** The commands that show whether the failure is there. */
  readonly checks: readonly string[];
}

/** Reads the cards of all findings in the panel. */
export async function readFindings(panel: Panel): Promise<readonly ShownFinding[]> {
  await showTab(panel, 'Findings');
  return panel.evaluate(cardsInView);
}

/** Runs in the panel. */
function cardsInView(): ShownFinding[] {
  const text = (element: Element | null | undefined): string => element?.textContent?.trim() ?? '';
  return [...document.querySelectorAll('.findings .finding')].map((card) => ({
    title: text(card.querySelector('h4')),
    sender: text(card.querySelector('.sender')),
    explanation: text(card.querySelector('p')),
    causes: [...card.querySelectorAll('p')].map(text).filter((words) => words.startsWith('Cause:')),
    fixes: [...card.querySelectorAll('.remedy')].map((box) => {
      const lines = [...box.querySelectorAll('.code-lines bdi')].map((line) => line.textContent ?? '');
      return {
        title: text(box.querySelector('.remedy-text')),
        snippet: lines.length > 0 ? lines.join('\n') : null,
      };
    }),
    checks: [...card.querySelectorAll('.verify .code-lines')].map(text),
  }));
}
