// Batch norm with an optional ReLU behind it, forward and back, over [rows, channels] in memory. Ioffe and Szegedy, 2015.

export interface Plane {
  /** Batch times height times width. */
  readonly rows: number;
  readonly channels: number;
  readonly epsilon: number;
  readonly rectify: boolean;
}

/** Read: x, scale, offset. Written: y, mean, the unbiased variance and inverse = 1 / sqrt(biased variance + epsilon). */
type ForwardViews = Readonly<
  Record<'x' | 'scale' | 'offset' | 'y' | 'mean' | 'variance' | 'inverse', Float32Array>
>;

export function normForward({ rows, channels, epsilon, rectify }: Plane, views: ForwardViews): void {
  const { x, scale, offset, y, mean, variance, inverse } = views;
  const centre = sumRows(x, channels).map((sum) => sum / rows);
  const spread = new Float64Array(channels);
  for (let i = 0; i < x.length; i += channels) {
    for (let c = 0; c < channels; c++) {
      const distance = x[i + c]! - centre[c]!;
      spread[c]! += distance * distance;
    }
  }
  const factor = new Float32Array(channels);
  const plus = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    mean[c] = centre[c]!;
    variance[c] = spread[c]! / Math.max(1, rows - 1);
    inverse[c] = 1 / Math.sqrt(spread[c]! / rows + epsilon);
    factor[c] = scale[c]! * inverse[c]!;
    plus[c] = offset[c]! - centre[c]! * factor[c]!;
  }
  for (let i = 0; i < x.length; i += channels) {
    for (let c = 0; c < channels; c++) {
      const value = x[i + c]! * factor[c]! + plus[c]!;
      y[i + c] = rectify && !(value > 0) && value === value ? 0 : value;
    }
  }
}

/** Read: dy and what the way forward had. Written: dx, dScale, dOffset. */
type BackViews = Readonly<
  Record<'dy' | 'x' | 'scale' | 'y' | 'mean' | 'inverse' | 'dx' | 'dScale' | 'dOffset', Float32Array>
>;

/** With h = (x - mean) · inverse: dx = scale · inverse · (dy - mean(dy) - h · mean(dy · h)), all through the ReLU. */
export function normBack({ rows, channels, rectify }: Plane, views: BackViews): void {
  const { dy, x, scale, y, mean, inverse, dx, dScale, dOffset } = views;
  const sum = new Float64Array(channels);
  const product = new Float64Array(channels);
  for (let i = 0; i < x.length; i += channels) {
    for (let c = 0; c < channels; c++) {
      const slope = rectify && !(y[i + c]! > 0) ? 0 : dy[i + c]!;
      dx[i + c] = slope;
      sum[c]! += slope;
      product[c]! += slope * (x[i + c]! - mean[c]!);
    }
  }
  const factor = new Float32Array(channels);
  const tilt = new Float32Array(channels);
  const shift = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    const along = product[c]! * inverse[c]!;
    dOffset[c] = sum[c]!;
    dScale[c] = along;
    factor[c] = scale[c]! * inverse[c]!;
    tilt[c] = (-factor[c]! * inverse[c]! * along) / rows;
    shift[c] = (-factor[c]! * sum[c]!) / rows - tilt[c]! * mean[c]!;
  }
  for (let i = 0; i < x.length; i += channels) {
    for (let c = 0; c < channels; c++) dx[i + c] = dx[i + c]! * factor[c]! + x[i + c]! * tilt[c]! + shift[c]!;
  }
}

function sumRows(x: Float32Array, channels: number): Float64Array {
  const sums = new Float64Array(channels);
  for (let i = 0; i < x.length; i += channels) for (let c = 0; c < channels; c++) sums[c]! += x[i + c]!;
  return sums;
}
