/** Long enough for the browser to start reading, short enough to free the memory soon. */
const REVOKE_AFTER_MS = 60_000;

/** Offers a text as a download through a temporary link. */
export async function saveByLink(name: string, mimeType: string, text: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([text], { type: mimeType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}
