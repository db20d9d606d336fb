'use strict'
// AbortSignals: of batches, and of sources that are waited for.

/** What listens to a signal. Each has one listener for all of it, as Node warns of more than ten. */
const listening = new WeakMap()

/** Calls `work` when `signal`, if there is one, aborts. Returns what ends that. */
function onAbort(signal, work) {
  if (signal === undefined) return () => {}
  if (!listening.has(signal)) {
    const works = new Set()
    const all = () => works.forEach((one) => one())
    listening.set(signal, { works, all })
    signal.addEventListener('abort', all)
  }
  const { works, all } = listening.get(signal)
  works.add(work)
  return () => {
    // What has no listener can be collected.
    if (!works.delete(work) || works.size > 0) return
    listening.delete(signal)
    signal.removeEventListener('abort', all)
  }
}

/** What `source` brings, until `signal` aborts, even while the source waits. */
async function* untilAborted(source, signal) {
  const iterator = (source[Symbol.asyncIterator] ?? source[Symbol.iterator]).call(source)
  let state = 'open'
  const next = async () => {
    state = 'waiting'
    try {
      const { done, value } = await iterator.next()
      const awaited = done ? undefined : await value
      state = done ? 'ended' : 'open'
      return { done, value: awaited }
    } catch (error) {
      state = 'ended'
      throw error
    }
  }
  let refuse
  // One for all of the source: a race for each of its values would be kept by the signal until the end.
  const off = onAbort(signal, () => refuse?.(signal.reason))
  try {
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await new Promise((resolve, reject) => {
        refuse = reject
        next().then(resolve, reject)
      })
      if (done) return
      yield value
    }
  } finally {
    off()
    if (state !== 'ended') {
      const closed = (async () => iterator.return?.())()
      // A source that waits may never answer.
      if (state === 'waiting') closed.catch(() => {})
      else await closed
    }
  }
}

module.exports = { onAbort, untilAborted }
