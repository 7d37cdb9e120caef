// Who hears of every call of a stage: what a stage was called with, and when, is all that its outputs depend on.
import type { TimeNs } from '../../message/time.js';
import type { SettingsChange } from '../config/settings-desk.js';
import type { Envelope } from '../stage.js';

export interface CallListener {
  /** The stage is about to take this, or to tick if it is undefined, at the time `now`. */
  called(stage: string, envelope: Envelope | undefined, now: TimeNs): void;
  /** The stage is about to get new settings. */
  changed(change: SettingsChange, now: TimeNs): void;
}
