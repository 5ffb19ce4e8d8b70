// vitest's setup file of a run that is made ready in advance. By the time it is let go, everything of knocklab that a scenario
// needs is loaded, and nothing of the scenario: its file and its configuration are read as they are then.
import '../yaml/yaml-scenario.ts';
import { untilReleased } from './release.ts';

await untilReleased();
