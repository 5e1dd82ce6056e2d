import type { Analysis, FindingFacts } from '../analysis/analysis.ts';
import { costOf } from '../analysis/cost/cost.ts';
import { FINDING_KINDS } from '../analysis/findings/finding-kinds.ts';
import { compareCertainty } from '../model/certainty.ts';
import { append } from '../model/lists.ts';
import { namelessAdvice } from './advice.ts';
import type { Sender } from './finding.ts';
import { unique } from './host-names.ts';
import { KINDS } from './kinds/catalogue.ts';
import { failedOf, type Subject, subjectOf } from './kinds/subject.ts';
import { senderOf } from './recognise/finding-sender.ts';

/** A finding before it is worded. */
export interface Draft {
  readonly facts: FindingFacts;
  readonly subject: Subject;
  readonly sender: Sender | null;
}

/** Findings with one cause and one fix. */
export type Group = readonly [Draft, ...Draft[]];

/**
 * Findings in groups of which each is reported as one: same kind, sender, explanation, causes with their evidence, and
 * fixes, apart from the names in them.
 */
export class Grouping {
  readonly #analysis: Analysis;
  readonly #groups = new Map<string, Draft[]>();

  constructor(analysis: Analysis) {
    this.#analysis = analysis;
  }

  add(facts: FindingFacts): void {
    const sender = senderOf(facts, this.#analysis);
    const draft = { facts, subject: subjectOf(facts, this.#analysis), sender };
    append(this.#groups, this.#keyOf(draft), draft);
  }

  groups(): Group[] {
    return [...this.#groups.values()].flatMap(([first, ...others]) =>
      first === undefined ? [] : [[first, ...others] as const],
    );
  }

  /** All that is said about it, as for two unnamed hosts. */
  #keyOf({ facts, subject, sender }: Draft): string {
    const { explanation, remedy } = KINDS[facts.kind].words(nameless(subject));
    const advice = namelessAdvice(facts, sender, this.#analysis);
    return JSON.stringify([
      ...[facts.kind, facts.severity, explanation, remedy, subject.refusal],
      // Words count the inferred requests; where there is none, they could not separate the parts.
      facts.requests.length === 0 && facts.certainty === 'inferred',
      ...[sender?.product, sender?.behind, advice],
    ]);
  }
}

function nameless(subject: Subject): Subject {
  return { ...subject, hosts: ['', ''], openers: subject.openers.length > 0 ? ['', ''] : [], services: [] };
}

/**
 * The facts of a group as those of one finding. Its id is the first one's, so that it stays while a capture grows. As
 * in one finding of the analysis, its certainty is that of its most certain part.
 */
export function together([first, ...others]: Group, { losses }: Analysis): FindingFacts {
  if (others.length === 0) return first.facts;
  const all = [first, ...others].map(({ facts }) => facts);
  const { certainty, confidence } = all.reduce((best, one) => (isMoreCertain(one, best) ? one : best));
  const requests = unique(all.flatMap((facts) => facts.requests));
  const about = all.flatMap(({ origins }) => origins.slice(0, 1));
  return {
    ...first.facts,
    certainty,
    confidence,
    requests,
    connections: unique(all.flatMap(({ connections }) => connections)),
    origins: unique([...about, ...all.flatMap(({ origins }) => origins)]),
    cost: FINDING_KINDS[first.facts.kind].hasCost
      ? costOf(requests.flatMap((id) => losses.get(id) ?? []))
      : first.facts.cost,
  };
}

function isMoreCertain(a: FindingFacts, b: FindingFacts): boolean {
  return (compareCertainty(a.certainty, b.certainty) || a.confidence - b.confidence) > 0;
}

/** What the words for a group need; `facts` are those of the whole group. */
export function subjectOfAll([first, ...others]: Group, facts: FindingFacts, analysis: Analysis): Subject {
  if (others.length === 0) return first.subject;
  const all = [first, ...others];
  const subjects = all.map(({ subject }) => subject);
  const knowsOpeners = subjects.every(({ openers }) => openers.length > 0);
  const certain = all.filter((one) => one.facts.certainty !== 'inferred');
  const isCertain = new Set(certain.flatMap((one) => one.facts.requests));
  return {
    ...first.subject,
    hosts: unique(subjects.flatMap(({ hosts }) => hosts)),
    openers: knowsOpeners ? unique(subjects.flatMap(({ openers }) => openers)) : [],
    requests: facts.requests.length,
    failed: failedOf(facts.requests, analysis),
    connections: facts.connections.length,
    inferred: facts.requests.filter((id) => !isCertain.has(id)).length,
    services: subjects.flatMap(({ services }) => services),
  };
}

/** Who sent the response, as surely as for the least certain part. */
export function senderOfAll([first, ...others]: Group): Sender | null {
  return others.reduce(
    (least, { sender }) => ((sender?.confidence ?? 0) < (least?.confidence ?? 0) ? sender : least),
    first.sender,
  );
}
