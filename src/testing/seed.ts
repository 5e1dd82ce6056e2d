import fc from 'fast-check';

// The same generated input in every run, so that a red test is red because of a change. `FUZZ=1 npm test -- unit`
// takes new input each time, to look for what no run has found yet.
if (!process.env.FUZZ) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 421 });
