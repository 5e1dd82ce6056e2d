import fc from 'fast-check';

// The same generated input in every run, so that a test fails only because of a change. `FUZZ=1 npm test -- unit`
// uses new input each time, to find faults that no run has found yet.
if (!process.env.FUZZ) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 421 });
