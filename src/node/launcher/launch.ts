import { readFileSync } from 'node:fs';
import { createRequire, wrap } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { CompiledCode } from './compiled-code.ts';

// Optimise functions later than V8's default (132 KB of executed bytecode): optimising a few hundred functions took a
// third of the CPU time of a command that ends within seconds. The flag is set before anything is compiled, because V8
// rejects cached code that was compiled under other flags.
setFlagsFromString('--interrupt-budget=300000');

const filename = join(__dirname, 'command.cjs');

function launch(): void {
  const source = readFileSync(filename, 'utf8');
  const compiled = CompiledCode.of(process.argv[2], source);
  const script = new Script(wrap(source), { filename, cachedData: compiled?.read() });
  script.runInThisContext()({}, createRequire(filename), { exports: {} }, filename, __dirname);
  // Stored at exit, because functions are compiled only when they are first called.
  if (script.cachedDataRejected !== false) {
    process.once('exit', () => compiled?.keep(script.createCachedData()));
  }
}

try {
  launch();
} catch (error) {
  // Node itself would exit with 1, which means that --fail-on found something (command/exit.ts).
  process.exitCode = 2;
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
  process.stderr.write(`coalescope: the program cannot be loaded (${reason}). Install it again.\n`);
}
