import type { ImportReply, ImportRequest } from './messages.ts';
import { readFiles } from './read-files.ts';

/** The worker that reads files, so that the panel stays quick. One import each: it is ended to cancel. */
addEventListener('message', ({ data }: MessageEvent<ImportRequest>) => {
  void readFiles(data.files, (reply: ImportReply) => postMessage(reply));
});
