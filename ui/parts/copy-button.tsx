import { useState } from 'preact/hooks';
import { useStore } from '../store/context.ts';

const SHOWN_FOR_MS = 2_000;

/** Copies a text to the clipboard and announces it. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { notices } = useStore();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    if (await copyText(text)) {
      notices.announce('Copied.');
      setCopied(true);
      setTimeout(() => setCopied(false), SHOWN_FOR_MS);
    } else {
      notices.show({
        id: 'copy',
        kind: 'error',
        text: 'The browser did not allow copying. Select the text instead.',
      });
    }
  };
  return (
    <button type="button" class="button copy" aria-label={label} onClick={copy}>
      {copied ? 'Copied' : 'Copy'}
    </button>
  );
}

/** DevTools panels are frames without the clipboard permission, so `execCommand` is the fallback. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.cssText = 'position:fixed;opacity:0';
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
