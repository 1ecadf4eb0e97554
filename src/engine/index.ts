export { startEngine, type Engine, type EngineOptions } from './engine.ts';
export { createSampleWorkspace } from './sample/create-sample-workspace.ts';
export { WorkspaceInUse } from './run/workspace-lock.ts';
