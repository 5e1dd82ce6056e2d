import type { Analysis, FindingFacts, Severity } from '../analysis/analysis.ts';
import { compareCertainty } from '../model/certainty.ts';
import { finish, type Steps } from '../model/steps.ts';
import { adviceFor, adviceForMany } from './advice.ts';
import type { Finding } from './finding.ts';
import { type Draft, grouped, subjectOfMany, together } from './grouping.ts';
import { guideFor } from './guide/guide.ts';
import { isAboutA421, KINDS } from './kinds/catalogue.ts';
import type { FindingText } from './kinds/kind.ts';
import { subjectOf } from './kinds/subject.ts';
import { senderOf } from './recognise/finding-sender.ts';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Writes the findings as text. The most severe come first, and among these the most certain. */
export function diagnose(analysis: Analysis): Finding[] {
  return finish(diagnoseInSteps(analysis));
}

/** Same, in steps, so that the caller can do other work between them. */
export function* diagnoseInSteps(analysis: Analysis): Steps<Finding[]> {
  const drafts: Draft[] = [];
  for (const facts of analysis.findings) {
    const sender = senderOf(facts, analysis);
    const advice = adviceFor(facts, sender, analysis);
    drafts.push({ facts, subject: subjectOf(facts, analysis), sender, advice });
    yield;
  }
  const findings: Finding[] = [];
  for (const group of grouped(drafts)) {
    findings.push(...findingsOf(group, analysis));
    yield;
  }
  return findings.sort(byWeight);
}

/** One finding for a group. */
function findingsOf([first, ...others]: readonly Draft[], analysis: Analysis): Finding[] {
  if (first === undefined) return [];
  if (others.length === 0) return [findingOf(first, KINDS[first.facts.kind].words(first.subject), analysis)];
  const group = [first, ...others] as const;
  const facts = together(group, analysis);
  const words = KINDS[facts.kind].wordsForMany?.(subjectOfMany(group, facts)) ?? null;
  if (words === null) return group.flatMap((draft) => findingsOf([draft], analysis));
  const advice = adviceForMany(
    group.map((draft) => draft.facts),
    first.sender,
    analysis,
  );
  return [findingOf({ ...first, facts, advice }, words, analysis)];
}

function findingOf({ facts, sender, advice }: Draft, words: FindingText, analysis: Analysis): Finding {
  const { cause, causes, fixes, log, verify } = advice;
  const first = isAboutA421(facts.kind) ? analysis.requests.get(facts.requests[0] ?? '') : undefined;
  // One literal: built by spreading several objects, a finding took 5 KB.
  return {
    ...facts,
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

function byWeight(a: FindingFacts, b: FindingFacts): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    compareCertainty(b.certainty, a.certainty) ||
    b.confidence - a.confidence ||
    b.requests.length - a.requests.length
  );
}
