export { expectPanel, type PanelExpectation, type PanelOptions } from './expect-panel.ts';
export type { GateInCode } from '../library/gates-in-code.ts';
export type { JudgedOutput, Outputs } from './outputs.ts';
