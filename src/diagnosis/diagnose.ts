import type { Analysis, FindingFacts, Severity } from '../analysis/analysis.ts';
import { compareCertainty } from '../model/certainty.ts';
import { finish, type Steps } from '../model/steps.ts';
import { adviceFor } from './advice.ts';
import type { Concerned, Finding } from './finding.ts';
import { type Group, Grouping, senderOfAll, subjectOfAll, together } from './grouping.ts';
import { guideFor } from './guide/guide.ts';
import { isAboutA421, KINDS } from './kinds/catalogue.ts';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Writes the findings as text. The most severe come first, and among these the most certain. */
export function diagnose(analysis: Analysis): Finding[] {
  return finish(diagnoseInSteps(analysis));
}

/** Same, in steps, so that the caller can do other work between them. */
export function* diagnoseInSteps(analysis: Analysis): Steps<Finding[]> {
  const grouping = new Grouping(analysis);
  for (const facts of analysis.findings) {
    grouping.add(facts);
    yield;
  }
  const findings: Finding[] = [];
  for (const group of grouping.groups()) {
    findings.push(findingOf(group, analysis));
    yield;
  }
  return findings.sort(byWeight);
}

function findingOf(group: Group, analysis: Analysis): Finding {
  const [one, ...others] = group;
  const facts = together(group, analysis);
  const sender = senderOfAll(group);
  const words = KINDS[facts.kind].words(subjectOfAll(group, facts, analysis));
  const advice = adviceFor([one.facts, ...others.map((other) => other.facts)], sender, analysis);
  const { cause, causes, fixes, log, verify } = advice;
  const first = isAboutA421(facts.kind) ? analysis.requests.get(facts.requests[0] ?? '') : undefined;
  // One literal: built by spreading several objects, a finding took 5 KB.
  return {
    ...facts,
    concerned: group.map((each) => concernedOf(each.facts)),
    title: words.title,
    explanation: words.explanation,
    remedy: fixes[0]?.title ?? words.remedy,
    references: [...words.references, ...advice.references],
    sender,
    cause,
    causes,
    fixes,
    log,
    verify,
    guide: first === undefined ? [] : guideFor(first, analysis, { sender, cause, fixes, log, verify }),
  };
}

function concernedOf({ certainty, confidence, requests, connections, origins }: FindingFacts): Concerned {
  return { certainty, confidence, requests, connections, origins };
}

function byWeight(a: FindingFacts, b: FindingFacts): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    compareCertainty(b.certainty, a.certainty) ||
    b.confidence - a.confidence ||
    b.requests.length - a.requests.length
  );
}
