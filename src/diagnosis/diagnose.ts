import type { Analysis, FindingFacts, FindingKind, Severity } from '../analysis/analysis.ts';
import { compareCertainty } from '../model/certainty.ts';
import { finish, type Steps } from '../model/steps.ts';
import { adviceFor, isAboutA421 } from './advice.ts';
import { senderOf } from './answers.ts';
import type { Finding } from './finding.ts';
import { guideFor } from './guide/guide.ts';
import { type Subject, subjectOf } from './subject.ts';
import { hazard } from './words/hazard.ts';
import * as misdirected from './words/misdirected.ts';
import * as misrouted from './words/misrouted.ts';
import * as other from './words/other.ts';
import { redundant } from './words/redundant.ts';
import * as rules from './words/rules.ts';
import type { Words } from './words/words.ts';

const WORDS: Readonly<Record<FindingKind, (subject: Subject) => Words>> = {
  'misdirected-recovered': misdirected.recovered,
  'misdirected-persistent': misdirected.persistent,
  'retry-on-same-connection': misdirected.sameConnection,
  'misdirected-not-resent': misdirected.notResent,
  'misdirected-seen': misdirected.seen,
  'resent-by-page': misdirected.byPage,
  'non-idempotent-resent': misdirected.nonIdempotent,
  'misdirected-from-cache': rules.fromCache,
  'misdirected-cacheable': rules.cacheable,
  'misdirected-by-proxy': rules.byProxy,
  'alt-svc-on-421': rules.altSvc,
  'misdirected-by-alternative': rules.byAlternative,
  'alternative-kept-after-421': rules.alternativeKept,
  'origin-frame-mismatch': rules.originFrameMismatch,
  'origin-frame-contradicted': rules.originFrameContradicted,
  'origin-kept-after-421': rules.originKept,
  'misrouted-suspected': misrouted.misrouted,
  'reset-on-coalesced': misrouted.reset,
  'coalescing-hazard': hazard,
  'connection-retired': other.retired,
  'redundant-connection': redundant,
  'credentials-split': other.credentialsSplit,
};

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Puts the findings into words: the worst first, and of these the surest first. */
export function diagnose(analysis: Analysis): Finding[] {
  return finish(diagnoseInSteps(analysis));
}

/** The same, for who has other things to do in between. */
export function* diagnoseInSteps(analysis: Analysis): Steps<Finding[]> {
  const findings: Finding[] = [];
  for (const facts of analysis.findings) {
    findings.push(findingOf(facts, analysis));
    yield;
  }
  return findings.sort(byWeight);
}

function findingOf(facts: FindingFacts, analysis: Analysis): Finding {
  const words = WORDS[facts.kind](subjectOf(facts, analysis));
  const sender = senderOf(facts, analysis);
  const advice = adviceFor(facts, sender, analysis);
  const { cause, fixes, log, verify } = advice;
  const first = isAboutA421(facts.kind) ? analysis.requests.get(facts.requests[0] ?? '') : undefined;
  // One literal: put together by spreading, a finding took 5 KB.
  return {
    ...facts,
    title: words.title,
    explanation: words.explanation,
    remedy: fixes[0]?.title ?? words.remedy,
    references: [...words.references, ...advice.references],
    sender,
    cause,
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
