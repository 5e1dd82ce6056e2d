import type { Panel } from '../drivers/panel.ts';

/** An attempt as the timeline describes it to a screen reader (ui/timeline/describe.ts). */
export interface AnnouncedAttempt {
  status: string;
  hidden: boolean;
  method: string;
  host: string;
  /** Without its query. */
  path: string;
  /** Null when the panel shows it as unknown. */
  connection: string | null;
  coalesced: boolean;
  resent: boolean;
  certainty: string;
}

const WORDS = /^(\d+), (hidden, )?(\S+) (\S+) (\S+) on (?:connection (\S+?)|an unknown connection), (.*)$/;

export function readAnnouncement(words: string): AnnouncedAttempt {
  const match = WORDS.exec(words);
  if (match === null) throw new Error(`not an attempt: ${words}`);
  const [, status = '', hidden, method = '', host = '', path = '', connection = null, facts = ''] = match;
  const marks = facts.split(', ');
  return {
    status,
    hidden: hidden !== undefined,
    method,
    host,
    path,
    connection,
    coalesced: marks.includes('coalesced'),
    resent: marks.includes('re-sent'),
    certainty: marks.find((word) => /^(observed|derived|inferred|unknown)/.test(word)) ?? '',
  };
}

/** Presses a key in the timeline and returns its description of the selected attempt. */
async function pressInTimeline(panel: Panel, key: string): Promise<string> {
  await panel.press(key);
  // The description is set in the same task as the selection; the live region shows it after a frame.
  return panel.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null))));
    return document.querySelector('.timeline > [role=status]')?.textContent ?? '';
  });
}

/**
 * Visits every attempt in the timeline by keyboard, as a screen reader user would. Returns the timeline's description of
 * each, by lane.
 */
export async function walkTimeline(panel: Panel): Promise<string[][]> {
  await panel.evaluate(() => document.querySelector<HTMLElement>('.tl-lanes')?.focus());
  for (let before = ''; ; ) {
    const now = await pressInTimeline(panel, 'ArrowUp');
    if (now === before) break;
    before = now;
  }
  const lanes: string[][] = [];
  for (;;) {
    const lane = [await pressInTimeline(panel, 'Home')];
    // After the last lane, the selection and its description stay the same.
    if (lanes.at(-1)?.[0] === lane[0]) return lanes;
    for (;;) {
      const next = await pressInTimeline(panel, 'ArrowRight');
      if (next === lane.at(-1)) break;
      lane.push(next);
    }
    lanes.push(lane);
    await pressInTimeline(panel, 'ArrowDown');
  }
}
