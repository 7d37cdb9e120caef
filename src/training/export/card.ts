// The model's card, for people: what it is, what it was made from, what was measured, what it must not be used for.
import type { Manifest } from '../../perception/model/manifest.js';
import { unfinished } from '../progress.js';
import { describeProof, type Proof } from './proof.js';

export const CARD_FILE = 'card.md';

/** Markdown. */
export function describeModel(manifest: Manifest, proof: Proof = {}): string {
  const { name, version, network, input, labels, surfaces, origin, metrics, decoding, golden } = manifest;
  const figures = Object.entries(metrics);
  const known = (value: string | undefined): string =>
    value === undefined ? 'not recorded' : `\`${value}\``;
  return (
    `# ${name} ${version}

Obstacles, free floor and floor surface from the camera of a small robot, ${input.width} x ${input.height} pixels, ${(network.bytes / 1e6).toFixed(1)} MB.

${trainedOn(origin)} It is not a safety device: the guard stops the robot by its LIDAR and bumper whatever the model says.

| | |
|---|---|
| obstacles | ${labels.join(', ')} |
| surfaces | ${surfaces.join(', ')} |
| network | ONNX, operator set ${network.opset}, SHA-256 \`${network.sha256}\` |
| trainer | ${origin.trainer}, seed ${origin.seed} |
| steps | ${stepsText(origin)} |
| started from | ${origin.startSha256 === undefined ? 'nothing' : `network \`${origin.startSha256}\``} |
| weights | SHA-256 \`${origin.weightsSha256}\` |
| dataset | ${known(origin.datasetSha256)} |
| rooms and assets | ${known(origin.generatorSha256)} |
| golden frames | ${golden.frames.length}, on which trainer and runtime agree within ${golden.tolerances.logits} |

## Thresholds
${figures.length === 0 ? UNTUNED : ''}${labels.map((label, i) => `- ${label}: ${decoding.thresholds[i]!.toFixed(3)}`).join('\n')}

## On validation${
      origin.tunedSha256 === undefined
        ? ''
        : ` of another dataset
Thresholds and figures come from dataset \`${origin.tunedSha256}\`, not from the one that was trained on: whether its rooms were among those is not known here.
`
    }
${figures.length === 0 ? 'Nothing was measured.' : figures.map(([figure, value]) => `- ${figure}: ${Number(value.toFixed(4))}`).join('\n')}

${describeProof(proof)}`.trimEnd() + '\n'
  );
}

const UNTUNED = `**Nobody chose them: the same for every class. Do not drive by this model.** \`npx jackdaw models tune --run RUN --data DATASET\` chooses them on validation; then export again.

`;

function stepsText(origin: Manifest['origin']): string {
  const cut = unfinished(origin);
  return cut === undefined ? String(origin.trainedSteps ?? 'not recorded') : `**${cut}**`;
}

function trainedOn({ assets: named, generatorSha256 }: Manifest['origin']): string {
  // Older models name only the generator of their rooms.
  const assets = named ?? (generatorSha256 === undefined ? undefined : ['standard']);
  if (assets === undefined) return '**What it was trained on is not recorded.**';
  const isSimulated = assets.some((each) => each !== 'foreign');
  if (!assets.includes('foreign'))
    return '**Trained on simulated rooms only.** It has never seen a real one.';
  return isSimulated
    ? '**Trained on simulated rooms and on recordings of others.** How real those are is not known here.'
    : '**Trained on recordings of others.** How real they are, and how like other rooms, is not known here.';
}
