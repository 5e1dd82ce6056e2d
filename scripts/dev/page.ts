// `npm run dev`: the panel as an ordinary page with the sample, reloaded when a file of it changes.
import { createServer } from 'vite';
import { hasDisplay } from '../../src/node/browser/display.ts';

const server = await createServer({
  configFile: 'ui/vite.config.ts',
  server: { open: hasDisplay() ? '/#sample' : false },
});
await server.listen();
console.log(`The panel with its sample: ${server.resolvedUrls?.local[0]}#sample`);
console.log('It reloads when a file of ui/ or src/ changes. Ctrl-C ends it.');
