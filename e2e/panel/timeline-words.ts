/** An attempt as the timeline announces it (ui/timeline/describe.ts). */
export interface AnnouncedAttempt {
  status: string;
  hidden: boolean;
  method: string;
  host: string;
  /** Without its query. */
  path: string;
  /** Null when the panel says that it is not known. */
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
  const told = facts.split(', ');
  return {
    status,
    hidden: hidden !== undefined,
    method,
    host,
    path,
    connection,
    coalesced: told.includes('coalesced'),
    resent: told.includes('re-sent'),
    certainty: told.find((word) => /^(observed|derived|inferred|unknown)/.test(word)) ?? '',
  };
}
