import type { Sender } from '../../src/diagnosis/finding.ts';
import { productName } from '../../src/diagnosis/products/catalogue.ts';
import { certaintyWords } from '../parts/certainty.tsx';
import { visible } from '../text/visible.ts';

/** Which server sent the response, through which proxy, how sure that is, and the evidence. */
export function SenderLine({ sender: { product, behind, confidence, basis } }: { readonly sender: Sender }) {
  const through = behind === null ? '' : ` behind ${visible(productName(behind))}`;
  return (
    <p class="sender">
      <b>Sent by:</b> {product === null ? `unknown${through}` : `${visible(productName(product))}${through}`}
      {product !== null && (
        <span class="sender-basis">
          {` (${certaintyWords('inferred', confidence)}${basis === null ? '' : `, by ${visible(basis)}`})`}
        </span>
      )}
    </p>
  );
}
