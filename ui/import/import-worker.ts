import type { ImportReply, ImportRequest } from './messages.ts';
import { readFiles } from './read-files.ts';

/** Reads files off the main thread, so that the panel stays responsive. One import each; terminated to cancel. */
addEventListener('message', ({ data }: MessageEvent<ImportRequest>) => {
  void readFiles(data.files, (reply: ImportReply) => postMessage(reply));
});
