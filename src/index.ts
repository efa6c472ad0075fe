export { analyse } from './analyse/analyse.ts';
export type { CurveFinding, Findings } from './analyse/findings.ts';
export { defaults, type Settings } from './analyse/settings.ts';
export type { Ballot, Value, Vote } from './ballot.ts';
export {
  empanel,
  reportFiles,
  seatPanel,
  type EmpanelOptions,
  type FileContent,
  type Progress,
  type Seated,
} from './empanel.ts';
export type { Experiment } from './experiment.ts';
export { Fault, type FaultCode } from './fault.ts';
export type { BallotRecord, Ledger } from './ledger.ts';
export { exportBallots } from './ledger/export.ts';
export { memoryLedger } from './ledger/memory.ts';
export { readRecording, type ReadOptions } from './ledger/read.ts';
export { sqliteLedger, type SqliteLedgerOptions } from './ledger/sqlite.ts';
export { planned, prepareRun, type PrepareOptions, type Prepared } from './live/prepare.ts';
export type { RunOptions } from './live/run-panel.ts';
export type { Plan } from './plan/plan.ts';
export type { Cell, Note, Poll, Recording } from './recording.ts';
export { reportOf, type Report } from './report/report.ts';
export type { Row } from './row.ts';
export type { Criterion, Scale } from './rubric.ts';
export type { RunFacts } from './run.ts';
export type { Verdict } from './verdict.ts';
