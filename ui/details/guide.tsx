import type { AnalysedRequest } from '../../src/analysis/analysis.ts';
import type { Finding } from '../../src/diagnosis/finding.ts';
import { guideFor } from '../../src/diagnosis/guide/guide.ts';
import type { GuideQuestion, GuideStep, GuideTopic } from '../../src/diagnosis/guide/step.ts';
import { isAboutA421 } from '../../src/diagnosis/kinds/catalogue.ts';
import { CodeLines } from '../findings/code-lines.tsx';
import { CertaintyMark } from '../parts/certainty.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { ReferenceLink } from '../parts/links.tsx';
import { Untrusted } from '../parts/untrusted.tsx';
import { useStore } from '../store/context.ts';
import { Section } from './section.tsx';

const TOPICS: Readonly<Record<GuideTopic, string>> = {
  logs: 'Logs',
  network: 'Network',
  credentials: 'Credentials',
  configuration: 'Configuration',
  updates: 'Updates',
};

interface GuideProps {
  readonly request: AnalysedRequest;
  /** Those about this request. */
  readonly findings: readonly Finding[];
}

/** What to check after a 421, answered as far as it is known. The first step that needs a command is open. */
export function Guide({ request, findings }: GuideProps) {
  const analysis = useStore().analysis.value;
  if (analysis === null) return null;
  const steps = guideFor(request, analysis, findings.find(({ kind }) => isAboutA421(kind)) ?? null);
  if (steps.length === 0) return null;
  const open = steps.find(({ missing }) => missing !== null)?.topic;
  return (
    <Section title="Step by step">
      {steps.map((step) => (
        <StepView key={step.topic} step={step} open={step.topic === open} />
      ))}
    </Section>
  );
}

function StepView({ step, open }: { readonly step: GuideStep; readonly open: boolean }) {
  const { topic, known, missing, references } = step;
  return (
    <details class="guide-step" open={open}>
      <summary>
        {TOPICS[topic]} <span class="guide-state">{stateOf(step)}</span>
      </summary>
      <ul class="guide-known">
        {known.map(({ text, certainty, confidence }) => (
          <li key={text}>
            <Untrusted text={text} />{' '}
            <CertaintyMark certainty={certainty} confidence={confidence ?? undefined} />
          </li>
        ))}
      </ul>
      {missing !== null && <Question question={missing} topic={TOPICS[topic]} />}
      {references.length > 0 && (
        <p class="finding-foot">
          {references.map((reference) => (
            <ReferenceLink key={reference.url} reference={reference} />
          ))}
        </p>
      )}
    </details>
  );
}

function stateOf({ known, missing }: GuideStep): string {
  if (missing === null) return 'known';
  if (known.length > 0) return 'partly known';
  return 'unknown';
}

function Question({ question, topic }: { readonly question: GuideQuestion; readonly topic: string }) {
  const { text, command, expect } = question;
  return (
    <>
      <p>
        <b>Unknown:</b> <Untrusted text={text} />
      </p>
      {command !== null && (
        <div class="verify-step">
          <div class="remedy-body">
            {expect !== null && (
              <p>
                <Untrusted text={expect} />
              </p>
            )}
            <CodeLines text={command} />
          </div>
          <CopyButton text={command} label={`Copy the command for: ${topic}`} />
        </div>
      )}
    </>
  );
}
