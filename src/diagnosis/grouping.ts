import type { Analysis, FindingFacts } from '../analysis/analysis.ts';
import { costOf } from '../analysis/cost/cost.ts';
import { FINDING_KINDS } from '../analysis/findings/finding-kinds.ts';
import { append } from '../model/lists.ts';
import type { Advice } from './advice.ts';
import type { Sender } from './finding.ts';
import { KINDS } from './kinds/catalogue.ts';
import { hostAndPort, type ManySubject, type Subject } from './kinds/subject.ts';

/** A finding before it is worded. */
export interface Draft {
  readonly facts: FindingFacts;
  readonly subject: Subject;
  readonly sender: Sender | null;
  readonly advice: Advice;
}

/**
 * The drafts in groups that have the same kind, certainty, sender, cause and fix, so that one change ends them all. A fix
 * with a host's name in its lines of configuration ends only the failures of that host.
 */
export function grouped(drafts: Iterable<Draft>): (readonly Draft[])[] {
  const groups = new Map<string, Draft[]>();
  for (const draft of drafts) append(groups, keyOf(draft), draft);
  return [...groups.values()];
}

function keyOf({ facts, subject, sender, advice }: Draft): string {
  const { kind, id, severity, certainty } = facts;
  const words = KINDS[kind].wordsForMany?.(manyOf(subject)) ?? null;
  if (words === null) return id;
  const causes = advice.causes.map(({ evidence, test, fixes }) => [
    evidence.map(({ fact }) => fact),
    test,
    fixes.map(({ snippet }) => snippet),
  ]);
  return JSON.stringify([
    ...[kind, severity, certainty, words.explanation, words.remedy],
    ...[sender?.product, sender?.behind, causes, advice.references.map(({ url }) => url)],
  ]);
}

/** As if there were more hosts, so that the words name none. */
function manyOf(subject: Subject): ManySubject {
  return { ...subject, hosts: ['', ''] };
}

/** The facts of a group as those of one finding. Its id is the first one's, so that it stays while a capture grows. */
export function together(group: readonly [Draft, ...Draft[]], analysis: Analysis): FindingFacts {
  const all = group.map(({ facts }) => facts);
  const [first] = all;
  if (first === undefined) return group[0].facts;
  const requests = unique(all.flatMap((facts) => facts.requests));
  const about = all.flatMap(({ origins }) => origins.slice(0, 1));
  return {
    ...first,
    confidence: Math.max(...all.map(({ confidence }) => confidence)),
    requests,
    connections: unique(all.flatMap((facts) => facts.connections)),
    origins: unique([...about, ...all.flatMap(({ origins }) => origins)]),
    cost: FINDING_KINDS[first.kind].hasCost
      ? costOf(requests.flatMap((id) => analysis.losses.get(id) ?? []))
      : first.cost,
  };
}

/** What the words for a group need. */
export function subjectOfMany(group: readonly [Draft, ...Draft[]], facts: FindingFacts): ManySubject {
  const about = group.flatMap(({ facts: { origins } }) => origins.slice(0, 1));
  return {
    ...group[0].subject,
    hosts: unique(about.map(hostAndPort)),
    requests: facts.requests.length,
    failed: group.reduce((sum, { subject }) => sum + subject.failed, 0),
    connections: facts.connections.length,
  };
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
