// Batch norm's running statistics follow a batch's, in place; one task does all channels.
//
//     running mean     ← kept · running mean     + share · mean
//     running variance ← kept · running variance + share · (correction · variance)
//
// The last vector may pass the end: blocks of the heap are padded to 64 bytes.

@unmanaged
class RunningStatisticsArgs {
  runningMean: usize;
  mean: usize;
  runningVariance: usize;
  variance: usize;
  channels: i32;
  kept: f32;
  share: f32;
  correction: f32;
}

/** Each operation is rounded to single precision, in the order of the formulas. */
export function runningStatistics(args: usize, task: i32, thread: i32): void {
  const a = changetype<RunningStatisticsArgs>(args);
  const kept = f32x4.splat(a.kept);
  const share = f32x4.splat(a.share);
  const correction = f32x4.splat(a.correction);
  const bytes = <usize>a.channels << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const mean = v128.load(a.mean + at);
    const keptMean = f32x4.mul(kept, v128.load(a.runningMean + at));
    v128.store(a.runningMean + at, f32x4.add(keptMean, f32x4.mul(share, mean)));
    const variance = f32x4.mul(correction, v128.load(a.variance + at));
    const keptVariance = f32x4.mul(kept, v128.load(a.runningVariance + at));
    v128.store(a.runningVariance + at, f32x4.add(keptVariance, f32x4.mul(share, variance)));
  }
}
