/** Counts the frames the browser really drew; a frozen or lost picture draws none, whatever else still runs. */
export function countFrames(report: (fps: number) => void, everyMs: number): () => void {
  let frames = 0;
  let sinceMs = performance.now();
  let request = requestAnimationFrame(function drawn() {
    frames += 1;
    request = requestAnimationFrame(drawn);
  });
  const timer = setInterval(() => {
    const nowMs = performance.now();
    const fps = (frames * 1_000) / (nowMs - sinceMs);
    const drew = frames > 0;
    frames = 0;
    sinceMs = nowMs;
    // No frame, no life sign: the watcher must see the silence.
    if (drew) report(Math.min(1_000, Math.round(fps * 10) / 10));
  }, everyMs);
  return () => {
    clearInterval(timer);
    cancelAnimationFrame(request);
  };
}
