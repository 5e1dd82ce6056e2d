import { CODE_EXAMPLES, STATUS_NAMES } from '../../src/diagnosis/own-code.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { CodeLines } from './code-lines.tsx';

/** For an application that answers 421 itself: the status's name in its framework, and a correct rule. */
export function OwnCode() {
  return (
    <details class="verify">
      <summary>If your own code sends the 421</summary>
      <p>Answer 421 only when the connection’s server name (SNI) does not match the request’s host.</p>
      {CODE_EXAMPLES.map(({ language, code, endsTls }) => (
        <details key={language}>
          <summary>
            {language}
            {!endsTls && ' (behind a TLS terminator)'}
          </summary>
          <div class="verify-step">
            <div class="remedy-body">
              <CodeLines text={code} />
            </div>
            <CopyButton text={code} label={`Copy the rule in ${language}`} />
          </div>
        </details>
      ))}
      <dl class="status-names">
        {STATUS_NAMES.map(({ where, name }) => (
          <div key={where}>
            <dt>{where}</dt>
            <dd class="mono">{name}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
