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
