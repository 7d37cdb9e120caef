// What a training says while it learns: one line that rewrites itself on a terminal, plain lines elsewhere.
import type { FirstWeights } from '../training/first-weights.js';
import type { StepEntry, ValidationEntry } from '../training/journal.js';
import type { QuietHead } from '../training/teach.js';
import type { TrainWays } from '../training/train.js';
import { openProgress, printRemark, type Progress } from './print.js';

const PLAIN_PERIOD_MS = 10_000;
/** A first step takes as long as a report of the native one. */
const SLOW =
  'The learner wasm takes seconds for a step; the native one is some 15 to 40 times faster: npm run setup:tfjs-node sets it up.';

/** Loss, rates and the time that is left at this speed. */
export function stepText(entry: StepEntry, steps: number): string {
  const { step, images, total, heat, giou, rate, imagesPerSecond } = entry;
  const leftS = ((steps - step) * (images / step)) / imagesPerSecond;
  return [
    `step ${step}/${steps}`,
    `loss ${total.toFixed(3)} (heat ${heat.toFixed(3)}, 1-GIoU ${giou.toFixed(3)})`,
    `rate ${rate.toExponential(1)}`,
    `${imagesPerSecond.toFixed(1)} img/s`,
    `${timeText(leftS)} left`,
  ].join(' · ');
}

export function validationText({ map50, surfaceAccuracy, freeIou }: ValidationEntry): string {
  const surface = surfaceAccuracy === undefined ? 'no labels' : `${(100 * surfaceAccuracy).toFixed(1)} %`;
  const floor = freeIou === undefined ? 'no labels' : `IoU ${freeIou.toFixed(3)}`;
  return `mAP@0.5 ${map50.toFixed(3)} · surface ${surface} · free floor ${floor}`;
}

function takenText({ taken, drawn, newNames }: FirstWeights): string {
  const layers = drawn.length === 0 ? 'all layers' : `${taken.length} layers, drawn anew ${drawn.join(', ')}`;
  return newNames.length === 0 ? layers : `${layers}; new to it: ${newNames.join(', ')}`;
}

function alikeText({ alike }: FirstWeights): string {
  const pairs = alike.map(([name, known]) => `${name} (${known})`).join(', ');
  return `Warning: the model knows these by another spelling, and learns them anew: ${pairs}. If they are the same, write them in the labels as the model does, and build the dataset again with these names in --classes.`;
}

function unlabelledText(head: QuietHead, isTaught: boolean): string {
  const what = head === 'free' ? 'free floor' : 'the surface';
  const how = isTaught ? 'what the model says of it is learned' : 'nobody learns it';
  return `no picture has a label for ${what}: ${how}`;
}

function unseenText(classes: readonly string[]): string {
  return `no picture has a box of ${classes.join(', ')}: learned is that there is none`;
}

export function timeText(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** Tells on standard error; give `ways` to the training and stop it at the end. */
export function openTrainStatus(stream: NodeJS.WriteStream = process.stderr): {
  readonly ways: Partial<TrainWays>;
  /** What is on the disk; undefined before the training has begun there. */
  saved(): { readonly step: number; readonly steps: number } | undefined;
  /** Says something of its end, on a line of its own. */
  end(text: string): void;
  stop(): void;
} {
  const terminal = stream.isTTY;
  let loading: Progress | undefined;
  let toldMs = 0;
  let open = false;
  let saved: { readonly step: number; readonly steps: number } | undefined;
  const line = (text: string): void => {
    if (open) stream.write('\r\x1b[2K');
    open = false;
    printRemark(text);
  };
  return {
    ways: {
      onLoad(done, total) {
        loading ??= openProgress('pictures', total);
        loading.update(done);
        if (done < total) return;
        loading.stop();
        loading = undefined;
      },
      onBegin({ learner, images, step, steps, first, unlabelled, unseen, isAnew }) {
        saved = { step, steps };
        const course = step === 0 ? `${steps} steps` : `going on from step ${step} of ${steps}`;
        line(`${images} pictures, learner ${learner}, ${course}`);
        if (learner === 'wasm') line(SLOW);
        if (isAnew) line('there was no checkpoint yet: it begins anew');
        if (first !== undefined) line(`from the model: ${takenText(first)}`);
        if (first !== undefined && first.alike.length > 0) line(alikeText(first));
        if (unseen.length > 0) line(unseenText(unseen));
        for (const head of unlabelled) line(unlabelledText(head, first?.knows.includes(head) === true));
      },
      onStep(entry, steps) {
        const nowMs = performance.now();
        if (!terminal && nowMs - toldMs < PLAIN_PERIOD_MS) return;
        toldMs = nowMs;
        const text = stepText(entry, steps);
        if (!terminal) return line(text);
        stream.write(`\r\x1b[2K${text.slice(0, stream.columns - 1)}`);
        open = true;
      },
      onSave(step) {
        if (saved !== undefined) saved = { ...saved, step };
      },
      onValidation: (entry) => line(`step ${entry.step}: ${validationText(entry)}`),
    },
    saved: () => saved,
    end: line,
    stop() {
      loading?.stop();
      if (open) stream.write('\n');
    },
  };
}
