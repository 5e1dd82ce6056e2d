import { SharedMark } from '../parts/shared-mark.tsx';

/** Explains the signs. */
export function MatrixKey() {
  return (
    <dl class="matrix-key">
      <div>
        <dt class="cell-own">3</dt>
        <dd>requests on the origin’s own connection</dd>
      </div>
      <div>
        <dt class="cell-coalesced">
          <SharedMark /> 3
        </dt>
        <dd>coalesced</dd>
      </div>
      <div>
        <dt class="cell-misdirected">421</dt>
        <dd>misdirected</dd>
      </div>
      <div>
        <dt class="cell-could">○</dt>
        <dd>could have been shared</dd>
      </div>
      <div>
        <dt class="cell-kept-apart">CERT</dt>
        <dd>not shared, and why</dd>
      </div>
      <div>
        <dt class="cell-unknown">?</dt>
        <dd>unknown</dd>
      </div>
    </dl>
  );
}
