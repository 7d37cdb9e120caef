// Configuration: layers, origins, every fault at once, and hostile files.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { Fault } from '../../fault/fault.js';
import { layerConfig, parseSetting, type ConfigLayers } from './config.js';
import { readConfigFile } from './file.js';
import { formatConfig, formatParameters, listParameters } from './table.js';

const sections = {
  guard: z.strictObject({
    rimM: z
      .number()
      .positive()
      .max(2)
      .default(0.13)
      .describe('Distance kept, m.')
      .meta({ unit: 'm', live: true }),
    maxAgeMs: z
      .strictObject({ scan: z.int().min(1).default(300), odom: z.int().min(1).default(200) })
      .prefault({})
      .describe('Older is stale, ms.')
      .meta({ unit: 'ms', live: true }),
    required: z.array(z.enum(['scan', 'odom'])).default(['scan']),
  }),
  wander: z.strictObject({
    seed: z.int().min(0).default(1),
    frame: z.string().default('odom').meta({ live: false }),
  }),
};

function layer(text?: string, settings: ConfigLayers['settings'] = []) {
  return layerConfig(sections, {
    file: text === undefined ? undefined : { name: 'robot.yaml', text },
    settings,
  });
}

function faultOf(act: () => unknown): Fault {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

describe('the configuration', () => {
  it('when nothing is given, then all values are defaults and cannot be changed', () => {
    const { values, originByPath } = layer();
    assert.deepEqual(values.guard, { rimM: 0.13, maxAgeMs: { scan: 300, odom: 200 }, required: ['scan'] });
    assert.deepEqual(new Set(originByPath.values()), new Set(['default']));
    assert.throws(() => ((values.guard.maxAgeMs as { scan: number }).scan = 1), TypeError);
    assert.throws(() => values.guard.required.push('odom'), TypeError);
  });

  it('when a file and a flag give the same value, then the flag wins and every origin is told', () => {
    const settings = [
      parseSetting('--set', 'guard.maxAgeMs.odom=150'),
      { path: 'wander.seed', value: 7, flag: '--seed' },
    ];
    const { values, originByPath } = layer('guard:\n  rimM: 0.2\n  maxAgeMs:\n    odom: 100\n', settings);
    assert.deepEqual(values.guard, { rimM: 0.2, maxAgeMs: { scan: 300, odom: 150 }, required: ['scan'] });
    assert.equal(values.wander.seed, 7);
    assert.deepEqual(Object.fromEntries(originByPath), {
      'guard.rimM': 'file robot.yaml:2',
      'guard.maxAgeMs.scan': 'default',
      'guard.maxAgeMs.odom': 'flag --set',
      'guard.required': 'default',
      'wander.seed': 'flag --seed',
      'wander.frame': 'default',
    });
  });

  it('when much is wrong, then one Fault names all of it, each with its place', () => {
    const text = 'gaurd: {}\nguard:\n  rimM: "x"\n  rim: 2\n  maxAgeMs: { scan: -4 }\nwander:\n  sead: 3\n';
    const { code, found = '' } = faultOf(() => layer(text, [parseSetting('--set', 'wander.frame=3')]));
    assert.equal(code, 'config/invalid');
    const lines = found.split('\n').map((line) => line.trim());
    assert.equal(lines.length, 6);
    for (const expected of [
      /^robot\.yaml:1 gaurd: unknown; did you mean guard\?$/,
      /^robot\.yaml:3 guard\.rimM: found "x"\. .*expected number/,
      /^robot\.yaml:4 guard\.rim: unknown; did you mean rimM\?$/,
      /^robot\.yaml:5 guard\.maxAgeMs\.scan: found -4\. .*>=1/,
      /^robot\.yaml:7 wander\.sead: unknown; did you mean seed\?$/,
      /^--set wander\.frame: found 3\. .*expected string/,
    ]) {
      assert.ok(
        lines.some((line) => expected.test(line)),
        `${expected} in\n${found}`,
      );
    }
  });

  it('when an unknown key resembles nothing, then the known ones are listed', () => {
    assert.match(faultOf(() => layer('wander: { zzz: 1 }')).found ?? '', /known here: seed, frame/);
  });

  it('when the file is not YAML, has a key twice or two documents, then every place is named', () => {
    for (const text of ['guard: [1', 'guard: {}\nguard: {}\n', 'guard: {}\n---\nguard: {}\n']) {
      const { code, found = '' } = faultOf(() => layer(text));
      assert.equal(code, 'config/unreadable');
      assert.match(found, /robot\.yaml:\d+:\d+ /);
    }
  });

  it('when the file is empty or only comments, then it changes nothing', () => {
    assert.deepEqual(layer('').values, layer().values);
    assert.deepEqual(layer('# nothing\n').values, layer().values);
  });

  it('when the file is no map, then it is refused', () => {
    for (const text of ['3', '- guard', 'guard: 3', 'guard:\n']) {
      assert.equal(faultOf(() => layer(text)).code, 'config/invalid', text);
    }
  });

  it('when a number is none, then it is told as it was written, and where all settings are listed', () => {
    const { found, next } = faultOf(() => layer('guard: { rimM: .nan, required: [.inf] }'));
    assert.match(found!, /guard\.rimM: found NaN\./);
    assert.match(found!, /found "?Infinity/);
    assert.match(next!, /docs\/settings\.md/);
    const settings = [parseSetting('--set', 'guard.rimM=x')];
    const named = faultOf(() => layerConfig(sections, { settings, seeAll: '--print-config shows all' }));
    assert.equal(named.next, 'mend it; --print-config shows all');
  });

  it('when keys aim at prototypes, then they are unknown keys', () => {
    const text = '__proto__: { polluted: 1 }\nguard: { __proto__: { rimM: 1 }, constructor: 1 }';
    assert.equal(faultOf(() => layer(text)).code, 'config/invalid');
    assert.equal(
      faultOf(() => layer('', [parseSetting('--set', '__proto__.polluted=1')])).code,
      'config/invalid',
    );
    assert.equal(({} as { polluted?: number }).polluted, undefined);
  });

  it('when aliases would expand without end, then the file is refused', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 9; i++)
      bomb.push(
        `${'abcdefghi'[i]}: &${'abcdefghi'[i]} [${Array(10)
          .fill(`*${'abcdefghi'[i - 1]}`)
          .join(',')}]`,
      );
    assert.equal(faultOf(() => layer(bomb.join('\n'))).code, 'config/unreadable');
  });

  it('when any text at all comes in, then the outcome is values or a Fault', () => {
    const tokens = [
      'guard',
      'rimM',
      'maxAgeMs',
      ':',
      ' ',
      '\n',
      '  ',
      '-',
      '[',
      '{',
      '}',
      '"',
      '&a',
      '*a',
      '<<',
      '!!map',
      '|',
      '? ',
      '0x',
      '---',
    ];
    const yamlish = fc.array(fc.constantFrom(...tokens), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string(), yamlish), (text) => {
        try {
          layer(text);
        } catch (thrown) {
          assert.ok(thrown instanceof Fault, String(thrown));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('when a setting is no assignment or no YAML, then it is refused', () => {
    assert.equal(faultOf(() => parseSetting('--set', 'guard.rimM')).code, 'config/invalid');
    assert.equal(faultOf(() => parseSetting('--set', 'guard.rimM=[')).code, 'config/invalid');
  });

  it('when all values are printed, then the text is a file that gives the same values', () => {
    const config = layer('guard: { rimM: 0.2, required: [odom, scan] }', [
      parseSetting('--set', 'wander.seed=9'),
    ]);
    const printed = formatConfig(config);
    assert.deepEqual(layer(printed).values, config.values);
    assert.match(printed, /rimM: 0\.2 # file robot\.yaml:1\n/);
    assert.match(printed, /required: \[ odom, scan \] # file robot\.yaml:1\n/);
    assert.match(printed, /seed: 9 # flag --set\n/);
  });

  it('when the schemas are listed, then type, unit, range, default and whether it is live are told', () => {
    const [rim, scan] = listParameters(sections);
    assert.deepEqual(rim, {
      name: 'guard.rimM',
      type: 'number',
      elements: undefined,
      unit: 'm',
      range: '> 0, ≤ 2',
      low: 0,
      high: 2,
      default: '0.13',
      live: true,
      description: 'Distance kept, m.',
    });
    assert.deepEqual([scan?.name, scan?.unit, scan?.live], ['guard.maxAgeMs.scan', 'ms', true]);
    const table = formatParameters(listParameters(sections)).trim().split('\n');
    assert.equal(table.length, 2 + 6);
    assert.deepEqual(new Set(table.map((row) => row.split('|').length)), new Set([9]));
  });
});

describe('reading a configuration file', () => {
  it('when it is missing or too big, then that is told', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jackdaw-config-'));
    const big = join(folder, 'big.yaml');
    await writeFile(big, '#'.repeat(256 * 1024 + 1));
    await assert.rejects(readConfigFile(join(folder, 'none.yaml')), {
      code: 'config/unreadable',
      found: 'there is no such file',
    });
    await assert.rejects(readConfigFile(folder), { code: 'config/unreadable', found: 'that is a folder' });
    await assert.rejects(readConfigFile(big), { code: 'config/unreadable', found: /262145/ });
    await rm(folder, { recursive: true });
  });
});
