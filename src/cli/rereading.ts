// SIGHUP during a run: the configuration file is read again, and what may change while the robot runs takes effect.
import { readConfigFile } from '../runtime/config/file.js';
import { layerConfig, type ConfigLayers } from '../runtime/config/config.js';
import type { Sections } from '../runtime/config/schema.js';
import type { SettingsDesk } from '../runtime/config/settings-desk.js';
import { toFault } from '../fault/fault.js';
import { printRemark } from './print.js';

export interface Rereading {
  readonly desk: SettingsDesk;
  readonly sections: Sections;
  /** The file of --config. */
  readonly file: string;
  /** Flags go over the file, as at the start. */
  readonly settings: ConfigLayers['settings'];
}

/** Until it is stopped. A file that is wrong, or asks for what holds from the start only, changes nothing and is told. */
export function rereadOnHangUp({ desk, sections, file, settings }: Rereading): { stop(): void } {
  const reread = async (): Promise<void> => {
    try {
      const { values } = layerConfig(sections, { file: await readConfigFile(file), settings });
      const wanted = Object.entries(values).map(([path, value]) => ({ path, value, flag: file }));
      const changed = desk.change(wanted).map(({ stage }) => stage);
      printRemark(
        `\n${file}: ${changed.length === 0 ? 'nothing new' : `new settings for ${changed.join(', ')}`}.`,
      );
    } catch (thrown) {
      const fault = toFault(thrown, 'config/invalid', { what: 'The settings stay as they are.' });
      printRemark(`\n${file}: no setting was changed.\n${fault.message}`);
    }
  };
  const onHangUp = (): void => void reread();
  process.on('SIGHUP', onHangUp);
  return { stop: () => void process.off('SIGHUP', onHangUp) };
}
