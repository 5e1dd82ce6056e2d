import { readFileSync } from 'node:fs';
import { createRequire, wrap } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { CompiledCode } from './compiled-code.ts';

// Functions are optimised later than usual (V8's own number is 132 KB of bytecode run): a command that ends within
// seconds never wins back what optimising a few hundred of them costs, which was a third of its CPU time. Before
// anything is compiled, for V8 takes no code that was compiled under other flags.
setFlagsFromString('--interrupt-budget=300000');

const filename = join(__dirname, 'command.cjs');
const source = readFileSync(filename, 'utf8');
const compiled = CompiledCode.of(process.argv[2], source);
const script = new Script(wrap(source), { filename, cachedData: compiled?.read() });
script.runInThisContext()({}, createRequire(filename), { exports: {} }, filename, __dirname);
// At the end, for functions are compiled when they are first called.
if (script.cachedDataRejected !== false)
  process.once('exit', () => compiled?.keep(script.createCachedData()));
